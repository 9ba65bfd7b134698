"""The Writer's contract: nothing lost, nothing half done, nobody told before it is true."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from crm.kernel.database import Database, open_database
from crm.kernel.errors import DatabaseUnavailableError
from crm.kernel.session import Session

WAIT_S = 20.0


@pytest.fixture
def counters(database: Database) -> Database:
    """A database with a table of counters beside its own."""
    database.writer.run(_create)
    return database


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with the same table: for what only one writer thread does."""
    database = open_database(f"sqlite:///{tmp_path / 'alone.db'}")
    database.writer.run(_create)
    yield database
    database.close()


def _create(session: Session) -> None:
    session.execute(text("CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL, filling TEXT)"))
    session.execute(text("INSERT INTO counters (name, n) VALUES ('a', 0), ('b', 0)"))


def _add(session: Session, name: str = "a") -> None:
    n = session.scalar(text("SELECT n FROM counters WHERE name = :name FOR UPDATE") if not session.is_sqlite
                       else text("SELECT n FROM counters WHERE name = :name"), {"name": name})  # fmt: skip
    session.execute(text("UPDATE counters SET n = :n WHERE name = :name"), {"n": n + 1, "name": name})


def _read(database: Database, name: str = "a") -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT n FROM counters WHERE name = :name"), {"name": name}))


def _hold(database: Database) -> tuple[threading.Event, "Future[Any]"]:
    """Keep the Writer's one thread busy until the event is set, so that what follows gathers into one group."""
    release, began = threading.Event(), threading.Event()

    def wait(_: Session) -> None:
        began.set()
        assert release.wait(WAIT_S)

    future = database.writer.submit(wait)
    assert began.wait(WAIT_S)
    return release, future


