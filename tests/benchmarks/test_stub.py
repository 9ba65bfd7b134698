"""The stub hands out, takes answers and times them as Telegram would, for whichever client."""

from dataclasses import dataclass, field

import orjson
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from benchmarks.stub.control import Control
from benchmarks.stub.http import HttpConnection, Request
from benchmarks.stub.limits import ALL_CHATS_PER_S, CHAT_BURST, Limits
from benchmarks.stub.loads import FIRST_CHAT_ID, LoadPlan
from benchmarks.stub.parameters import parameters
from benchmarks.stub_process import Stub, running_stub

TOKEN = "42:AAHbenchmarkbenchmarkbenchmarkbenchmark"  # noqa: S105 - the stub takes any
SITI = FIRST_CHAT_ID
BUDI = FIRST_CHAT_ID + 1


@dataclass
class Caller:
    """Calls the stub without a network, at a time that stands still until it is moved."""

    now_s: float = 1000.0
    answers: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.control = Control(clock=lambda: self.now_s, unix_time_s=lambda: 1_800_000_000.0)

    def call(self, path: str, body: object = None) -> object:
        encoded = b"" if body is None else orjson.dumps(body)
        self.control.handle(Request(path.encode(), encoded), lambda status, body: self.answers.append((status, body)))
        return orjson.loads(self.answers[-1][1])

    def play(self, **plan: object) -> None:
        self.call("/control/load", {"texts": ["Where is my order?"], "updates": 2, "chats": 2, **plan})

    def updates(self, **asked: int) -> list[dict[str, object]]:
        answer = self.call("/bot/getUpdates", asked)
        assert isinstance(answer, dict)
        return list(answer["result"])

    def send(self, chat_id: int) -> int:
        self.call("/bot/sendMessage", {"chat_id": chat_id, "text": "Tomorrow."})
        return self.answers[-1][0]


def results(caller: Caller) -> dict[str, object]:
    seen = caller.call("/control/results")
    assert isinstance(seen, dict)
    return seen


def answered_at_s(caller: Caller) -> list[object]:
    journeys = results(caller)["journeys"]
    assert isinstance(journeys, list)
    return [journey[3] for journey in journeys]


def test_updates_are_handed_out_again_until_a_higher_offset_confirms_them() -> None:
    caller = Caller()
    caller.play(updates=3)

    first = caller.updates(limit=2)

    assert caller.updates(limit=2) == first
    last_id = first[-1]["update_id"]
    assert isinstance(last_id, int)
    assert [update["update_id"] for update in caller.updates(offset=last_id + 1)] == [last_id + 1]


def test_a_batch_is_never_larger_than_telegrams() -> None:
    caller = Caller()
    caller.play(updates=150)
    assert len(caller.updates()) == 100


def test_an_answer_counts_for_the_oldest_update_of_its_chat_only() -> None:
    caller = Caller()
    caller.play(updates=3)  # Siti, Budi, and Siti again
    caller.updates()

    caller.now_s = 1001.0
    caller.send(SITI)

    assert answered_at_s(caller) == [1001.0, None, None]


def test_a_message_that_nobody_waits_for_is_counted_as_such() -> None:
    caller = Caller()
    caller.play(updates=1)
    caller.updates()
    for _ in range(3):
        caller.send(SITI)
    assert results(caller)["unasked"] == 2


def test_an_update_handed_out_again_keeps_its_first_moment() -> None:
    caller = Caller()
    caller.play(updates=1)
    caller.updates()
    caller.now_s = 1005.0
    caller.updates()
    assert results(caller)["journeys"] == [[SITI, 1000.0, 1000.0, None]]


def test_without_limits_everything_is_accepted() -> None:
    caller = Caller()
    caller.play()
    assert {caller.send(SITI) for _ in range(100)} == {200}


def test_with_limits_a_refusal_says_when_to_come_back_and_is_counted() -> None:
    caller = Caller()
    caller.play(limits=True)
    statuses = [caller.send(SITI) for _ in range(int(CHAT_BURST) + 1)]
    assert statuses == [200] * int(CHAT_BURST) + [429]
    assert orjson.loads(caller.answers[-1][1])["parameters"] == {"retry_after": 1}
    assert results(caller)["refused_at_s"] == [1000.0]


