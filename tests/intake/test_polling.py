"""Long polling: a batch is settled in full before the offset moves, whatever Telegram answers meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.intake.handling import Intake
from bot.intake.polling import ALLOWED_UPDATES, BATCH, Poller
from crm.kernel.errors import DatabaseUnavailableError
from tests.intake.raw import said, update


@dataclass
class Telegram:
    """Answers getUpdates from a list, the last of them for ever; keeps what it was asked."""

    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        status, body = self.answers.pop(0) if self.answers else (200, {"ok": True, "result": []})
        if isinstance(body, bytes):
            return web.Response(status=status, body=body)
        return web.json_response(body, status=status)

    def batch(self, *updates: dict[str, Any]) -> None:
        self.answers.append((200, {"ok": True, "result": list(updates)}))


@dataclass
class Taken:
    """Stands in for the intake: notes what it is given, and fails as it is told."""

    updates: list[tuple[int, bool]] = field(default_factory=list)
    fails: dict[int, list[Exception]] = field(default_factory=dict)

    async def take(self, raw: dict[str, Any], *, more_waiting: bool = False) -> str:
        await asyncio.sleep(0)
        waiting = self.fails.get(raw["update_id"])
        if waiting:
            raise waiting.pop(0)
        self.updates.append((raw["update_id"], more_waiting))
        return "handled"


@dataclass
class Polling:
    telegram: Telegram
    taken: Taken
    poller: Poller
    slept_s: list[float]
    beats: list[int]
    caught_up: asyncio.Event
    moments_s: list[float]

    def clock_tells(self, moments_s: list[float]) -> None:
        """Let the clock tell these moments in turn, and then the last for ever."""
        self.moments_s[:] = moments_s

    async def rounds(self, number: int) -> None:
        left = iter(range(number))
        async with asyncio.timeout(10):
            await self.poller.run(lambda: next(left, None) is not None)


@pytest.fixture
async def polling() -> AsyncIterator[Polling]:
    telegram, taken = Telegram(), Taken()
    slept_s: list[float] = []
    beats: list[int] = []
    caught_up, moments_s = asyncio.Event(), [0.0]

    async def sleep(seconds: float) -> None:
        slept_s.append(seconds)

    app = web.Application()
    app.router.add_post("/bot/getUpdates", telegram.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    async with aiohttp.ClientSession() as http:
        poller = Poller(
            http,
            f"http://127.0.0.1:{address[1]}/bot",
            cast(Intake, taken),
            beat=lambda: beats.append(1),
            caught_up=caught_up,
            sleep=sleep,
            clock=lambda: moments_s.pop(0) if len(moments_s) > 1 else moments_s[0],
            poll_s=5,
        )
        yield Polling(telegram, taken, poller, slept_s, beats, caught_up, moments_s)
    await runner.cleanup()


async def test_the_offset_moves_past_what_was_settled(polling: Polling) -> None:
    polling.telegram.batch(said("a", 11), said("b", 12))
    await polling.rounds(3)
    assert [asked["offset"] for asked in polling.telegram.asked] == [0, 13, 13]
    assert sorted(number for number, _ in polling.taken.updates) == [11, 12]


async def test_reactions_and_blocks_are_asked_for(polling: Polling) -> None:
    await polling.rounds(1)
    assert polling.telegram.asked[0]["allowed_updates"] == ALLOWED_UPDATES
    assert {"message_reaction", "my_chat_member"} <= set(ALLOWED_UPDATES)


async def test_a_database_that_cannot_commit_is_waited_for_and_the_batch_not_acknowledged(polling: Polling) -> None:
    polling.taken.fails[11] = [DatabaseUnavailableError("full")] * 4
    polling.telegram.batch(said("a", 11), said("b", 12, user_id=8))
    await polling.rounds(1)
    assert sorted(polling.taken.updates) == [(11, False), (12, False)]
    assert polling.slept_s == [0.1, 0.2, 0.4, 0.8]
    assert len(polling.telegram.asked) == 1


async def test_what_fails_otherwise_is_not_acknowledged(polling: Polling) -> None:
    polling.taken.fails[11] = [RuntimeError("a fault of ours")]
    polling.telegram.batch(said("a", 11))
    with pytest.raises(ExceptionGroup):
        await polling.rounds(1)
    polling.telegram.batch(said("a", 11))
    await polling.rounds(2)
    assert [asked["offset"] for asked in polling.telegram.asked] == [0, 0, 12]


async def test_the_words_of_one_person_are_taken_in_order_and_told_when_more_wait(polling: Polling) -> None:
    press = update("callback_query", {"id": "1", "from": {"id": 7}}, 13)
    polling.telegram.batch(said("c", 14), said("a", 11), said("b", 12, user_id=8), press)
    await polling.rounds(1)
    assert [taken for taken in polling.taken.updates if taken[0] != 12] == [(11, True), (13, False), (14, False)]
    assert (12, False) in polling.taken.updates


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"ok": False, "description": "Internal"}),
        (502, b"<html>Bad Gateway</html>"),
        (200, b"not json"),
        (200, {"ok": True, "result": {"update_id": 1}}),
        (200, ["surprise"]),
        (409, {"ok": False, "description": "Conflict: terminated by other getUpdates request"}),
    ],
)
async def test_any_other_answer_is_asked_again_after_growing_pauses(polling: Polling, status: int, body: Any) -> None:
    polling.telegram.answers = [(status, body)] * 3
    polling.telegram.batch(said("a", 11))
    await polling.rounds(4)
    assert polling.slept_s == [0.5, 1.0, 2.0]
    assert polling.taken.updates == [(11, False)]


async def test_a_flood_wait_is_kept_within_half_a_minute(polling: Polling) -> None:
    too_many = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 4000}}
    polling.telegram.answers = [(429, too_many)]
    await polling.rounds(2)
    assert polling.slept_s == [30.0]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_is_refused_for_a_while_is_said_once_and_asked_with_again(
    polling: Polling, status: int
) -> None:
    polling.telegram.answers = [(status, {"ok": False, "description": "Unauthorized"})] * 3
    polling.telegram.batch(said("a", 11))
    with capture_logs() as logs:
        await polling.rounds(4)
    assert polling.slept_s == [0.5, 1.0, 2.0]
    assert polling.taken.updates == [(11, False)]
    assert [entry["event"] for entry in logs] == ["telegram_refuses_the_token", "token_accepted"]


NUMBERLESS: list[Any] = [
    {"message": {}},
    {"update_id": "x"},
    {"update_id": True},
    {"update_id": 2**63},
    {"update_id": -1},
    [1],
    2,
]


async def test_updates_without_a_number_are_parked_and_harm_no_other(polling: Polling) -> None:
    polling.telegram.batch(*NUMBERLESS, said("a", 11))
    await polling.rounds(2)
    taken = [number for number, _ in polling.taken.updates]
    assert taken.count(11) == 1
    assert len({number for number in taken if number < 0}) == len(NUMBERLESS)
    assert polling.telegram.asked[1]["offset"] == 12
    assert polling.slept_s == []


async def test_updates_without_a_number_that_come_again_and_again_are_no_busy_loop(polling: Polling) -> None:
    """Nothing can confirm them, so Telegram gives them at once, each time."""
    for _ in range(5):
        polling.telegram.batch({"message": {}})
    polling.telegram.batch({"message": {}}, said("a", 11))
    with capture_logs() as logs:
        await polling.rounds(7)
    assert polling.slept_s == [1.0] * 5
    assert [entry["event"] for entry in logs] == ["updates_without_number"], "said once"
    assert len(polling.taken.updates) == 2, "and parked once"
    assert [asked["offset"] for asked in polling.telegram.asked] == [0] * 6 + [12]


async def test_every_round_is_a_heartbeat(polling: Polling) -> None:
    await polling.rounds(3)
    assert len(polling.beats) == 3


def _full_batch(first: int) -> list[dict[str, Any]]:
    return [said("a", number, user_id=number) for number in range(first, first + BATCH)]


async def test_what_waited_is_taken_without_waiting_for_more_and_only_then_has_it_caught_up(polling: Polling) -> None:
    polling.telegram.batch(*_full_batch(1))
    polling.telegram.batch(*_full_batch(1 + BATCH))
    await polling.rounds(2)
    assert not polling.caught_up.is_set()
    polling.telegram.batch(*_full_batch(1 + 2 * BATCH))
    polling.telegram.batch(said("the last", 1000))
    await polling.rounds(3)
    assert polling.caught_up.is_set()
    assert [asked["timeout"] for asked in polling.telegram.asked] == [0, 0, 0, 0, 5]


async def test_who_cannot_keep_up_goes_on_all_the_same_after_ten_seconds(polling: Polling) -> None:
    for number in range(3):
        polling.telegram.batch(*_full_batch(1 + number * BATCH))
    await polling.rounds(1)
    assert not polling.caught_up.is_set()
    polling.clock_tells([0.0, 5.0, 10.5])
    await polling.rounds(2)
    assert polling.caught_up.is_set()


async def test_an_error_is_no_sign_of_having_caught_up(polling: Polling) -> None:
    polling.telegram.answers = [(500, {"ok": False, "description": "Internal"})]
    await polling.rounds(1)
    assert not polling.caught_up.is_set()
