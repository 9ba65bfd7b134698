"""Pauses reach as far as they must, and no further."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.delivery.limits import Limiter
from crm.history import Content
from crm.history.pausing import SendingPaused, end_pause, pause_sending, sending_pause
from crm.kernel.database import Database
from sandbox.simulator import Person
from tests.delivery.lines import Line, limiter_of, reply_to, send
from tests.delivery.office import Office
from tests.delivery.virtual_time import run_virtually, virtual_now
from tests.history.talking import NOON


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


@asynccontextmanager
async def flooding(office: Office, chats: Sequence[Person] = ()) -> AsyncIterator[None]:
    """Let Telegram answer 429 with an hour: to every call, or in some chats."""
    which = {"chats": [person.user_id for person in chats]} if chats else {}
    await office.telegram.faults.too_many_requests(retry_after=3600, methods=["sendMessage"], **which)
    yield
    await office.telegram.faults.end()


def assert_noted(office: Office, lasts_s: float) -> None:
    pause = office.pause()
    assert pause is not None
    assert pause.lasts_s == lasts_s
    assert (pause.until - office.clock()).total_seconds() == pytest.approx(lasts_s, abs=0.1)


async def test_chats_that_wait_for_themselves_hold_back_the_others_for_a_moment_only(office: Office) -> None:
    people, talks = zip(*[await office.customer(name) for name in ("Siti", "Budi", "Emma")], strict=True)
    async with flooding(office, people[:2]), office.sending(Limiter()):
        for talk in talks[:2]:
            office.queue(talk, Content(html="Halo"))
        await office.until(lambda: office.delivery_count("flood_wait") == 2)
        office.queue(talks[2], Content(html="Halo Emma"))
        await people[2].sees("Halo Emma")
        await office.until(lambda: office.pause() is None)
    assert await office.outcomes("sendMessage") == ["fault", "fault", "ok"]


async def test_a_flood_of_everything_holds_for_the_next_sender_too(office: Office) -> None:
    people, talks = zip(*[await office.customer(name) for name in ("Siti", "Budi")], strict=True)
    async with flooding(office):
        for talk in talks:
            office.queue(talk, Content(html="Halo"))
        async with office.sending(Limiter()):
            await office.until(lambda: office.delivery_count("flood_wait") == 2)
        assert_noted(office, 1.0)

        office.clock.moment += timedelta(seconds=1)
        others = [await office.customer(name) for name in ("Emma", "Ayu", "Rudi")]
        for _, talk in others:
            office.queue(talk, Content(html="Halo"))
        async with office.sending(Limiter()):  # one call tries, and doubles the pause
            await office.until(lambda: office.delivery_count("flood_wait") == 3)
            assert len(await office.outcomes("sendMessage")) == 3
        assert_noted(office, 2.0)

    office.clock.moment += timedelta(hours=1)
    async with office.sending(Limiter()):
        for person in (*people, *[one for one, _ in others]):
            await person.sees("Halo")
        await office.until(lambda: office.pause() is None)


async def test_a_pause_of_one_chat_holds_for_the_next_sender_and_for_no_other_chat(office: Office) -> None:
    siti, talk = await office.customer("Siti")
    budi, other = await office.customer("Budi")
    await office.telegram.faults.too_many_requests(retry_after=3600, chats=[siti.user_id], methods=["sendMessage"])
    office.queue(talk, Content(html="Halo"))
    async with office.sending():
        await office.telegram.sees_call("sendMessage")
        await office.until(lambda: office.delivery_count("flood_wait") == 1)
    await office.telegram.faults.end()
    office.queue(other, Content(html="Halo Budi"))

    async with office.sending():
        await budi.sees("Halo Budi")
        await siti.sees_nothing(0.2)
        office.clock.moment += timedelta(hours=1, seconds=1)
        await siti.sees("Halo")


def test_the_newest_pause_of_an_account_stands_until_it_is_ended(database: Database) -> None:
    def noted(account: str) -> SendingPaused | None:
        with database.reading() as session:
            return sending_pause(session, "telegram", account)

    for lasts_s in (1.0, 300.0, 2.5):
        pause = SendingPaused(NOON + timedelta(seconds=lasts_s), lasts_s)
        database.writer.run(lambda session: pause_sending(session, "telegram", "42", pause))  # noqa: B023 runs at once
        assert (noted("42"), noted("43")) == (pause, None)
    database.writer.run(lambda session: end_pause(session, "telegram", "42"))
    assert noted("42") is None
