"""A transaction that is lost: each job runs again alone, and only the one that fails alone gets its error."""

import sqlite3

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from crm.kernel.database import Database
from crm.kernel.errors import DatabaseUnavailableError
from crm.kernel.session import Session
from tests.kernel.counters import WAIT_S, add, count_of, hold_the_writer


def test_a_full_disk_fails_only_the_job_that_needs_the_room(sqlite: Database) -> None:
    def fill(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        session.execute(text("UPDATE counters SET filling = :filling"), {"filling": "x" * 500_000})

    release, _ = hold_the_writer(sqlite)
    before, failing, after = (sqlite.writer.submit(job) for job in (add, fill, add))
    release.set()
    before.result(WAIT_S)
    after.result(WAIT_S)
    with pytest.raises(DatabaseUnavailableError):
        failing.result(WAIT_S)
    assert count_of(sqlite) == 2


def test_a_job_that_goes_on_after_a_full_disk_commits_nothing_of_its_rest(sqlite: Database) -> None:
    """SQLite may have rolled the whole transaction back: what is written after that would be committed by itself."""

    def swallow(session: Session) -> None:
        add(session)
        session.connection.exec_driver_sql("ROLLBACK")  # what the database does by itself on some full disks
        add(session, "b")

    with pytest.raises(DatabaseUnavailableError):
        sqlite.writer.run(swallow)


def test_a_savepoint_in_a_transaction_that_is_gone_says_so(sqlite: Database) -> None:
    def lose_it_inside(session: Session) -> None:
        with session.savepoint():
            session.connection.exec_driver_sql("ROLLBACK")
            raise ValueError("whatever came of that")

    with pytest.raises(DatabaseUnavailableError):
        sqlite.writer.run(lose_it_inside)


def test_a_group_whose_commit_fails_runs_each_job_again_alone(sqlite: Database) -> None:
    commits: list[int] = []

    def fail_the_first(_: Connection) -> None:
        commits.append(1)
        if len(commits) == 2:  # the first is that of the job that holds the thread
            raise sqlite3.OperationalError("disk I/O error")

    release, held = hold_the_writer(sqlite)
    event.listen(sqlite.write_engine, "commit", fail_the_first)
    futures = [sqlite.writer.submit(add) for _ in range(5)]
    release.set()
    held.result(WAIT_S)
    for future in futures:
        future.result(WAIT_S)
    event.remove(sqlite.write_engine, "commit", fail_the_first)
    assert count_of(sqlite) == 5
    assert len(commits) == 2 + 5, "a group of five, lost, and then each alone"


def test_a_commit_that_always_fails_ends_in_database_unavailable(counters: Database) -> None:
    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(counters.write_engine, "commit", refuse)
    with pytest.raises(DatabaseUnavailableError):
        counters.writer.run(add)
    event.remove(counters.write_engine, "commit", refuse)
    counters.writer.run(add)
    assert count_of(counters) == 1