def test_a_hundred_concurrent_additions_make_a_hundred(counters: Database) -> None:
    futures: list[Future[None]] = []

    def ten_of_them() -> None:
        futures.extend([counters.writer.submit(_add) for _ in range(10)])

    threads = [threading.Thread(target=ten_of_them) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for future in futures:
        future.result(WAIT_S)
    assert _read(counters) == 100


def test_a_job_that_raises_is_undone_alone_in_its_group(sqlite: Database) -> None:
    def add_and_fail(session: Session) -> None:
        _add(session)
        raise ValueError("no")

    release, _ = _hold(sqlite)
    before, failing, after = (sqlite.writer.submit(job) for job in (_add, add_and_fail, _add))
    release.set()
    before.result(WAIT_S)
    after.result(WAIT_S)
    with pytest.raises(ValueError, match="no"):
        failing.result(WAIT_S)
    assert _read(sqlite) == 2


def test_a_caller_gets_the_error_of_its_own_job(counters: Database) -> None:
    def fail(_: Session) -> None:
        raise LookupError("this one")

    with pytest.raises(LookupError, match="this one"):
        counters.writer.run(fail)
    counters.writer.run(_add)
    assert _read(counters) == 1


def test_a_full_disk_fails_only_the_job_that_needs_the_room(sqlite: Database) -> None:
    def fill(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        session.execute(text("UPDATE counters SET filling = :filling"), {"filling": "x" * 500_000})

    release, _ = _hold(sqlite)
    before, failing, after = (sqlite.writer.submit(job) for job in (_add, fill, _add))
    release.set()
    before.result(WAIT_S)
    after.result(WAIT_S)
    with pytest.raises(DatabaseUnavailableError):
        failing.result(WAIT_S)
    assert _read(sqlite) == 2


def test_a_job_that_goes_on_after_a_full_disk_commits_nothing_of_its_rest(sqlite: Database) -> None:
    """SQLite may have rolled the whole transaction back: what is written after that would be committed by itself."""

    def swallow(session: Session) -> None:
        _add(session)
        session.connection.exec_driver_sql("ROLLBACK")  # what the database does by itself on some full disks
        _add(session, "b")

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

    release, held = _hold(sqlite)
    event.listen(sqlite.write_engine, "commit", fail_the_first)
    futures = [sqlite.writer.submit(_add) for _ in range(5)]
    release.set()
    held.result(WAIT_S)
    for future in futures:
        future.result(WAIT_S)
    event.remove(sqlite.write_engine, "commit", fail_the_first)
    assert _read(sqlite) == 5
    assert len(commits) == 2 + 5, "a group of five, lost, and then each alone"


def test_a_commit_that_always_fails_ends_in_database_unavailable(counters: Database) -> None:
    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(counters.write_engine, "commit", refuse)
    with pytest.raises(DatabaseUnavailableError):
        counters.writer.run(_add)
    event.remove(counters.write_engine, "commit", refuse)
    counters.writer.run(_add)
    assert _read(counters) == 1


def test_listeners_hear_only_what_was_committed(sqlite: Database) -> None:
    heard: list[set[str]] = []

    def touch(session: Session) -> None:
        session.touched.add("deliveries")

    def touch_and_fail(session: Session) -> None:
        session.touched.add("media")
        raise ValueError("no")

    release, _ = _hold(sqlite)
    sqlite.writer.listen(lambda touched: heard.append(set(touched)))
    futures = [sqlite.writer.submit(touch), sqlite.writer.submit(touch_and_fail)]
    release.set()
    futures[0].result(WAIT_S)
    sqlite.writer.run(_add)
    assert set().union(*heard) == {"deliveries"}


def test_a_step_that_is_undone_takes_back_what_it_touched(counters: Database) -> None:
    heard: set[str] = set()
    counters.writer.listen(heard.update)

    def job(session: Session) -> None:
        session.touched.add("media")
        try:
            with session.savepoint():
                _add(session)
                session.touched.add("deliveries")
                raise ValueError("no")
        except ValueError:
            _add(session, "b")

    counters.writer.run(job)
    counters.writer.run(_add)
    assert heard == {"media"}
    assert (_read(counters), _read(counters, "b")) == (1, 1)


def test_a_listener_that_raises_does_not_make_a_committed_job_run_again(counters: Database) -> None:
    runs: list[int] = []

    def job(session: Session) -> None:
        runs.append(1)
        _add(session)

    def gone(_: set[str]) -> None:
        raise RuntimeError("the loop is closed")

    counters.writer.listen(gone)
    counters.writer.run(job)
    counters.writer.run(_add)
    assert (_read(counters), len(runs)) == (2, 1)


def test_closing_finishes_what_was_handed_over(database_url: str) -> None:
    database = open_database(database_url)
    database.writer.run(_create)
    futures = [database.writer.submit(_add) for _ in range(50)]
    database.close()
    for future in futures:
        future.result(0)
    with pytest.raises(DatabaseUnavailableError):
        database.writer.submit(_add)
    again = open_database(database_url)
    assert _read(again) == 50
    again.close()


def test_a_job_that_was_abandoned_by_its_caller_still_commits_or_is_dropped_whole(sqlite: Database) -> None:
    release, _ = _hold(sqlite)
    abandoned, other = sqlite.writer.submit(_add), sqlite.writer.submit(lambda session: _add(session, "b"))
    assert abandoned.cancel()
    release.set()
    other.result(WAIT_S)
    assert _read(sqlite, "b") == 1


def test_a_job_that_wants_to_be_alone_shares_its_transaction_with_none(sqlite: Database) -> None:
    commits: list[int] = []
    release, held = _hold(sqlite)
    event.listen(sqlite.write_engine, "commit", lambda _: commits.append(1))
    futures = [sqlite.writer.submit(_add, alone=alone) for alone in (False, False, True, False)]
    release.set()
    held.result(WAIT_S)
    for future in futures:
        future.result(WAIT_S)
    assert len(commits) == 4, "the one that held the thread, two together, one alone, one after it"


class _FirstRunFails:
    """A job that meets a deadlock or a lock in its first runs, as PostgreSQL reports them."""

    def __init__(self, state: str, times: int) -> None:
        self._state, self._times = state, times

    def __call__(self, session: Session) -> None:
        _add(session)
        if self._times:
            self._times -= 1
            session.execute(
                text("DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '" + self._state + "'; END $$")
            )


@pytest.mark.parametrize("state", ["40P01", "40001", "55P03"])
def test_a_job_that_meets_another_runs_again(counters: Database, state: str) -> None:
    if counters.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has one writer: nothing is in its way")
    counters.writer.run(_FirstRunFails(state, 3))
    assert _read(counters) == 1


def test_two_jobs_that_deadlock_both_come_through(counters: Database) -> None:
    if counters.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has one writer: nothing is in its way")
    both = threading.Barrier(2)
    first_run = threading.local()

    def add_in_order(session: Session, first: str, second: str) -> None:
        _add(session, first)
        if not getattr(first_run, "over", False):
            first_run.over = True
            both.wait(WAIT_S)
        _add(session, second)

    futures = [
        counters.writer.submit(lambda session: add_in_order(session, "a", "b")),
        counters.writer.submit(lambda session: add_in_order(session, "b", "a")),
    ]
    for future in futures:
        future.result(WAIT_S)
    assert (_read(counters), _read(counters, "b")) == (2, 2)


def test_a_job_that_waits_for_a_lock_comes_through_when_it_is_let_go(counters: Database) -> None:
    if counters.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has one writer: nothing is in its way")
    with counters.write_engine.connect() as other, other.begin():
        other.execute(text("UPDATE counters SET n = n + 1 WHERE name = 'a'"))
        waiting = counters.writer.submit(_add)
        counters.writer.run(lambda session: _add(session, "b"))
        assert not waiting.done()
    waiting.result(WAIT_S)
    assert _read(counters) == 2


def test_an_error_of_the_job_itself_is_not_hidden_as_an_unavailable_database(counters: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        counters.writer.run(lambda session: session.execute(text("SELECT * FROM nowhere")))
    assert not isinstance(raised.value, DatabaseUnavailableError)
