"""Pauses reach as far as they must, and no further."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.delivery.limits import Limiter
from bot.delivery.outcomes import Scope
from bot.delivery.waiting import ChatKey
from crm.history import Content, Talk
from crm.history.pausing import pause_sending, sending_paused_until
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


def test_everything_pauses_for_what_the_chats_have_in_common() -> None:
    async def story() -> list[float]:
        limiter = limiter_of()

        async def flooded(chat: ChatKey, wait_s: int) -> bool:
            raise RetryAfter(wait_s)

        waits_s = []
        for chat, wait_s, after_s in ((1, 3600, 0), (2, 17, 1), (3, 7200, 60)):
            await asyncio.sleep(after_s)
            with pytest.raises(RetryAfter):
                await limiter.process_request(flooded, (chat, wait_s), {}, "sendMessage", {}, reply_to(chat))
            waits_s.append(limiter.common_wait_s())
        return waits_s

    assert run_virtually(story()) == [3600, 17, 7200]


# What is stored


async def flooded_in_two_chats(office: Office, wait_s: int) -> tuple[list[Person], list[Talk]]:
    """Let two chats meet a 429 at once, as they do when the whole bot was too fast."""
    people, talks = zip(*[await office.customer(name) for name in ("Siti", "Budi")], strict=True)
    await office.telegram.faults.too_many_requests(retry_after=wait_s, times=2, methods=["sendMessage"])
    for talk in talks:
        office.queue(talk, Content(html="Halo"))
    async with office.sending(Limiter()):
        await office.telegram.sees_call("sendMessage", count=2)
        await office.until(lambda: office.paused_until() is not None)
    return list(people), list(talks)


async def test_a_pause_of_everything_holds_for_the_next_sender_too(office: Office) -> None:
    people, _ = await flooded_in_two_chats(office, 3600)
    emma, talk = await office.customer("Emma")
    office.queue(talk, Content(html="Halo Emma"))
    assert office.paused_until() == pytest.approx(NOON + timedelta(hours=1), abs=timedelta(seconds=30))

    async with office.sending(Limiter()):
        await emma.sees_nothing(0.3)

    office.clock.moment += timedelta(hours=1, seconds=30)
    async with office.sending(Limiter()):
        await emma.sees("Halo Emma")
        for person in people:
            await person.sees("Halo")


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


def test_a_longer_pause_stands(database: Database) -> None:
    for seconds in (60, 3600, 1):
        until = NOON + timedelta(seconds=seconds)
        database.writer.run(lambda session: pause_sending(session, "telegram", "42", until))  # noqa: B023 runs at once
    with database.reading() as session:
        assert sending_paused_until(session, "telegram", "42") == NOON + timedelta(hours=1)
        assert sending_paused_until(session, "telegram", "43") is None
