"""A newcomer is an agent: the printed address shows the team's group beside a customer, with its topics."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.screens import WITHIN_MS, Screen
from tests.browser.served import ingat_in_its_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
_SITI_ID = 7000000001
_ONE_A_SECOND_MS = 4 * WITHIN_MS  # a chat takes a few messages at once and then one a second, and Siti was told much


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    assert browser.is_connected()  # without a browser there is no need to start Ingat
    async with ingat_in_its_sandbox(tmp_path_factory.mktemp("ingat")) as printed:
        yield printed


async def test_an_agent_takes_over_in_the_browser(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{address}/?people={_SITI_ID}")
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")
    await siti.type_text("Pesanan 4411 sampai rusak")
    await siti.sees("4411")
    await siti.type_text("/human")
    await siti.sees(re.compile("[Tt]im kami"))

    await page.get_by_role("button", name="Tambah layar").click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("Sari Demo.*Tim Kopi Demo")).click()
    sari = Screen(page, "Sari Demo")
    topic = sari.section.locator("option", has_text="Tim Kopi Demo · Siti Demo")  # a dot before it: something is new
    await expect(topic).to_have_count(1, timeout=WITHIN_MS * 10)
    await sari.section.get_by_label("Pilih chat").select_option(value=await topic.get_attribute("value"))
    await sari.sees("Pesanan 4411 sampai rusak")
    await sari.press("Ambil alih")
    await siti.sees("Sari dari tim kami")
    await sari.type_text("Halo Kak Siti, penggantinya dikirim besok")
    await siti.sees("penggantinya dikirim besok", within_ms=_ONE_A_SECOND_MS)
    await siti.type_text("baik, terima kasih")
    await sari.sees("baik, terima kasih")
    await expect(sari.section.get_by_text("👌")).to_be_visible(timeout=WITHIN_MS)
    await page.close()
