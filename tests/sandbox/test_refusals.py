"""What Telegram refuses, the sandbox refuses, with Telegram's words."""

from typing import Any

import pytest

from sandbox.simulator import Person, Simulator
from tests.sandbox.conftest import Bot, Clock

BUTTON = {"text": "Ya", "callback_data": "1"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "  \n "}, "Bad Request: text must be non-empty"),
        ({}, "Bad Request: message text is empty"),
        ({"text": "a" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        (
            {"text": "<b>halo", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "é <kak>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "kak" at byte offset 3',
        ),
        (
            {"text": "a</b>", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
        ),
        (
            {"text": "<b>a</i>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ({"text": "a", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "a", "reply_markup": keyboard(text="Ya", callback_data="é" * 33)},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"text": "a", "reply_markup": keyboard(text="Ya")},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "reply_markup": keyboard(text="Ya", url="bukan alamat")},
            "Bad Request: inline keyboard button URL 'bukan alamat' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
        ({"text": "a", "reply_parameters": {"message_id": 1, "quote": "lain"}}, "Bad Request: QUOTE_TEXT_INVALID"),
        ({"text": "a", "message_thread_id": 5}, "Bad Request: message thread not found"),
        ({"text": "a", "disable_web_page_preview": True}, 'Bad Request: unknown parameter "disable_web_page_preview"'),
        ({"text": 5}, 'Bad Request: field "text" must be of type String'),
        ({"text": "a", "message_thread_id": "x"}, 'Bad Request: parameter "message_thread_id" must be a valid Integer'),
        ({"text": "a", "reply_markup": "{"}, "Bad Request: can't parse reply keyboard markup JSON object"),
        ({"text": "a", "reply_markup": []}, "Bad Request: object expected as reply keyboard markup"),
        (
            {"text": "a", "reply_markup": keyboard(**BUTTON, colour="red")},
            'Bad Request: unknown field "colour" of InlineKeyboardButton',
        ),
        ({"text": "a", "reply_markup": keyboard(callback_data="1")}, 'Bad Request: can\'t find field "text"'),
        (
            {"text": "a", "disable_notification": "maybe"},
            'Bad Request: parameter "disable_notification" must be a Boolean',
        ),
    ],
)
async def test_a_message_that_telegram_would_not_take(
    siti: Person, bot: Bot, params: dict[str, Any], words: str
) -> None:
    assert (await bot.refused("sendMessage", chat_id=siti.user_id, **params)).startswith(words)
    assert len(await siti.history()) == 1  # her own /start


async def test_text_is_measured_after_its_markup_is_parsed(siti: Person, bot: Bot) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text=f"<b>{'a' * 4096}</b>", parse_mode="HTML")

    assert len(sent["text"]) == 4096


async def test_a_caption_ends_at_1024(siti: Person, bot: Bot) -> None:
    sent = await siti.sends_photo()
    file_id = sent.raw["photo"][-1]["file_id"]

    await bot.call("sendPhoto", chat_id=siti.user_id, photo=file_id, caption="a" * 1024)
    words = await bot.refused("sendPhoto", chat_id=siti.user_id, photo=file_id, caption="a" * 1025)

    assert words == "Bad Request: message caption is too long"


async def test_a_bot_cannot_write_first(telegram: Simulator, bot: Bot) -> None:
    budi = await telegram.user("Budi Demo")
    assert await bot.refused("sendMessage", chat_id=budi.user_id, text="halo") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", chat_id=12345, text="halo") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", text="halo") == "Bad Request: chat_id is empty"

    await (await telegram.group("Keluarga", budi)).adds_bot()

    words = await bot.refused("sendMessage", chat_id=budi.user_id, text="halo")
    assert words == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_or_left_telegram_gets_nothing(siti: Person, bot: Bot) -> None:
    await siti.blocks()
    assert await bot.refused("sendMessage", chat_id=siti.user_id, text="x") == "Forbidden: bot was blocked by the user"
    assert await bot.refused("sendChatAction", chat_id=siti.user_id, action="typing") == (
        "Forbidden: bot was blocked by the user"
    )

    await siti.deactivates()
    assert await bot.refused("sendMessage", chat_id=siti.user_id, text="x") == "Forbidden: user is deactivated"


async def test_a_pressed_button_can_be_answered_for_150_seconds(siti: Person, bot: Bot, clock: Clock) -> None:
    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup={"inline_keyboard": [[BUTTON]]})
    await siti.presses("Ya")
    query_id = (await bot.updates())[-1]["callback_query"]["id"]
    too_long = await bot.refused("answerCallbackQuery", callback_query_id=query_id, text="a" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    await bot.call("answerCallbackQuery", callback_query_id=query_id)

    clock.pass_s(151)

    words = await bot.refused("answerCallbackQuery", callback_query_id=query_id)
    assert words == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_bot_deletes_its_own_words_within_48_hours(siti: Person, bot: Bot, clock: Clock) -> None:
    for text in ("satu", "dua"):
        await bot.call("sendMessage", chat_id=siti.user_id, text=text)
    await bot.call("deleteMessage", chat_id=siti.user_id, message_id=2)
    gone = await bot.refused("deleteMessage", chat_id=siti.user_id, message_id=2)
    clock.pass_s(48 * 3600 + 1)

    old = await bot.refused("deleteMessage", chat_id=siti.user_id, message_id=3)

    assert gone == "Bad Request: message to delete not found"
    assert old == "Bad Request: message can't be deleted for everyone"
    assert [message.text for message in await siti.history()] == ["/start", "dua"]


async def test_only_an_emoji_that_telegram_knows_is_a_reaction(siti: Person, bot: Bot) -> None:
    def react(*emoji: str) -> dict[str, Any]:
        reaction = [{"type": "emoji", "emoji": e} for e in emoji]
        return {"chat_id": siti.user_id, "message_id": 1, "reaction": reaction}

    assert await bot.call("setMessageReaction", **react("👍"))
    assert await bot.refused("setMessageReaction", **react("🫖")) == "Bad Request: REACTION_INVALID"
    assert await bot.refused("setMessageReaction", **react("👍", "👎")) == "Bad Request: REACTIONS_TOO_MANY"


@pytest.mark.parametrize(
    ("token", "method", "status", "words"),
    [
        ("1:nonsense", "getMe", 401, "Unauthorized"),
        ("nonsense", "getMe", 404, "Not Found"),
        (None, "getEverything", 404, "Not Found: method not found"),
        (None, "sendDice", 404, "Not Found: the sandbox does not play sendDice yet"),
    ],
)
async def test_a_wrong_address(bot: Bot, token: str | None, method: str, status: int, words: str) -> None:
    bot.token = token or bot.token

    answer = await bot.try_call(method)

    assert answer == {"ok": False, "error_code": status, "description": words}


async def test_a_file_that_does_not_exist_is_of_another_kind_or_elsewhere(siti: Person, bot: Bot) -> None:
    voice = (await siti.sends_voice()).raw["voice"]["file_id"]

    async def photo(source: str) -> str:
        return await bot.refused("sendPhoto", chat_id=siti.user_id, photo=source)

    assert await photo(voice) == "Bad Request: can't use file of type Voice as Photo"
    assert await photo("unknown") == "Bad Request: wrong remote file identifier specified"
    assert await photo("https://example.com/a.jpg") == "Bad Request: failed to get HTTP URL content"
    assert await photo("attach://foto") == "Bad Request: there is no file with the attached name in the request"
    assert await bot.refused("sendPhoto", chat_id=siti.user_id) == "Bad Request: there is no photo in the request"


async def test_bytes_that_are_no_json_and_text_that_is_no_text(siti: Person, bot: Bot) -> None:
    for body, words in (
        (b"{", "can't parse JSON object"),
        (b"[1]", "can't parse JSON object"),
        (b'{"chat_id": 1, "text": "\\ud83d"}', "strings must be encoded in UTF-8"),
    ):
        headers = {"Content-Type": "application/json"}
        url = f"{bot.url}/bot{bot.token}/sendMessage"
        async with bot.session.post(url, data=body, headers=headers) as response:
            assert (await response.json())["description"] == f"Bad Request: {words}"


async def test_parameters_come_in_any_of_telegrams_ways(siti: Person, bot: Bot) -> None:
    url = f"{bot.url}/bot{bot.token}/SENDmessage"
    markup = '{"inline_keyboard":[[{"text":"Ya","callback_data":"1"}]]}'
    params = {"chat_id": str(siti.user_id), "text": "halo", "disable_notification": "True", "reply_markup": markup}

    async with bot.session.get(url, params=params) as by_query, bot.session.post(url, data=params) as by_form:
        answers = [await by_query.json(), await by_form.json()]

    assert [answer["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] for answer in answers] == ["Ya", "Ya"]
