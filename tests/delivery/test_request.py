"""How far a call came, told from what the wire did, and what was on it."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import orjson
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.answers import NotSent
from bot.delivery.request import PATIENT, AiohttpRequest, Timeouts
from tests.delivery.servers import SILENCE, Answer, Received, Server, accepted, answer, serving

TOKEN = "4411:a-secret-nobody-may-read"  # noqa: S105 - a made-up one, looked for in texts and logs
NOBODY_LISTENS = "http://127.0.0.1:1/bot"
IMPATIENT = Timeouts(read_s=0.05)


@asynccontextmanager
async def calling(
    base_url: str, timeouts: Timeouts = PATIENT, resolver: AbstractResolver | None = None
) -> AsyncIterator[Bot]:
    request = AiohttpRequest(connections=4, timeouts=timeouts, resolver=resolver)
    try:
        yield Bot(TOKEN, base_url=base_url, base_file_url=base_url, request=request)
    finally:
        await request.shutdown()


@asynccontextmanager
async def answered_with(response: Answer | Callable[[Received], Answer]) -> AsyncIterator[tuple[Bot, Server]]:
    respond = response if callable(response) else lambda _: response
    async with serving(respond) as server, calling(server.base_url, IMPATIENT) as bot:
        yield bot, server


async def failure_of(bot: Bot) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(42, "Halo")
    return caught.value


async def test_a_message_arrives_with_its_buttons_and_returns_as_sent() -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Ya ✓", callback_data="y")]])
    async with answered_with(accepted()) as (bot, server):
        message = await bot.send_message(42, "Halo, Kak 👋", parse_mode="HTML", reply_markup=buttons)

    assert message.message_id == 7
    assert server.received[0].target == f"/bot{TOKEN}/sendMessage"
    assert orjson.loads(server.received[0].body) == {
        "chat_id": 42,
        "text": "Halo, Kak 👋",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Ya ✓", "callback_data": "y"}]]},
    }


async def test_a_file_is_uploaded_beside_its_parameters() -> None:
    async with answered_with(accepted()) as (bot, server):
        await bot.send_document(42, b"struk 4411", filename="struk.txt", caption="Ini struknya")

    assert server.received[0].headers["content-type"].startswith("multipart/form-data")
    body = server.received[0].body
    assert b"struk 4411" in body
    assert b'filename="struk.txt"' in body
    assert b"text/plain" in body
    assert b"Ini struknya" in body


async def test_one_connection_serves_call_after_call() -> None:
    async with answered_with(accepted()) as (bot, server):
        for _ in range(5):
            await bot.send_message(42, "Halo")

    assert (len(server.received), server.connections) == (5, 1)


async def test_a_file_is_fetched_whatever_its_bytes_are() -> None:
    content = bytes(range(256))
    async with serving(lambda _: answer(200, content)) as server:
        request = AiohttpRequest()
        assert await request.retrieve(f"{server.base_url}{TOKEN}/file/photo.jpg") == content
        await request.shutdown()


async def test_after_a_shutdown_a_call_opens_a_new_session() -> None:
    async with answered_with(accepted()) as (bot, server):
        await bot.send_message(42, "Halo")
        await bot.request.shutdown()
        await bot.send_message(42, "Halo lagi")

    assert server.connections == 2


async def test_a_refused_connection_is_known_not_to_have_sent() -> None:
    async with calling(NOBODY_LISTENS) as bot:
        assert isinstance(await failure_of(bot), NotSent)


class NoSuchHost(AbstractResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(socket.EAI_NONAME, "Name or service not known")

    async def close(self) -> None:
        pass


async def test_an_unknown_host_is_known_not_to_have_sent() -> None:
    async with calling("http://nowhere.invalid/bot", resolver=NoSuchHost()) as bot:
        assert isinstance(await failure_of(bot), NotSent)


async def test_waiting_in_vain_for_a_connection_is_known_not_to_have_sent() -> None:
    timeouts = Timeouts(pool_s=0.02, connect_s=0.02, read_s=0.2)
    async with serving(lambda _: SILENCE) as server, calling(server.base_url, timeouts) as bot:
        results = await asyncio.gather(*(bot.send_message(n, "Halo") for n in range(5)), return_exceptions=True)

    kinds = [type(result) for result in results]
    assert kinds == [TimedOut] * 4 + [NotSent]  # four connections, and one call that got none
    assert len(server.received) == 4


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (SILENCE, TimedOut),
        (None, NetworkError),
        (b"HTTP/1.1 200 So\r\nContent-Length: 900\r\n\r\n{", TimedOut),
        (b"not HTTP at all\r\n\r\n", NetworkError),
        (answer(200, b"<html>Log in to the hotel's network</html>"), NetworkError),
        (answer(200, b'{"ok":true,"result":{"message_id"'), NetworkError),
        (answer(200, b"[]"), NetworkError),
        (answer(200, {"ok": True}), NetworkError),
        (answer(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}), NetworkError),
        (answer(502, b"<html>Bad Gateway</html>"), NetworkError),
        (answer(599, b""), NetworkError),
    ],
)
async def test_what_went_wrong_after_the_first_byte_leaves_the_outcome_unknown(
    response: Answer, kind: type[NetworkError]
) -> None:
    async with answered_with(response) as (bot, _):
        assert type(await failure_of(bot)) is kind


@pytest.mark.parametrize(
    ("response", "kind", "text"),
    [
        (
            answer(400, {"ok": False, "description": "Bad Request: chat not found"}),
            BadRequest,
            "Chat not found",
        ),
        (
            answer(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
            Forbidden,
            "Forbidden: bot was blocked by the user",
        ),
        (answer(401, {"ok": False, "description": "Unauthorized"}), InvalidToken, "Unauthorized"),
        (answer(404, {"ok": False, "description": "Not Found"}), InvalidToken, "Not Found"),
        (answer(409, {"ok": False, "description": "Conflict: other"}), Conflict, "Conflict: other"),
        (answer(406, {"ok": False, "description": "NOT_ACCEPTABLE"}), BadRequest, "NOT_ACCEPTABLE"),
        (answer(413, b"<html>too large</html>"), BadRequest, "Request Entity Too Large (413)"),
        (answer(402, {"ok": False}), BadRequest, "Payment Required (402)"),
    ],
)
async def test_a_refusal_of_the_bot_api_is_told_in_its_words(response: bytes, kind: type[Exception], text: str) -> None:
    async with answered_with(response) as (bot, _):
        failure = await failure_of(bot)

    assert type(failure) is kind
    assert failure.message == text


@pytest.mark.parametrize(
    "response",
    [
        answer(403, b"<html>blocked by the firewall</html>"),
        answer(404, b"no such page"),
        answer(302, b"", "Location: http://elsewhere.invalid/\r\n"),
    ],
)
async def test_a_refusal_by_something_before_telegram_did_not_send(response: bytes) -> None:
    async with answered_with(response) as (bot, server):
        assert isinstance(await failure_of(bot), NotSent)

    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (answer(429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7200}}), 7200),
        (answer(429, {"ok": False, "parameters": {"retry_after": 0}}), 1),
        (answer(429, b"slow down", "Retry-After: 12\r\n"), 12),
        (answer(429, b"slow down", "Retry-After: Mon, 23 Nov 2026 11:00:00 GMT\r\n"), 1),
        (answer(429, b""), 1),
    ],
)
async def test_too_many_requests_always_says_how_long_to_wait(response: bytes, seconds: int) -> None:
    async with answered_with(response) as (bot, _):
        failure = await failure_of(bot)

    assert isinstance(failure, RetryAfter)
    assert failure.retry_after == timedelta(seconds=seconds)


async def test_a_migrated_group_tells_its_new_chat() -> None:
    moved = {
        "ok": False,
        "description": "Bad Request: group chat was upgraded",
        "parameters": {"migrate_to_chat_id": -1009},
    }
    async with answered_with(answer(400, moved)) as (bot, _):
        failure = await failure_of(bot)

    assert isinstance(failure, ChatMigrated)
    assert failure.new_chat_id == -1009


async def test_parameters_that_json_cannot_hold_are_refused_before_anything_is_sent() -> None:
    async with answered_with(accepted()) as (bot, server):
        with pytest.raises(BadRequest, match="not JSON"):
            await bot.send_message(42, "half an emoji \ud83d")

    assert server.received == []


def quoting_the_path(request: Received) -> bytes:
    return answer(400, {"ok": False, "description": f"Cannot POST {request.target}"})


@pytest.mark.parametrize(
    "response",
    [
        quoting_the_path,
        lambda request: answer(502, request.target.encode()),
        lambda request: answer(200, request.target.encode()),
        lambda request: answer(404, request.target.encode()),
        lambda _: b"not HTTP at all\r\n\r\n",
        lambda _: SILENCE,
        lambda _: None,
    ],
)
async def test_no_failure_tells_the_token(
    response: Callable[[Received], Answer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with answered_with(response) as (bot, _):
        failure = await failure_of(bot)

    assert TOKEN not in "".join(traceback.format_exception(failure)) + caplog.text


@pytest.mark.parametrize("base_url", [NOBODY_LISTENS, "http:///bot", "http://nowhere.invalid/bot"])
async def test_no_failure_to_connect_tells_the_token(base_url: str) -> None:
    async with calling(base_url, resolver=NoSuchHost()) as bot:
        failure = await failure_of(bot)

    assert isinstance(failure, NotSent)
    assert TOKEN not in "".join(traceback.format_exception(failure))


async def test_a_call_may_set_its_own_time() -> None:
    async with serving(lambda _: SILENCE) as server, calling(server.base_url) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(42, "Halo", read_timeout=0.02)
