"""The Writer's contract: jobs share a transaction and not their failures; what was handed over is done."""

import threading
from concurrent.futures import Future

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from crm.kernel.database import Database, open_database
from crm.kernel.errors import DatabaseUnavailableError
from crm.kernel.session import Session
from tests.kernel.counters import WAIT_S, add, count_of, create_counters, hold_the_writer


def test_a_hundred_concurrent_additions_make_a_hundred(counters: Database) -> None:
    futures: list[Future[None]] = []

    def ten_of_them() -> None:
        futures.extend([counters.writer.submit(add) for _ in range(10)])

    threads = [threading.Thread(target=ten_of_them) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for future in futures:
        future.result(WAIT_S)
    assert count_of(counters) == 100


def test_a_job_that_raises_is_undone_alone_in_its_group(sqlite: Database) -> None:
    def add_and_fail(session: Session) -> None:
        add(session)
        raise ValueError("no")

    release, _ = hold_the_writer(sqlite)
    before, failing, after = (sqlite.writer.submit(job) for job in (add, add_and_fail, add))
    release.set()
    before.result(WAIT_S)
    after.result(WAIT_S)
    with pytest.raises(ValueError, match="no"):
        failing.result(WAIT_S)
    assert count_of(sqlite) == 2


def test_a_caller_gets_the_error_of_its_own_job(counters: Database) -> None:
    def fail(_: Session) -> None:
        raise LookupError("this one")

    with pytest.raises(LookupError, match="this one"):
        counters.writer.run(fail)
    counters.writer.run(add)
    assert count_of(counters) == 1


def test_an_error_of_the_job_itself_is_not_hidden_as_an_unavailable_database(counters: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        counters.writer.run(lambda session: session.execute(text("SELECT * FROM nowhere")))
    assert not isinstance(raised.value, DatabaseUnavailableError)


def test_a_job_that_wants_to_be_alone_shares_its_transaction_with_none(sqlite: Database) -> None:
    commits: list[int] = []
    release, held = hold_the_writer(sqlite)
    event.listen(sqlite.write_engine, "commit", lambda _: commits.append(1))
    futures = [sqlite.writer.submit(add, alone=alone) for alone in (False, False, True, False)]
    release.set()
    held.result(WAIT_S)
    for future in futures:
        future.result(WAIT_S)
    assert len(commits) == 4, "the one that held the thread, two together, one alone, one after it"


def test_a_job_that_was_abandoned_by_its_caller_still_commits_or_is_dropped_whole(sqlite: Database) -> None:
    release, _ = hold_the_writer(sqlite)
    abandoned, other = sqlite.writer.submit(add), sqlite.writer.submit(lambda session: add(session, "b"))
    assert abandoned.cancel()
    release.set()
    other.result(WAIT_S)
    assert count_of(sqlite, "b") == 1


def test_closing_finishes_what_was_handed_over(database_url: str) -> None:
    database = open_database(database_url)
    database.writer.run(create_counters)
    futures = [database.writer.submit(add) for _ in range(50)]
    database.close()
    for future in futures:
        future.result(0)
    with pytest.raises(DatabaseUnavailableError):
        database.writer.submit(add)
    again = open_database(database_url)
    assert count_of(again) == 50
    again.close()
