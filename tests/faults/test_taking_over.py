"""Several processes on one database: one receives, one sends, and whoever stands by takes over."""

import asyncio
import signal

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.processes import Process
from tests.faults.promises import Promises, calls_have_arrived
from tests.faults.questions import QUESTIONS

LEASE_S = 10.0


async def test_who_stands_by_takes_over_when_a_receiver_and_a_sender_are_killed(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    bot, sender = start("bot"), start("sender")
    await asyncio.gather(bot.logs("lease_taken"), sender.logs("lease_taken"))
    second_bot, second_sender = start("bot"), start("sender")
    await asyncio.gather(second_bot.ready(), second_sender.ready())
    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    assert "lease_taken" not in second_bot.logged + second_sender.logged

    await asyncio.gather(bot.killed(), sender.killed())
    await promises.says("Siti", QUESTIONS[1])
    await promises.says("Budi", QUESTIONS[2])

    await promises.are_kept(within_s=LEASE_S + 5)
    assert "polling_failed" not in second_bot.logged


async def test_a_process_that_stops_gives_its_leases_back_at_once(start: Start, promises: Promises) -> None:
    first = start("run")
    await first.logs("lease=receiver")
    second = start("run")
    await second.ready()
    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()

    first.signalled(signal.SIGTERM)
    await promises.says("Siti", QUESTIONS[1])

    await promises.are_kept(within_s=LEASE_S / 2)
    assert await first.ended(within_s=5) == 0


async def test_a_process_that_wakes_from_a_long_sleep_does_nothing_twice(
    start: Start, promises: Promises, database_url: str
) -> None:
    sleeper = start("run", short_leases=True)
    await sleeper.logs("lease=receiver")
    stand_by = start("run", short_leases=True)
    await stand_by.ready()

    for question in QUESTIONS[:3]:
        await _fall_asleep(sleeper, database_url)
        await promises.says("Siti", question)
        await promises.are_kept()
        sleeper.signalled(signal.SIGCONT)
        sleeper, stand_by = stand_by, sleeper
        await promises.says("Budi", question)
        await promises.are_kept()


async def _fall_asleep(process: Process, database_url: str) -> None:
    """Stop a process, but not inside a transaction: its locks would keep everybody from the leases until it wakes."""
    process.signalled(signal.SIGSTOP)
    while await asyncio.to_thread(_is_locked, database_url):
        process.signalled(signal.SIGCONT)
        await asyncio.sleep(0.05)
        process.signalled(signal.SIGSTOP)


def _is_locked(database_url: str) -> bool:
    is_sqlite = database_url.startswith("sqlite")
    engine = create_engine(database_url, connect_args={"timeout": 0.5} if is_sqlite else {})
    try:
        with engine.begin() as connection:
            if not is_sqlite:
                connection.execute(text("SET lock_timeout = 500"))
            connection.execute(text("UPDATE leases SET term = term"))
    except OperationalError:
        return True
    finally:
        engine.dispose()
    return False


async def test_a_signal_to_stop_lets_calls_under_way_end(start: Start, telegram: Simulator, promises: Promises) -> None:
    process = start("run")
    await process.ready()
    await telegram.faults.slow(1.0, methods=["sendMessage"])
    for number in range(10):
        await promises.says(f"Siti {number}", QUESTIONS[0])
    await calls_have_arrived(telegram, 10)
    await telegram.faults.end()
    process.signalled(signal.SIGTERM)

    assert await process.ended(within_s=8) == 0
    start("run")
    await promises.are_kept()
