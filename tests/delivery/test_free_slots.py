"""What the sender asks before it starts anything, and the limiter between it and the library."""

import asyncio

import pytest
from telegram.ext import ExtBot

from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.request import AiohttpRequest
from bot.delivery.waiting import ChatKey
from crm.history import Priority
from tests.delivery.lines import Line, forbidden, limiter_of, reply_to, send
from tests.delivery.servers import accepted, serving
from tests.delivery.virtual_time import run_virtually


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
