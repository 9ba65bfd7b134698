"""Put-off answers are decided when they are due."""

import asyncio

import pytest

from bot.deciding import sweep, sweep_once
from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import Shop


async def test_what_is_due_in_two_processes_is_answered_once(database: Database, snapshot: Snapshot) -> None:
    shop = Shop(database, snapshot)
    await shop.say("halo")
    shop.clock.pass_s(2)
    decided = await asyncio.gather(*(sweep_once(database, snapshot, shop.clock) for _ in range(4)))
    assert sum(decided) == 1
    assert len(shop.replies()) == 1


async def test_a_sweep_waits_for_a_database_that_does_not_answer(database: Database, snapshot: Snapshot) -> None:
    shop = Shop(database, snapshot)
    await shop.say("halo")
    shop.clock.pass_s(2)
    await asyncio.to_thread(database.writer.close)
    rounds: list[float] = []

    async def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await sweep(database, lambda: snapshot, shop.clock, lambda: None, sleep, may_decide=lambda: True)
    assert shop.replies() == []


async def test_a_sweep_decides_nothing_before_all_that_waited_has_come_in(
    database: Database, snapshot: Snapshot
) -> None:
    shop = Shop(database, snapshot)
    await shop.say("halo")
    shop.clock.pass_s(2)
    replies: list[int] = []

    async def sleep(_: float) -> None:
        replies.append(len(shop.replies()))
        if len(replies) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await sweep(database, lambda: snapshot, shop.clock, lambda: None, sleep, may_decide=lambda: len(replies) >= 2)
    assert replies == [0, 0, 1, 1]
