"""The methods of the Bot API that a bot under load calls."""

import asyncio
from collections.abc import Callable
from typing import Final

import orjson

from benchmarks.stub.feed import MOST_UPDATES, Feed
from benchmarks.stub.http import Answer, Request
from benchmarks.stub.loads import Journey
from benchmarks.stub.measurement import Measurement
from benchmarks.stub.parameters import parameters

FIRST_MESSAGE_ID: Final = 500_000_001

_BOT: Final = b'{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
_PLAIN_ANSWERS: Final = {
    b"getMe": b'{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false,"has_main_web_app":false}',
    b"getWebhookInfo": b'{"url":"","has_custom_certificate":false,"pending_update_count":0}',
    b"getMyCommands": b"[]",
    b"getMyName": b'{"name":"Bench"}',
    b"getMyDescription": b'{"description":""}',
    b"getMyShortDescription": b'{"short_description":""}',
}
_TRUE: Final = b"true"
_TOO_MANY: Final = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)


class BotApi:
    """Answers calls, and writes down in the measurement what they mean. A method it does not know is simply true."""

    def __init__(self, feed: Feed, measurement: Measurement, unix_time_s: Callable[[], float]) -> None:
        self._feed = feed
        self._unix_time_s = unix_time_s
        self._next_message_id = FIRST_MESSAGE_ID
        self.measurement = measurement
        self.first_poll_at_s: float | None = None

    def handle(self, request: Request, answer: Answer) -> None:
        """Answer one call, after the round trip that the load asks for."""
        method = request.path.rpartition(b"/")[2]
        answer = self._delayed(answer)
        if method == b"sendMessage":
            self._send_message(request.body, answer)
        elif method == b"getUpdates":
            self._get_updates(request.body, answer)
        else:
            answer(200, _ok(_PLAIN_ANSWERS.get(method, _TRUE)))

    def _delayed(self, answer: Answer) -> Answer:
        delay_s = self.measurement.round_trip_s
        if delay_s <= 0:
            return answer

        def later(status: int, body: bytes) -> None:
            asyncio.get_running_loop().call_later(delay_s, answer, status, body)

        return later

    def _send_message(self, body: bytes, answer: Answer) -> None:
        call = parameters(body)
        chat_id = int(call["chat_id"])
        if self.measurement.message(chat_id):
            answer(200, _ok(self._message(chat_id, call["text"])))
        else:
            answer(429, _TOO_MANY)

    def _message(self, chat_id: int, text: str) -> bytes:
        self._next_message_id += 1
        return (
            b'{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Customer","type":"private"},"date":%d,"text":%b}'
            % (
                self._next_message_id,
                _BOT,
                chat_id,
                int(self._unix_time_s()),
                orjson.dumps(text),
            )
        )

    def _get_updates(self, body: bytes, answer: Answer) -> None:
        if self.first_poll_at_s is None:
            self.first_poll_at_s = self.measurement.clock()
        call = parameters(body)

        def deliver(journeys: list[Journey]) -> None:
            self.measurement.hand(journeys)
            answer(200, _ok(b"[%b]" % b",".join([journey.rendered for journey in journeys])))

        self._feed.ask(
            offset=int(call.get("offset", 0)),
            limit=int(call.get("limit", MOST_UPDATES)),
            timeout_s=float(call.get("timeout", 0)),
            deliver=deliver,
        )


def _ok(result: bytes) -> bytes:
    return b'{"ok":true,"result":%b}' % result
