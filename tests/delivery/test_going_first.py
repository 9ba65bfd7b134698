"""Who leaves first: by chat, by urgency, in the order of coming."""

import asyncio
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.limits import Permit
from bot.delivery.waiting import Limits
from bot.delivery.windows import Rate
from crm.history import Priority
from tests.delivery.lines import Line, limiter_of, reply_to, send
from tests.delivery.virtual_time import run_virtually, virtual_now


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
