"""What the bot may change of what it has sent, and what not."""

from typing import Any

import pytest

from sandbox.simulator import Person
from tests.sandbox.conftest import Bot

BUTTON = {"text": "Ya", "callback_data": "1"}


async def test_edits_are_refused_for_what_is_gone_the_same_or_not_the_bots(siti: Person, bot: Bot) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="satu")
    mine, hers = {"chat_id": siti.user_id, "message_id": sent["message_id"]}, {"chat_id": siti.user_id, "message_id": 1}

    refusals = [
        await bot.refused("editMessageText", text="satu", **mine),
        await bot.refused("editMessageText", text="dua", **hers),
        await bot.refused("editMessageText", text="dua", chat_id=siti.user_id, message_id=99),
        await bot.refused("editMessageCaption", caption="dua", **mine),
        await bot.refused("editMessageReplyMarkup", **mine),
    ]

    not_modified = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )
    assert refusals == [
        not_modified,
        "Bad Request: message can't be edited",
        "Bad Request: message to edit not found",
        "Bad Request: there is no caption in the message to edit",
        not_modified,
    ]


async def test_an_edit_shows_the_new_words_and_takes_the_buttons_away(siti: Person, bot: Bot) -> None:
    markup = {"inline_keyboard": [[BUTTON]]}
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="satu", reply_markup=markup)
    assert (await siti.sees("satu")).buttons == ["Ya"]

    await bot.call("editMessageText", chat_id=siti.user_id, message_id=sent["message_id"], text="dua")

    edited = await siti.sees("dua")
    assert (edited.id, edited.buttons) == (sent["message_id"], [])


async def test_an_edit_without_words_is_refused(siti: Person, bot: Bot) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="satu")
    mine = {"chat_id": siti.user_id, "message_id": sent["message_id"]}
    assert await bot.refused("editMessageText", **mine) == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    "markup",
    [{"keyboard": [[{"text": "Ya"}]]}, {"remove_keyboard": True}, {"force_reply": True}],
    ids=lambda markup: next(iter(markup)),
)
async def test_what_touched_the_keyboard_of_the_text_field_is_not_edited(
    siti: Person, bot: Bot, markup: dict[str, Any]
) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="satu", reply_markup=markup)
    mine = {"chat_id": siti.user_id, "message_id": sent["message_id"]}
    assert await bot.refused("editMessageText", text="dua", **mine) == "Bad Request: message can't be edited"


async def test_what_has_no_caption_gets_none_by_an_edit(siti: Person, bot: Bot) -> None:
    sent = await bot.call("sendLocation", chat_id=siti.user_id, latitude=-6.2, longitude=106.8)
    mine = {"chat_id": siti.user_id, "message_id": sent["message_id"]}
    words = await bot.refused("editMessageCaption", caption="di sini", **mine)
    assert words == "Bad Request: there is no caption in the message to edit"
