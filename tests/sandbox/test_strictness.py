"""Where an easy-going server would say yes, and Telegram does not."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from sandbox import SandboxOptions
from sandbox.simulator import Person, Simulator
from tests.sandbox.conftest import Bot


@pytest.mark.parametrize(
    ("text", "offset", "length", "words"),
    [
        ("halo", 2, 9, "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 4"),
        ("halo", 0, 0, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4"),
        ("😀😀", 1, 2, "entity beginning at UTF-16 offset 1 ends in a middle of a UTF-16 symbol"),
    ],
)
async def test_an_entity_lies_within_the_text_and_cuts_no_character(
    siti: Person, bot: Bot, text: str, offset: int, length: int, words: str
) -> None:
    entities = [{"type": "bold", "offset": offset, "length": length}]
    refusal = await bot.refused("sendMessage", chat_id=siti.user_id, text=text, entities=entities)
    assert refusal == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<pre>a <b>b</b></pre>", ["pre"]),
        ("<code><i>a</i></code>", ["code"]),
        ("<blockquote>a <blockquote>b</blockquote></blockquote>", ["blockquote"]),
        ("<b>a <code>b</code></b>", ["bold", "code"]),
    ],
)
async def test_what_is_marked_inside_of_code_or_a_second_quotation_is_dropped(
    siti: Person, bot: Bot, html: str, kinds: list[str]
) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text=html, parse_mode="HTML")
    assert [entity["type"] for entity in sent["entities"]] == kinds


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (
            {"callback_data": "1", "style": "purple"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
        ({"copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "1", "url": "https://kopi.example/"}, "BUTTON_TYPE_INVALID"),
    ],
)
async def test_a_button_that_telegram_would_not_take(
    siti: Person, bot: Bot, button: dict[str, Any], words: str
) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", **button}]]}
    refusal = await bot.refused("sendMessage", chat_id=siti.user_id, text="?", reply_markup=markup)
    assert refusal == f"Bad Request: {words}"


async def test_a_keyboard_ends_at_a_hundred_buttons(siti: Person, bot: Bot) -> None:
    def markup(count: int) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": str(n), "callback_data": str(n)}] for n in range(count)]}

    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup=markup(100))
    words = await bot.refused("sendMessage", chat_id=siti.user_id, text="?", reply_markup=markup(101))
    assert words == "Bad Request: reply markup is too long"


@pytest.mark.parametrize(("asked", "spoken"), [("request_contact", "phone number"), ("request_location", "location")])
async def test_contact_and_location_are_asked_for_in_private_alone(
    siti: Person, telegram: Simulator, bot: Bot, asked: str, spoken: str
) -> None:
    group = await telegram.group("Keluarga", siti)
    await group.adds_bot()
    markup = {"keyboard": [[{"text": "Bagikan", asked: True}]]}
    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup=markup)
    words = await bot.refused("sendMessage", chat_id=group.chat_id, text="?", reply_markup=markup)
    assert words == f"Bad Request: {spoken} can be requested in private chats only"


async def test_a_reply_in_another_chat_needs_that_chat_and_its_message(siti: Person, bot: Bot) -> None:
    async def reply(**parameters: Any) -> str:
        return await bot.refused("sendMessage", chat_id=siti.user_id, text="a", reply_parameters=parameters)

    assert await reply(message_id=1, chat_id=12345) == "Bad Request: chat not found"
    assert await reply(message_id=99) == "Bad Request: message to be replied not found"
    tolerant = {"message_id": 99, "allow_sending_without_reply": True}
    assert await bot.call("sendMessage", chat_id=siti.user_id, text="a", reply_parameters=tolerant)


async def test_several_messages_are_named_in_rising_order_and_a_hundred_at_most(siti: Person, bot: Bot) -> None:
    for text in ("satu", "dua"):
        await siti.says(text)

    async def refusal(ids: list[int]) -> str:
        source = {"chat_id": siti.user_id, "from_chat_id": siti.user_id}
        return await bot.refused("forwardMessages", message_ids=ids, **source)

    rising = "Bad Request: message identifiers must be in a strictly increasing order"
    assert await refusal([3, 2]) == rising
    assert await refusal([2, 2]) == rising
    assert await refusal(list(range(1, 102))) == "Bad Request: too many message identifiers specified"
    assert await refusal([]) == "Bad Request: message identifiers are not specified"


async def test_copies_of_an_album_are_an_album_without_captions_where_none_are_wanted(siti: Person, bot: Bot) -> None:
    album = await siti.sends_album(count=2, caption="rusak")
    source = {"chat_id": siti.user_id, "from_chat_id": siti.user_id, "message_ids": [part.id for part in album]}

    await bot.call("copyMessages", remove_caption=True, **source)

    copies = [await siti.sees(), await siti.sees()]
    groups = {copy.raw["media_group_id"] for copy in copies}
    assert len(groups) == 1
    assert groups != {album[0].raw["media_group_id"]}
    assert [copy.text for copy in copies] == ["", ""]


async def test_bytes_that_are_no_picture_are_no_photo(siti: Person, bot: Bot) -> None:
    form = aiohttp.FormData({"chat_id": str(siti.user_id)})
    form.add_field("photo", b"bukan gambar", filename="foto.jpg", content_type="image/jpeg")
    async with bot.session.post(f"{bot.url}/bot{bot.token}/sendPhoto", data=form) as response:
        answer = await response.json()
    assert answer["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_an_answer_opens_nothing_but_the_bot_itself(siti: Person, bot: Bot) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "1"}]]}
    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup=markup)
    await siti.presses("Ya")
    query_id = (await bot.updates())[-1]["callback_query"]["id"]
    username = (await bot.call("getMe"))["username"]

    words = await bot.refused("answerCallbackQuery", callback_query_id=query_id, url="https://kopi.example/")

    assert words == "Bad Request: URL_INVALID"
    await bot.call("answerCallbackQuery", callback_query_id=query_id, url=f"https://t.me/{username}?start=a")


async def test_a_menu_for_a_chat_needs_that_chat(siti: Person, bot: Bot) -> None:
    commands = [{"command": "help", "description": "Bantuan"}]

    async def scope(chat_id: int) -> dict[str, Any]:
        return {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}}

    await bot.call("setMyCommands", **await scope(siti.user_id))
    assert await bot.refused("setMyCommands", **await scope(12345)) == "Bad Request: chat not found"
    assert await bot.refused("setChatMenuButton", chat_id=12345) == "Bad Request: chat not found"


@pytest.mark.parametrize("name", ["allow_paid_broadcast", "message_effect_id", "business_connection_id"])
async def test_what_the_sandbox_does_not_play_is_not_passed_over_in_silence(siti: Person, bot: Bot, name: str) -> None:
    value: object = True if name == "allow_paid_broadcast" else "1"
    words = await bot.refused("sendMessage", chat_id=siti.user_id, text="a", **{name: value})
    assert words == f'Bad Request: the sandbox does not play the parameter "{name}" yet'


class TestWithLimits:
    @pytest.fixture
    def options(self, options: SandboxOptions) -> SandboxOptions:
        return replace(options, limits_enabled=True)

    async def test_a_chat_has_one_limit_by_its_number_and_by_its_name(
        self, siti: Person, telegram: Simulator, bot: Bot
    ) -> None:
        group = await telegram.group("Keluarga", siti)
        await group.adds_bot()
        for chat_id in [group.chat_id, "@Keluarga"] * 10:
            await bot.call("sendMessage", chat_id=chat_id, text="a")
        assert (await bot.try_call("sendMessage", chat_id="@Keluarga", text="a"))["error_code"] == 429
