"""The sandbox goes away and comes back while a page is open."""

import pytest
from playwright.async_api import Browser, expect

from sandbox import SandboxOptions, start_sandbox
from tests.browser.screens import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
_BROWSER_TRIES_AGAIN_WITHIN_MS = 15_000


async def test_a_page_says_that_the_sandbox_is_gone_and_finds_its_people_again(browser: Browser) -> None:
    first = await start_sandbox(SandboxOptions())
    page = await browser.new_page()
    await page.goto(first.url)
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")
    await siti.sees("/start", side="outgoing")

    await first.stop()
    await expect(siti.section.get_by_text("menyambung lagi")).to_be_visible()
    second = await start_sandbox(SandboxOptions(), port=int(first.url.rsplit(":", 1)[1]))

    await expect(siti.button("MULAI")).to_be_visible(timeout=_BROWSER_TRIES_AGAIN_WITHIN_MS)
    await expect(siti.section.get_by_text("menyambung lagi")).to_have_count(0)
    await siti.press("MULAI")
    await siti.sees("/start", side="outgoing")
    await page.close()
    await second.stop()
