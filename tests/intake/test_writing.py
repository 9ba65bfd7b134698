"""The Writer as an event loop sees it."""

import asyncio
from functools import partial

import pytest

from bot.writing import Commits
from crm.kernel.database import Database
from crm.kernel.errors import DatabaseUnavailableError
from crm.kernel.session import Session


async def test_each_caller_gets_what_its_own_job_returned(database: Database) -> None:
    commit = Commits(database.writer)

    def job(_: Session, number: int) -> int:
        return number

    jobs = [commit(partial(job, number=number)) for number in range(500)]
    assert await asyncio.gather(*jobs) == list(range(500))


async def test_a_job_that_raises_gives_its_error_to_its_own_caller_alone(database: Database) -> None:
    commit = Commits(database.writer)

    def fails(_: Session) -> None:
        raise LookupError("mine")

    ends = await asyncio.gather(commit(lambda _: 1), commit(fails), commit(lambda _: 2), return_exceptions=True)
    assert (ends[0], ends[2]) == (1, 2)
    assert isinstance(ends[1], LookupError)


async def test_a_caller_that_went_away_keeps_no_other_from_hearing(database: Database) -> None:
    commit = Commits(database.writer)
    gone = asyncio.create_task(commit(lambda _: 1))
    await asyncio.sleep(0)
    gone.cancel()
    assert await commit(lambda _: 2) == 2
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_a_writer_that_is_closed_says_so_at_once(database: Database) -> None:
    database.writer.close()
    with pytest.raises(DatabaseUnavailableError):
        await Commits(database.writer)(lambda _: 1)


def test_a_loop_that_has_ended_does_not_disturb_the_writer(database: Database) -> None:
    started = asyncio.new_event_loop()
    commit = Commits(database.writer)
    waiting = started.create_task(commit(lambda _: 1))
    started.run_until_complete(asyncio.sleep(0))
    waiting.cancel()
    started.run_until_complete(asyncio.gather(waiting, return_exceptions=True))
    started.close()
    assert database.writer.run(lambda _: 2) == 2