def test_what_one_load_sent_counts_against_the_limits_of_the_next() -> None:
    caller = Caller()
    caller.play(limits=True)
    assert {caller.send(SITI) for _ in range(int(CHAT_BURST))} == {200}
    caller.play(limits=True)
    assert caller.send(SITI) == 429


def test_no_second_holds_more_than_thirty_messages() -> None:
    limits = Limits()
    allowed = [limits.allow(chat_id, 0.5) for chat_id in range(ALL_CHATS_PER_S + 1)]
    assert allowed == [True] * ALL_CHATS_PER_S + [False]
    assert not limits.allow(999, 1.499)
    assert limits.allow(999, 1.5)


def test_one_chat_gets_one_a_second_after_its_burst() -> None:
    limits = Limits()
    assert all(limits.allow(SITI, 0.0) for _ in range(int(CHAT_BURST)))
    assert not limits.allow(SITI, 0.9)
    assert limits.allow(BUDI, 0.9)
    assert limits.allow(SITI, 1.0)


@pytest.mark.parametrize(
    "body",
    [
        b'{"chat_id":7,"text":"a & b"}',
        b"chat_id=7&text=a+%26+b",
        b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n'
        b'--x\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="text"\r\n\r\na & b\r\n--x--\r\n',
    ],
    ids=["json", "urlencoded", "multipart"],
)
def test_parameters_are_understood_however_they_are_written(body: bytes) -> None:
    assert parameters(body) == {"chat_id": "7", "text": "a & b"}


def test_requests_are_found_wherever_the_network_cuts_them() -> None:
    wire = b"POST /bot/a HTTP/1.1\r\ncontent-length: 3\r\n\r\nx=1GET /bot/b?y=2 HTTP/1.1\r\n\r\n"
    for cut in range(len(wire)):
        found: list[Request] = []
        connection = HttpConnection(lambda request, answer, found=found: found.append(request))  # type: ignore[misc] # the default binds this round's list
        connection.data_received(wire[:cut])
        connection.data_received(wire[cut:])
        assert found == [Request(b"/bot/a", b"x=1"), Request(b"/bot/b", b"y=2")]


async def test_aiogram_and_python_telegram_bot_both_take_its_answers() -> None:
    with running_stub() as stub:
        stub.play(LoadPlan(texts=["Where is my order?"], updates=2, chats=2))
        await answer_with_aiogram(stub)
        await answer_with_python_telegram_bot(stub)

        seen = stub.results()

    assert [journey.answered_at_s is not None for journey in seen.journeys] == [True, True]
    assert seen.unasked == 0


async def answer_with_aiogram(stub: Stub) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(stub.address))
    async with Bot(TOKEN, session=session) as bot:
        assert (await bot.get_me()).username == "bench_bot"
        updates = await bot.get_updates()
        assert [update.message.text for update in updates if update.message] == ["Where is my order?"] * 2
        sent = await bot.send_message(SITI, "Tomorrow & <soon>")
        assert (sent.chat.id, sent.text) == (SITI, "Tomorrow & <soon>")


async def answer_with_python_telegram_bot(stub: Stub) -> None:
    async with ExtBot(TOKEN, base_url=f"{stub.address}/bot") as bot:
        sent = await bot.send_message(BUDI, "Tomorrow & <soon>")
        assert (sent.chat.id, sent.text) == (BUDI, "Tomorrow & <soon>")


async def test_a_client_learns_of_a_limit_as_from_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # it warns of what it will do otherwise
    with running_stub() as stub:
        stub.observe(limits=True)
        async with ExtBot(TOKEN, base_url=f"{stub.address}/bot") as bot:
            with pytest.raises(RetryAfter):
                await send_many(bot)
        assert stub.progress().refused == 1


async def send_many(bot: ExtBot[None]) -> None:
    for _ in range(100):
        await bot.send_message(SITI, "Tomorrow.")
