"""The limiter on virtual time, before a server that counts every sliding second and forgives nothing."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.delivery.limits import Limiter, Permit, Withheld, counts
from bot.delivery.outcomes import Scope
from bot.delivery.request import AiohttpRequest
from bot.delivery.waiting import ChatKey, Limits
from bot.delivery.windows import Rate
from crm.history import Priority
from tests.delivery.servers import accepted, serving
from tests.delivery.virtual_time import run_virtually, virtual_now

GROUP = -1001


@dataclass
class Line:
    """A server at the end of a line, and when it counted each call."""

    there_s: Callable[[], float] = lambda: 0.0
    back_s: Callable[[], float] = lambda: 0.0
    counted: list[tuple[float, ChatKey, Any]] = field(default_factory=list)

    async def call(self, chat: ChatKey, what: object) -> bool:
        await asyncio.sleep(self.there_s())
        self.counted.append((virtual_now(), chat, what))
        await asyncio.sleep(self.back_s())
        return True

    def times(self, chat: ChatKey | None = None) -> list[float]:
        return [at for at, key, _ in self.counted if chat in (None, key)]

    def order(self, chat: ChatKey | None = None) -> list[Any]:
        return [what for _, key, what in self.counted if chat in (None, key)]


def most_within(period_s: float, times: Sequence[float]) -> int:
    """Return the largest number of calls that a server could count within any such period."""
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= period_s:
            first += 1
        most = max(most, last - first + 1)
    return most


def limiter_of(limits: Limits | None = None) -> Limiter:
    return Limiter(limits, clock=asyncio.get_running_loop().time)


async def send(
    limiter: Limiter, line: Line, permit: Permit, what: object = None, endpoint: str = "sendMessage"
) -> object:
    return await limiter.process_request(line.call, (permit.chat, what), {}, endpoint, {}, permit)


def reply_to(chat: ChatKey) -> Permit:
    return Permit(Priority.REPLY, chat)


async def forbidden() -> None:
    raise Withheld("stopped")


# What Telegram counts


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_server_ever_counts_a_call_too_many(data: st.DataObject) -> None:
    jitter_s = st.floats(0, 0.005)
    stall_s = st.sampled_from([0.0] * 9 + [0.3])  # a new connection, or a server that was busy
    calls = data.draw(
        st.lists(
            st.tuples(st.sampled_from(Priority), st.sampled_from([*range(1, 60), GROUP])), min_size=40, max_size=150
        )
    )
    base_s = data.draw(st.sampled_from([0.0, 0.05]))
    rng = data.draw(st.randoms(use_true_random=False))
    jitter = data.draw(st.lists(jitter_s, min_size=20, max_size=20))
    stalls = data.draw(st.lists(stall_s, min_size=20, max_size=20))
    line = Line(lambda: base_s + rng.choice(jitter) + rng.choice(stalls), lambda: base_s + rng.choice(jitter))

    async def story() -> None:
        limiter = limiter_of()
        await asyncio.gather(*(send(limiter, line, Permit(priority, chat)) for priority, chat in calls))

    run_virtually(story())

    assert len(line.counted) == len(calls)
    assert most_within(1.0, line.times()) <= 30
    assert most_within(60.0, line.times(GROUP)) <= 20
    assert max(most_within(3.0, line.times(chat)) for chat in range(1, 60)) <= 3


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


def test_a_private_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        await asyncio.gather(*(send(limiter, line, reply_to(1)) for _ in range(30)))

    run_virtually(story())

    assert line.times()[2] == 0
    assert 27 <= line.times()[-1] < 28


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
        limiter = limiter_of(Limits(private_chat=Rate(1, 5.0)))
        await send(limiter, line, reply_to(1))
        await send(limiter, line, reply_to(1), endpoint=endpoint)
        return virtual_now()

    waited_s = run_virtually(story())

    assert (waited_s > 0) is counted is counts(endpoint)


# Who goes first


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.sampled_from(Priority), st.integers(1, 6)),  # tenths of a second, who, to whom
        min_size=2,
        max_size=60,
    )
)
def test_each_chat_gets_its_messages_in_order_and_marketing_after_them(
    arriving: list[tuple[int, Priority, int]],
) -> None:
    line = Line()
    numbers = count()

    async def story() -> None:
        limiter = limiter_of(Limits(everything=Rate(3, 1.0)))

        async def arrive(after_s: float, permit: Permit) -> None:
            await asyncio.sleep(after_s)
            await send(limiter, line, permit, (permit.priority is Priority.MARKETING, next(numbers), virtual_now()))

        await asyncio.gather(*(arrive(tenths / 10, Permit(priority, chat)) for tenths, priority, chat in arriving))

    run_virtually(story())

    assert len(line.counted) == len(arriving)
    for chat in range(1, 7):
        left = list(zip(line.order(chat), line.times(chat), strict=True))
        for ((marketing, number, _), at), ((next_marketing, next_number, next_came_at), _) in pairwise(left):
            in_order = number < next_number
            assert in_order if marketing == next_marketing else in_order or next_marketing or next_came_at >= at


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(Priority), min_size=2, max_size=80))
def test_the_most_urgent_leave_first_and_among_equals_the_first_come(priorities: list[Priority]) -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        limiter.start_empty()
        permits = [Permit(priority, chat) for chat, priority in enumerate(priorities)]
        await asyncio.gather(*(send(limiter, line, p, (p.priority, p.chat)) for p in permits))

    run_virtually(story())

    assert line.order() == sorted((priority, chat) for chat, priority in enumerate(priorities))


def test_an_agent_lifts_what_was_queued_before_in_the_same_chat() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of(Limits(everything=Rate(1, 1.0)))
        limiter.start_empty()
        queued = [
            (Permit(Priority.REPLY, 1), "another chat"),
            (Permit(Priority.SERVICE, 2), "notice"),
            (Permit(Priority.AGENT, 2), "agent"),
        ]
        await asyncio.gather(*(send(limiter, line, permit, what) for permit, what in queued))

    run_virtually(story())

    assert line.order() == ["notice", "agent", "another chat"]


def test_a_reply_waits_a_moment_behind_any_amount_of_marketing() -> None:
    line = Line(lambda: 0.02, lambda: 0.02)
    waited_s: list[float] = []

    async def story() -> None:
        limiter = limiter_of()
        campaign = asyncio.gather(*(send(limiter, line, Permit(Priority.MARKETING, n)) for n in range(1000)))
        for n in range(100):
            await asyncio.sleep(0.2)
            asked_at = virtual_now()
            await send(limiter, line, reply_to(5000 + n))
            waited_s.append(virtual_now() - asked_at - 0.04)
        campaign.cancel()
        await asyncio.gather(campaign, return_exceptions=True)

    run_virtually(story())

    assert max(waited_s) < 0.08


# Pauses


def test_a_paused_chat_waits_for_hours_and_holds_back_nobody() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        limiter.pause_chat(1, 7200)
        paused = [asyncio.create_task(send(limiter, line, reply_to(1), "paused")) for _ in range(40)]
        await asyncio.gather(*(send(limiter, line, reply_to(chat), "other") for chat in range(2, 32)))
        assert virtual_now() == 0
        await asyncio.gather(*paused)

    run_virtually(story())

    assert line.order() == ["other"] * 30 + ["paused"] * 40
    assert line.times(1)[0] == pytest.approx(7200)


def test_a_pause_of_everything_holds_what_counts_and_lets_it_go_in_order() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        limiter.pause(3600)
        limiter.pause(1)  # a shorter one does not end it
        counted = [asyncio.create_task(send(limiter, line, reply_to(chat), chat)) for chat in range(10)]
        await send(limiter, line, reply_to(99), "typing", endpoint="sendChatAction")
        assert virtual_now() == 0
        await asyncio.gather(*counted)

    run_virtually(story())

    assert line.order() == ["typing", *range(10)]
    assert line.times()[1] == pytest.approx(3600)


def test_a_flood_in_a_second_chat_means_everything() -> None:
    async def story() -> list[Scope]:
        limiter = limiter_of()

        async def flooded(chat: ChatKey, what: object) -> bool:
            raise RetryAfter(5)

        scopes = []
        for chat, after_s in ((1, 0), (2, 1), (3, 60)):
            await asyncio.sleep(after_s)
            with pytest.raises(RetryAfter):
                await limiter.process_request(flooded, (chat, None), {}, "sendMessage", {}, reply_to(chat))
            scopes.append(limiter.flood_scope(chat))
        return scopes

    assert run_virtually(story()) == [Scope.CHAT, Scope.EVERYTHING, Scope.CHAT]


# The last look before a call


def test_the_last_look_comes_when_the_slot_is_there_and_the_call_right_after_it() -> None:
    line = Line()
    looked_at: list[float] = []

    async def look() -> None:
        looked_at.append(virtual_now())

    async def story() -> None:
        limiter = limiter_of(Limits(everything=Rate(1, 1.0), margin_s=0.0))
        await asyncio.gather(*(send(limiter, line, Permit(Priority.REPLY, chat, look)) for chat in range(5)))

    run_virtually(story())

    assert looked_at == line.times()
    assert looked_at[-1] >= 4


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendChatAction"])
@pytest.mark.parametrize("enabled", [True, False])
async def test_what_is_withheld_is_not_called(endpoint: str, enabled: bool) -> None:
    line = Line()
    with pytest.raises(Withheld, match="stopped"):
        await send(Limiter(enabled=enabled), line, Permit(Priority.REPLY, 1, forbidden), endpoint=endpoint)
    assert line.counted == []


def test_what_is_withheld_gives_its_slot_back() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        stopped = (send(limiter, line, Permit(Priority.MARKETING, 1, forbidden)) for _ in range(500))
        results = await asyncio.gather(*stopped, return_exceptions=True)
        assert all(isinstance(result, Withheld) for result in results)
        await asyncio.gather(*(send(limiter, line, reply_to(chat)) for chat in range(30)))
        assert virtual_now() == 0
        await send(limiter, line, Permit(Priority.MARKETING, 77))

    run_virtually(story())

    assert len(line.counted) == 31
    assert line.times()[-1] == pytest.approx(1.015)


# Cancellation and shutting down


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(Priority), st.integers(1, 8), st.none() | st.floats(0, 3)), min_size=1, max_size=60
    )
)
def test_a_cancelled_call_leaves_no_trace(calls: list[tuple[Priority, int, float | None]]) -> None:
    line = Line(lambda: 0.01, lambda: 0.01)

    async def slow_look() -> None:
        await asyncio.sleep(0.01)

    limits = Limits(everything=Rate(4, 1.0))

    async def story() -> None:
        limiter = limiter_of(limits)
        tasks = [asyncio.create_task(send(limiter, line, Permit(p, chat, slow_look))) for p, chat, _ in calls]
        for task, (*_, cancel_after_s) in zip(tasks, calls, strict=True):
            if cancel_after_s is not None:
                asyncio.get_running_loop().call_later(cancel_after_s, task.cancel)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(
            result is True or (isinstance(result, asyncio.CancelledError) and cancel_after_s is not None)
            for result, (*_, cancel_after_s) in zip(results, calls, strict=True)
        )
        await asyncio.sleep(60)
        assert [limiter.free_slots(p) for p in Priority] == [limiter_of(limits).free_slots(p) for p in Priority]
        assert all(limiter.would_wait_s(chat, p) == 0 for chat in range(9) for p in Priority)

    run_virtually(story())


def test_a_call_cancelled_in_the_instant_of_its_grant_passes_the_slot_on() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of(Limits(everything=Rate(1, 1.0), margin_s=0.0))
        await send(limiter, line, reply_to(0))
        first = asyncio.create_task(send(limiter, line, reply_to(1), "cancelled"))
        second = asyncio.create_task(send(limiter, line, reply_to(2), "next"))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_at(1.0, first.cancel)
        await second
        assert first.cancelled()

    run_virtually(story())

    assert line.order() == [None, "next"]
    assert line.times()[-1] == pytest.approx(1.0)


def test_shutting_down_withholds_what_waits_and_lets_what_left_end() -> None:
    line = Line(lambda: 0.5, lambda: 0.5)

    async def story() -> list[object]:
        limiter = limiter_of(Limits(everything=Rate(1, 1.0)))
        tasks = [asyncio.create_task(send(limiter, line, reply_to(chat))) for chat in range(3)]
        await asyncio.sleep(0.1)
        await limiter.shutdown()
        return await asyncio.gather(*tasks, return_exceptions=True)

    left, *waiting = run_virtually(story())

    assert left is True
    assert [type(result) for result in waiting] == [Withheld, Withheld]
    assert len(line.counted) == 1


# What the sender asks before it claims


def test_the_sender_learns_how_much_can_leave_now() -> None:
    async def story() -> None:
        limiter, line = limiter_of(), Line()
        assert limiter.free_slots(Priority.REPLY) == 30
        await asyncio.gather(*(send(limiter, line, reply_to(chat)) for chat in range(28)))
        assert limiter.free_slots(Priority.REPLY) == 2
        limiter.pause(10)
        assert limiter.free_slots(Priority.REPLY) == 0
        assert limiter.would_wait_s(99, Priority.AGENT) == pytest.approx(10)

    run_virtually(story())


def test_chats_that_wait_for_hours_take_no_slot_from_the_others() -> None:
    async def story() -> None:
        limiter, line = limiter_of(), Line()
        for chat in range(100):
            limiter.pause_chat(chat, 7200)
        waiting = [asyncio.create_task(send(limiter, line, reply_to(chat))) for chat in range(100)]
        await asyncio.sleep(0)
        assert limiter.free_slots(Priority.REPLY) == 30
        assert limiter.would_wait_s(1, Priority.REPLY) == pytest.approx(7200)
        assert limiter.would_wait_s(500, Priority.REPLY) == 0
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    run_virtually(story())


def test_a_new_holder_waits_out_what_the_last_one_may_have_sent() -> None:
    line = Line()

    async def story() -> None:
        limiter = limiter_of()
        limiter.start_empty()
        await send(limiter, line, reply_to(1))

    run_virtually(story())

    assert line.times() == [pytest.approx(1.015)]


async def test_switched_off_nothing_waits() -> None:
    line, limiter = Line(), Limiter(enabled=False)
    limiter.pause(3600)
    async with asyncio.timeout(5):
        await asyncio.gather(*(send(limiter, line, reply_to(1)) for _ in range(200)))
    assert len(line.counted) == 200


async def test_ptb_passes_every_message_through_the_limiter() -> None:
    looks: list[str] = []

    def permit(chat: ChatKey) -> Permit:
        async def look() -> None:
            looks.append("looked")

        return Permit(Priority.AGENT, chat, look)

    async with serving(lambda _: accepted()) as server:
        bot = ExtBot("1:a", base_url=server.base_url, request=AiohttpRequest(), rate_limiter=Limiter())
        await bot.send_message(42, "Halo", rate_limit_args=permit(42))
        await bot.send_message(42, "tanpa izin khusus")
        with pytest.raises(Withheld):
            await bot.send_message(42, "Halo", rate_limit_args=Permit(Priority.AGENT, 42, forbidden))
        await bot.request.shutdown()

    assert looks == ["looked"]
    assert len(server.received) == 2
