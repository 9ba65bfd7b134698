"""Whatever is written, whoever is there, on however small a screen: it fits, and the keyboard alone reaches it."""

import pytest
from playwright.async_api import Page, expect

from sandbox import RunningSandbox
from tests.browser.screens import Screen
from tests.browser.shop_bot import ShopBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

_SITI_ID = 7000000001
_ODD_WORDS = (
    "A" * 300,
    "مرحبا، طلبي رقم 4411 وصل مكسورًا وأريد استبداله",
    "👨‍👩‍👧‍👦🇮🇩 " + "kata " * 200,
    f"<b>tebal</b>\n<pre>{'baris_kode' * 12}</pre>\n<blockquote>{'kutipan' * 20}</blockquote>",
    f"https://kopi.example/{'a' * 150}",
)
_ODD_BUTTONS = [
    [{"text": str(number), "callback_data": str(number)} for number in range(8)],
    [{"text": "Sangatpanjangtanpaspasi" * 4, "callback_data": "panjang"}],
]

_STICKING_OUT = """() => [...document.querySelectorAll("html, .scroller, .bubble, .inline-keyboard, pre")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 80))"""


async def _started(page: Page) -> Screen:
    siti = Screen(page, "Siti Demo")
    await siti.press("MULAI")
    await siti.sees("Halo")
    return siti


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 568)])
async def test_odd_words_and_buttons_stay_within_their_screen(
    page: Page, bot: ShopBot, width: int, height: int
) -> None:
    siti = await _started(page)
    await page.set_viewport_size({"width": width, "height": height})
    markup = {"inline_keyboard": _ODD_BUTTONS}
    for words in _ODD_WORDS:
        await bot.call("sendMessage", chat_id=_SITI_ID, text=words, parse_mode="HTML", reply_markup=markup)
    await expect(siti.section.get_by_role("button", name="Sangatpanjang")).to_have_count(len(_ODD_WORDS))

    assert await page.evaluate(_STICKING_OUT) == []


async def test_a_long_hint_in_the_text_field_takes_one_line(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)
    field = siti.section.get_by_role("textbox").first
    one_line = await field.evaluate("element => element.scrollHeight")

    hint = "Tulis nomor HP Kakak di sini kalau mau, boleh juga dilewati, atau pakai tombol di bawah ini"
    markup = {"force_reply": True, "input_field_placeholder": hint[:64]}
    await bot.call("sendMessage", chat_id=_SITI_ID, text="Nomor?", reply_markup=markup)

    await expect(field).to_have_attribute("placeholder", hint[:64])
    assert await field.evaluate("element => element.scrollHeight") == one_line


async def test_among_many_people_somebody_new_is_still_at_hand(page: Page, sandbox: RunningSandbox) -> None:
    async def person(number: int) -> None:
        await page.request.post(f"{sandbox.url}/sandbox/users", data={"name": f"Pelanggan Bernama Panjang {number}"})

    for number in range(40):
        await person(number)
    siti = Screen(page, "Siti Demo")
    await siti.press("Siti Demo: ganti orang")
    dialog = page.get_by_role("dialog")

    await expect(dialog.get_by_role("button", name="Buat dan buka")).to_be_in_viewport(ratio=1)
    await dialog.get_by_role("button", name="Pelanggan Bernama Panjang 39").click()

    await expect(page.get_by_role("region", name="Pelanggan Bernama Panjang 39")).to_be_visible()


async def test_a_command_is_chosen_with_the_keyboard_alone(page: Page) -> None:
    siti = await _started(page)
    field = siti.section.get_by_role("textbox").first
    await field.focus()
    await page.keyboard.type("/")
    await page.keyboard.press("ArrowUp")
    await expect(siti.section.get_by_role("button", name="/status")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(field).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")

    await siti.sees("/help", side="outgoing")


async def test_code_and_quotations_stand_without_empty_lines_around_them(page: Page, bot: ShopBot) -> None:
    siti = await _started(page)
    text = "satu\n<pre>dua</pre>\ntiga"
    await bot.call("sendMessage", chat_id=_SITI_ID, text=text, parse_mode="HTML")
    await siti.sees("tiga")
    words = siti.bubbles("incoming").last.locator(".words")

    assert await words.evaluate("element => [...element.childNodes].map((node) => node.textContent)") == [
        "satu",
        "dua",
        "tiga",
    ]
