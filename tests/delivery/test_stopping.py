"""The last look before a call, and calls that are cancelled or withheld."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.waiting import Limits
from bot.delivery.windows import Rate
from crm.history import Priority
from tests.delivery.lines import Line, forbidden, limiter_of, reply_to, send
from tests.delivery.virtual_time import run_virtually, virtual_now


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
