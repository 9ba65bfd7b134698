"""A sandbox, a bot that answers, and a browser page."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from sandbox import RunningSandbox, SandboxOptions, start_sandbox
from tests.browser.chromium import chromium, chromium_path
from tests.browser.shop_bot import ShopBot


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    running = await start_sandbox(SandboxOptions(limits_enabled=False))
    yield running
    await running.stop()


@pytest.fixture
async def bot(sandbox: RunningSandbox) -> AsyncIterator[ShopBot]:
    async with ShopBot(sandbox.url, sandbox.state.options.bot.token) as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if chromium_path() is None:
        pytest.skip("there is no Chromium on PATH")
    async with chromium() as running:
        yield running


@pytest.fixture
async def page(browser: Browser, sandbox: RunningSandbox, bot: ShopBot) -> AsyncIterator[Page]:
    """A page of 1280 by 800 on which nothing may go wrong unseen."""
    opened = await browser.new_page(viewport={"width": 1280, "height": 800})
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await opened.goto(sandbox.url)
    yield opened
    await opened.close()
    assert problems == []
