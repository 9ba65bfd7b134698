"""Leases that are kept, given up and taken over."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.leasing import LeaseKeeper
from crm.kernel.database import Database


@dataclass
class Seconds:
    """A monotonic clock that is moved by hand."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


async def test_one_of_two_keepers_holds_and_the_other_stands_by(database: Database) -> None:
    first, second = (LeaseKeeper(database.writer, "sender") for _ in range(2))
    await first.renew()
    await second.renew()
    assert (first.held(), second.held()) == (True, False)
    await first.release()
    assert not first.held()
    await second.renew()
    assert second.held()
    assert second.term == 2


async def test_a_holder_stops_well_before_its_lease_ends(database: Database) -> None:
    clock = Seconds()
    keeper = LeaseKeeper(database.writer, "sender", clock=clock)
    await keeper.renew()
    clock.now_s = 6.9
    assert keeper.held()
    clock.now_s = 7.1
    assert not keeper.held()


async def test_a_lease_that_another_took_meanwhile_is_given_up(database: Database) -> None:
    first = LeaseKeeper(database.writer, "sender", length=timedelta(0), clock=Seconds())
    second = LeaseKeeper(database.writer, "sender")
    await first.renew()
    await second.renew()
    await first.renew()
    assert (first.term, first.held(), second.held()) == (None, False, True)


async def test_a_database_that_does_not_answer_lets_the_lease_run_out(database: Database) -> None:
    clock = Seconds()
    keeper = LeaseKeeper(database.writer, "sender", clock=clock)
    await keeper.renew()
    await asyncio.to_thread(database.writer.close)
    clock.now_s = 5.0
    await keeper.renew()
    assert keeper.held()
    clock.now_s = 7.1
    assert not keeper.held()
