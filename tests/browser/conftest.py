"""A sandbox, a bot that answers, and a browser page. One Chromium serves all tests of a module."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from sandbox import RunningSandbox, SandboxOptions, start_sandbox
from tests.browser.chromium import chromium, chromium_path
from tests.browser.shop_bot import ShopBot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if chromium_path() is None:
        pytest.skip("there is no Chromium on PATH")
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[RunningSandbox]:
    running = await start_sandbox(SandboxOptions(limits_enabled=False))
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(sandbox: RunningSandbox) -> AsyncIterator[ShopBot]:
    async with ShopBot(sandbox.url, sandbox.state.options.bot.token) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, sandbox: RunningSandbox, bot: ShopBot) -> AsyncIterator[Page]:
    """A page of 1280 by 800 on which nothing may go wrong unseen, and which may ask nobody but the sandbox."""
    opened = await browser.new_page(viewport={"width": 1280, "height": 800})
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda asked: None if _is_from(sandbox.url, asked.url) else problems.append(asked.url))
    await opened.goto(sandbox.url)
    yield opened
    await opened.close()
    assert problems == []


def _is_from(home: str, url: str) -> bool:
    return url.removeprefix("blob:").startswith(f"{home}/")
