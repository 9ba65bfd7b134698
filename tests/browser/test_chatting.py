"""All that people do in a chat, on the pages."""

import pytest
from playwright.async_api import Page, expect

from sandbox import RunningSandbox
from tests.browser.screens import Screen
from tests.browser.shop_bot import ShopBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
_SITI_ID = 7000000001


async def _started(page: Page) -> Screen:
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")
    await siti.sees("Halo, Kak Siti")
    return siti


async def test_what_others_write_is_shown_and_never_run(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)

    await siti.type_text("<img src=x onerror=\"document.title='taken'\">")
    await bot.call("sendMessage", chat_id=_SITI_ID, text="<script>1</script>")
    link = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.com/a"}]
    await bot.call("sendMessage", chat_id=_SITI_ID, text="baca", entities=link)

    await siti.sees("<img src=x", side="outgoing")
    await siti.sees("<script>1</script>")
    await expect(siti.section.get_by_role("link", name="baca")).to_have_attribute("href", "https://example.com/a")
    assert await siti.section.locator(".words img, .words script").count() == 0
    assert await page.title() == "Chat dengan Demo Bot"


async def test_nested_marks_stand_where_they_belong(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)

    await bot.call("sendMessage", chat_id=_SITI_ID, text="😀 <b>tebal <i>dan miring</i></b> biasa", parse_mode="HTML")

    await siti.sees("😀 tebal dan miring biasa")
    await expect(siti.section.locator("strong em")).to_have_text("dan miring")


async def test_a_reply_quotes_the_words_that_were_selected(page: Page, sandbox: RunningSandbox, bot: ShopBot) -> None:
    siti = await _started(page)
    await bot.call("sendMessage", chat_id=_SITI_ID, text="Besok kami kirim")
    told = siti.bubbles("incoming").filter(has_text="Besok kami kirim")
    await told.locator(".words").dblclick(position={"x": 15, "y": 8})

    await told.get_by_role("button", name="Tindakan untuk pesan ini").click()
    await siti.press("Balas dengan kutipan")
    await siti.type_text("yang ini?")

    await expect(siti.bubbles("outgoing").last.locator(".quote")).to_contain_text("Besok")
    newest = max(sandbox.state.chats[_SITI_ID].messages.values(), key=lambda m: m.id if m.sender_id == _SITI_ID else 0)
    assert newest.quote
    assert newest.quote["text"] == "Besok"


async def test_ones_own_words_can_be_changed_and_reacted_to(page: Page, sandbox: RunningSandbox) -> None:
    siti = await _started(page)
    await siti.type_text("pesanan 4411")
    await siti.sees("Sudah saya catat")
    own = siti.bubbles("outgoing").last

    await own.get_by_role("button", name="Tindakan untuk pesan ini").click()
    await siti.press("Ubah")
    await siti.type_text("pesanan 4412")
    await expect(own).to_contain_text("pesanan 4412")
    await expect(own).to_contain_text("diubah")
    await own.get_by_role("button", name="Tindakan untuk pesan ini").click()
    await siti.press("Beri reaksi 👎")

    await expect(own.locator(".reactions")).to_have_text("👎")
    assert _reactions(sandbox) == [{_SITI_ID: ["👎"]}]
    await siti.button("Beri reaksi 👎").click()
    await expect(own.locator(".reactions")).to_have_count(0)
    assert _reactions(sandbox) == []


def _reactions(sandbox: RunningSandbox) -> list[dict[int, list[str]]]:
    return [message.reactions for message in sandbox.state.chats[_SITI_ID].messages.values() if message.reactions]


async def test_every_kind_of_attachment_arrives(page: Page, sandbox: RunningSandbox) -> None:
    siti = await _started(page)
    for sample in ("Contoh album", "Contoh voice note", "Contoh berkas", "Berkas 25 MB", "Kontak saya"):
        await siti.sends_sample(sample)
    await siti.press("Lampirkan")
    await siti.press("Stiker")
    await siti.press("☕")
    await siti.press("Lampirkan")
    await siti.press("Lokasi")
    await siti.press("Denpasar, Puputan")
    await siti.press("Lampirkan")
    await siti.press("Kontak orang lain")
    await siti.press("Kirim")

    await siti.sees("Rani Demo", side="outgoing")
    await expect(siti.section.locator(".album img")).to_have_count(3)
    await expect(siti.bubbles("outgoing").filter(has_text="terlalu besar")).to_have_count(1)
    sent = [m.content for m in sandbox.state.chats[_SITI_ID].messages.values() if m.sender_id == _SITI_ID]
    kinds = ["photo", "photo", "photo", "voice", "document", "document", "contact", "sticker", "location", "contact"]
    assert [kind for kind, content in zip(kinds, sent[1:], strict=True) if kind in content] == kinds
    assert (sent[7]["contact"]["user_id"], "user_id" in sent[10]["contact"]) == (_SITI_ID, False)


async def test_a_voice_note_can_be_played(page: Page) -> None:
    siti = await _started(page)
    await siti.sends_sample("Contoh voice note")

    await siti.press("Putar voice note")

    await expect(siti.button("Jeda")).to_be_visible()
    await expect(siti.section.locator(".bar.done").first).to_be_visible()


async def test_who_blocks_the_bot_can_lift_it_again(page: Page, sandbox: RunningSandbox) -> None:
    siti = await _started(page)

    await siti.press("Menu chat")
    await siti.press("Blokir bot")
    await expect(siti.button("Buka blokir")).to_be_visible()
    assert sandbox.state.chats[_SITI_ID].blocked
    await siti.press("Buka blokir")
    await siti.type_text("halo lagi")

    await siti.sees("Sudah saya catat: halo lagi")


async def test_the_chat_stays_at_the_newest_unless_one_reads_further_up(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)
    for number in range(30):
        await bot.call("sendMessage", chat_id=_SITI_ID, text=f"Kabar {number}")
    await siti.sees("Kabar 29")

    await siti.section.get_by_role("log").evaluate("element => { element.scrollTop = 0 }")
    await expect(siti.button("Ke pesan terbaru")).to_be_visible()
    await bot.call("sendMessage", chat_id=_SITI_ID, text="Kabar penutup")
    closing = siti.bubbles("incoming").filter(has_text="Kabar penutup")
    await expect(closing).to_have_count(1)
    await expect(closing).not_to_be_in_viewport()
    await siti.press("Ke pesan terbaru")

    await expect(closing).to_be_in_viewport()


async def test_an_opened_page_begins_at_the_newest_also_when_pictures_load_late(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)
    await siti.sends_sample("Contoh album")
    await siti.sends_sample("Contoh foto")
    await bot.call("sendMessage", chat_id=_SITI_ID, text="Kabar penutup")
    await siti.sees("Kabar penutup")

    await page.reload()

    await siti.sees("Kabar penutup")
    await expect(siti.section.locator(".photo img").last).to_have_js_property("complete", True)
    await siti.sees("Kabar penutup")


async def test_a_link_to_the_bots_own_start_is_followed_inside(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)
    button = {"text": "Ajak teman", "url": "https://t.me/ingat_demo_bot?start=ref_1"}
    await bot.call("sendMessage", chat_id=_SITI_ID, text="Tautan", reply_markup={"inline_keyboard": [[button]]})

    await siti.press("Ajak teman")

    await siti.sees("/start ref_1", side="outgoing")
