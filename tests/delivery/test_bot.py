"""A text is sent as python-telegram-bot itself would send it, and only the number of its message is read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import Forbidden, NetworkError, RetryAfter

from bot.delivery.bot import SendingBot
from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.request import AiohttpRequest
from crm.history import Priority
from tests.delivery.servers import Answer, Server, accepted, answer, serving

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="y")]])


async def allowed() -> None:
    pass


async def forbidden() -> None:
    raise Withheld("channel_closed")


@asynccontextmanager
async def sending(response: Answer) -> AsyncIterator[tuple[SendingBot, Server]]:
    async with serving(lambda _: response) as server:
        bot = SendingBot("1:a", base_url=server.base_url, request=AiohttpRequest(), rate_limiter=Limiter())
        yield bot, server
        await bot.request.shutdown()


async def send(bot: SendingBot, permit: Permit | None = None) -> int:
    return await bot.send_words(
        42,
        "<b>Halo</b>",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        message_thread_id=None,
        reply_parameters=ReplyParameters(7, allow_sending_without_reply=True),
        reply_markup=BUTTONS,
        rate_limit_args=permit or Permit(Priority.REPLY, 42, allowed),
    )


async def test_it_says_on_the_wire_what_the_librarys_own_method_says() -> None:
    async with sending(accepted()) as (bot, server):
        number = await send(bot)
        message = await bot.send_message(
            42,
            "<b>Halo</b>",
            parse_mode="HTML",
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=ReplyParameters(7, allow_sending_without_reply=True),
            reply_markup=BUTTONS,
        )
    ours, theirs = server.received
    assert number == message.message_id
    assert ours.target == theirs.target
    assert orjson.loads(ours.body) == orjson.loads(theirs.body)


async def test_it_passes_the_limiter_and_can_be_stopped_there() -> None:
    async with sending(accepted()) as (bot, server):
        with pytest.raises(Withheld):
            await send(bot, Permit(Priority.REPLY, 42, forbidden))
    assert server.received == []


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (
            answer(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}),
            Forbidden,
        ),
        (answer(429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 9}}), RetryAfter),
        (answer(502, b"<html>"), NetworkError),
    ],
)
async def test_a_refusal_is_the_same_error(response: Answer, error: type[Exception]) -> None:
    async with sending(response) as (bot, _):
        with pytest.raises(error):
            await send(bot)


@pytest.mark.parametrize("result", [True, [], {}, {"message_id": "5"}])
async def test_an_answer_without_a_message_leaves_open_whether_it_was_sent(result: object) -> None:
    async with sending(answer(200, {"ok": True, "result": result})) as (bot, _):
        with pytest.raises(NetworkError, match="no message"):
            await send(bot)
