"""A newcomer opens the address and is two customers side by side."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.screens import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_two_people_of_two_languages_stand_side_by_side(page: Page) -> None:
    siti, emma = Screen(page, "Siti Demo"), Screen(page, "Emma Demo")

    await siti.press("MULAI")
    await emma.press("START")

    await siti.sees("Halo, Kak Siti")
    await emma.sees("Hello Emma")
    left, right = await siti.section.bounding_box(), await emma.section.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert right["x"] + right["width"] <= 1280


async def test_typing_a_photo_a_voice_note_and_a_contact_are_answered_within_a_second(page: Page) -> None:
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")

    await siti.type_text("Pesanan 4411 rusak")
    await siti.sees("Sudah saya catat: Pesanan 4411 rusak")

    await siti.press("Lampirkan")
    await siti.press("Contoh foto")
    await siti.press("Kirim")
    await siti.sees_own("photo")
    await siti.sees("Fotonya sudah saya terima")

    await siti.press("Rekam voice note")
    await siti.press("Kirim voice note")
    await siti.sees_own("voice")
    await siti.sees("Voice note-nya sudah saya terima")

    await siti.press("Kirim nomor HP")
    await siti.sees("+6281200000001", side="outgoing")
    await siti.sees("Nomor +6281200000001 sudah saya simpan")


async def test_a_pressed_button_shows_the_bots_words_at_once(page: Page) -> None:
    emma = Screen(page, "Emma Demo")
    await emma.press("START")
    await emma.type_text("my parcel is torn")
    await emma.sees("I've noted it")

    await emma.press("Status of my case")

    await emma.sees_toast("All right")


async def test_the_menu_of_commands_is_behind_the_slash_in_ones_own_language(page: Page) -> None:
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")
    await siti.sees("Halo")

    await siti.press("Menu perintah")
    await siti.section.get_by_role("button", name="/status").click()

    await siti.sees("/status", side="outgoing")
    await siti.sees("Sudah saya catat: /status")


async def test_somebody_new_gets_a_screen_beside_the_others(page: Page) -> None:
    await page.get_by_role("button", name="Tambah layar").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Nama").fill("Made Demo")
    await dialog.get_by_label("Bahasa").select_option("en")
    await dialog.get_by_role("button", name="Buat dan buka").click()

    made = Screen(page, "Made Demo")
    await made.press("START")

    await made.sees("Hello Made")
    await expect(page.locator("section.phone")).to_have_count(3)
    await page.reload()
    await made.sees("Hello Made")


async def test_on_a_telephone_one_person_fills_the_screen(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(page.url.split("?", maxsplit=1)[0])
    await expect(page.locator("section.phone")).to_have_count(1)

    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")

    await siti.sees("Halo, Kak Siti")
    assert await siti.section.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
