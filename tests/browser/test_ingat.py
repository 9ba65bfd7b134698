"""A newcomer meets Ingat itself: `ingat run`, the printed address, two customers."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from crm.cases import case_number
from tests.browser.screens import WITHIN_MS, Screen
from tests.browser.served import ingat_in_its_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
FIRST_CASE = case_number(1)
_BUDI_ID, _WAYAN_ID = 7000000002, 7000000004


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    assert browser.is_connected()  # without a browser there is no need to start Ingat
    async with ingat_in_its_sandbox(tmp_path_factory.mktemp("ingat")) as printed:
        yield printed


async def test_a_newcomer_is_answered_within_a_second_as_whoever_they_are(browser: Browser, address: str) -> None:
    """Nobody here is told more than three things in a row: what a chat may be told at once is limited."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(address)
    siti, emma = Screen(page, "Siti Demo"), Screen(page, "Emma Demo")
    await siti.is_answered(siti.press("MULAI"))
    await emma.is_answered(emma.press("START"))

    await siti.type_text("Pesanan 4411 sampai rusak")
    await siti.sees(FIRST_CASE)
    await emma.type_text("How long does delivery to Bali take?")
    await emma.sees("1 to 3 days")
    await siti.sends_sample("Contoh foto", caption="Ini foto pesanan 4411 yang rusak")
    await siti.sees_own("photo")
    await expect(siti.bubbles("incoming").filter(has_text=FIRST_CASE)).to_have_count(2, timeout=WITHIN_MS)
    await page.close()


async def test_a_button_a_voice_note_and_a_contact_are_answered_within_a_second(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{address}/?people={_BUDI_ID},{_WAYAN_ID}")
    budi, wayan = Screen(page, "Budi Demo"), Screen(page, "Wayan Demo")
    await budi.is_answered(budi.press("MULAI"))
    await wayan.is_answered(wayan.press("MULAI"))

    await budi.type_text("/language")
    await expect(budi.button("English")).to_be_visible(timeout=WITHIN_MS)
    await budi.press("English")
    await budi.sees("English from now on")
    await wayan.sends_sample("Contoh voice note")
    await wayan.sees_own("voice")
    await wayan.sees("voice note")
    await wayan.sends_sample("Kontak saya")
    await wayan.sees_own("contact")
    await expect(wayan.bubbles("incoming")).to_have_count(3, timeout=WITHIN_MS)
    await page.close()
