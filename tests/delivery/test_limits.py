"""The limiter on virtual time, before a server that counts and forgives nothing."""

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.limits import Limiter, Permit, counts
from bot.delivery.waiting import Limits
from bot.delivery.windows import Bursts
from crm.history import Priority
from tests.delivery.lines import GROUP, Line, limiter_of, most_within, refused_by_telegram, reply_to, send, send_album
from tests.delivery.virtual_time import run_virtually, virtual_now


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_telegram_never_refuses_a_call_whatever_the_line_does(data: st.DataObject) -> None:
    stall_s = st.sampled_from([0.0] * 9 + [0.3])  # a new connection, or a server that was busy
    messages = st.sampled_from([1] * 6 + [2, 10])  # an album counts as what it holds
    chats = st.sampled_from([*range(1, 40), GROUP])
    calls = data.draw(st.lists(st.tuples(st.sampled_from(Priority), chats, messages), min_size=40, max_size=150))
    base_s = data.draw(st.sampled_from([0.0, 0.05]))
    rng = data.draw(st.randoms(use_true_random=False))
    jitter = data.draw(st.lists(st.floats(0, 0.005), min_size=20, max_size=20))
    stalls = data.draw(st.lists(stall_s, min_size=20, max_size=20))
    line = Line(lambda: base_s + rng.choice(jitter) + rng.choice(stalls), lambda: base_s + rng.choice(jitter))

    async def story() -> None:
        limiter = limiter_of()
        await asyncio.gather(*(send_album(limiter, line, Permit(p, chat), count) for p, chat, count in calls))

    run_virtually(story())

    assert len(line.counted) == len(calls)
    assert refused_by_telegram(line) == []


def test_an_album_is_paid_for_by_what_comes_after_it() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        await send_album(limiter, line, reply_to(1), 10)
        await send_album(limiter, line, reply_to(GROUP), 10)
        await asyncio.gather(*(send(limiter, line, reply_to(chat), 1) for chat in (1, *[GROUP] * 11)))

    run_virtually(story())

    assert line.times(1) == [0, pytest.approx(8 * 1.015)]
    assert line.times(GROUP)[-2:] == [0, pytest.approx(60.015)]


@pytest.mark.parametrize("one_way_s", [0.0, 0.025])
@pytest.mark.parametrize("priority", [Priority.REPLY, Priority.MARKETING])
def test_a_saturated_minute_reaches_29_a_second_without_one_too_many(priority: Priority, one_way_s: float) -> None:
    rng = random.Random(7)  # noqa: S311 - jitter, not a secret
    line = Line(lambda: one_way_s + rng.uniform(0, 0.004), lambda: one_way_s + rng.uniform(0, 0.004))

    async def takes_as_long_as_a_commit() -> None:
        await asyncio.sleep(rng.uniform(0.001, 0.005))

    async def story() -> None:
        limiter = limiter_of()
        permits = [Permit(priority, chat, takes_as_long_as_a_commit) for chat in range(2000)]
        await asyncio.gather(*(send(limiter, line, permit) for permit in permits))

    run_virtually(story())

    a_minute = sum(5 <= at < 65 for at in line.times())
    assert 29 * 60 <= a_minute <= 30 * 60
    assert most_within(1.0, line.times()) <= 30


@pytest.mark.parametrize("after_a_restart", [False, True])
@pytest.mark.parametrize("pauses_s", [[], [1.0], [40.0, 40.0], [0.3] * 12, [4.0, 40.0]])
def test_connections_that_open_slowly_never_make_it_too_many(pauses_s: list[float], after_a_restart: bool) -> None:
    """A connection is opened where all are in use, or closed by now; the call on it arrives 0.55 s late."""
    idle: list[float] = []

    def there_s() -> float:
        is_open = bool(idle) and idle.pop() > virtual_now() - 30
        return 0.005 if is_open else 0.55

    line = Line(there_s, lambda: 0.005)

    async def calls(limiter: Limiter, count: int, first: int) -> None:
        async def one(chat: int) -> None:
            await send(limiter, line, reply_to(chat), 1)
            idle.append(virtual_now())

        await asyncio.gather(*(one(chat) for chat in range(first, first + count)))

    async def story() -> None:
        limiter = limiter_of()
        if after_a_restart:
            limiter.start_empty()
        for number, pause_s in enumerate(pauses_s, start=1):
            await calls(limiter, 1, -number)
            await asyncio.sleep(pause_s)
        await calls(limiter, 200, 1)
        await asyncio.sleep(40)
        await calls(limiter, 200, 1)

    run_virtually(story())

    assert most_within(1.0, line.times()) <= 30


def test_a_private_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        await asyncio.gather(*(send(limiter, line, reply_to(1), 1) for _ in range(30)))

    run_virtually(story())

    assert line.times()[:4] == [0, 0, 0, pytest.approx(1.015)]
    assert line.times()[-1] == pytest.approx(27 * 1.015)
    assert refused_by_telegram(line) == []


def test_a_rest_earns_a_burst_and_not_more() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        for _ in range(2):
            await asyncio.sleep(3600)
            await asyncio.gather(*(send(limiter, line, reply_to(1), 1) for _ in range(4)))

    run_virtually(story())

    assert [at % 3600 for at in line.times()] == pytest.approx([0, 0, 0, 1.015, 1.015, 1.015, 1.015, 2.03])


@pytest.mark.parametrize(
    ("endpoint", "counted"),
    [
        ("sendMessage", True),
        ("sendMediaGroup", True),
        ("editMessageText", True),
        ("copyMessage", True),
        ("createForumTopic", True),
        ("setMessageReaction", True),
        ("sendChatAction", False),
        ("answerCallbackQuery", False),
        ("getFile", False),
        ("getMe", False),
        ("setMyCommands", False),
        ("deleteMessage", False),
    ],
)
def test_only_what_makes_or_changes_messages_waits(endpoint: str, counted: bool) -> None:
    line = Line()

    async def story() -> float:
        limiter = limiter_of(Limits(private_chat=Bursts(1, 5.0)))
        await send(limiter, line, reply_to(1))
        await send(limiter, line, reply_to(1), endpoint=endpoint)
        return virtual_now()

    waited_s = run_virtually(story())

    assert (waited_s > 0) is counted is counts(endpoint)
