"""On PostgreSQL, where several may write at once, jobs share a transaction if they say what they lock."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.pool import ConnectionPoolEntry
from structlog.testing import capture_logs

from crm.kernel.database import Database, open_database
from crm.kernel.jobs import Locking, RunAgainError
from crm.kernel.session import Session
from crm.kernel.writer import GROUP_JOBS_LOCKING
from tests.kernel.counters import WAIT_S, add, count_of, hold_the_writer
from tests.postgres import PostgresServer

Work = Callable[[Session], Any]
Lock = Callable[[Session, Sequence[str]], None]


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    url = postgres.new_database()
    yield url
    postgres.drop(url)


@pytest.fixture
def one_thread(url: str) -> Iterator[Database]:
    """A database on PostgreSQL with counters from `a` to `z`, and a Writer with one thread, which can be held."""
    database = _patient(open_database(url, writers=1))
    database.writer.run(_create_counters)
    yield database
    database.close()


def _patient(database: Database) -> Database:
    """Let jobs wait for locks without end: only a deadlock stops them."""

    @event.listens_for(database.write_engine, "connect")
    def wait(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.execute("SET lock_timeout = 0")
        connection.commit()

    return database


def _create_counters(session: Session) -> None:
    session.execute(text("CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL)"))
    session.execute(text("INSERT INTO counters SELECT chr(n), 0 FROM generate_series(97, 122) AS n"))


def _lock(session: Session, keys: Sequence[str]) -> None:
    statement = "SELECT name FROM counters WHERE name = ANY(:keys) ORDER BY name FOR UPDATE"
    session.execute(text(statement), {"keys": list(keys)}).all()


def _submit(database: Database, work: Work, key: str | None, lock: Lock = _lock) -> Future[Any]:
    future: Future[Any] = Future()

    def tell(value: Any, error: BaseException | None) -> None:
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    database.writer.hand_over(work, tell, locking=None if key is None else Locking(lock, key))
    return future


def _transaction(session: Session) -> int:
    return int(session.scalar(text("SELECT txid_current()")))


def test_jobs_that_say_what_they_lock_share_a_transaction(one_thread: Database) -> None:
    release, _ = hold_the_writer(one_thread)
    keys = [chr(ord("z") - number) for number in range(GROUP_JOBS_LOCKING + 2)]
    futures = [_submit(one_thread, _transaction, key) for key in keys]
    release.set()
    transactions = [future.result(WAIT_S) for future in futures]
    assert len(set(transactions[:GROUP_JOBS_LOCKING])) == len(set(transactions[GROUP_JOBS_LOCKING:])) == 1
    assert transactions[0] != transactions[-1]


def test_the_others_have_each_its_own_and_no_one_is_forgotten(one_thread: Database) -> None:
    release, _ = hold_the_writer(one_thread)
    futures = [_submit(one_thread, _transaction, key) for key in ("b", None, None, "a", "b")]
    release.set()
    transactions = [future.result(WAIT_S) for future in futures]
    assert len({*transactions}) == 4
    assert transactions[3] == transactions[4]


def test_all_is_locked_first_and_then_done_in_the_order_of_the_keys(one_thread: Database) -> None:
    done: list[str] = []

    def lock(_: Session, keys: Sequence[str]) -> None:
        done.append(f"locked: {' '.join(keys)}")

    def note(_: Session, name: str) -> None:
        done.append(name)

    release, _ = hold_the_writer(one_thread)
    futures = [_submit(one_thread, partial(note, name=key), key, lock) for key in ("c", "a", "b")]
    release.set()
    for future in futures:
        future.result(WAIT_S)
    assert done == ["locked: a b c", "a", "b", "c"]


def test_a_job_that_raises_is_undone_alone(one_thread: Database) -> None:
    def add_and_fail(session: Session) -> None:
        add(session, "b")
        raise ValueError("no")

    def add_and_ask_to_run_again(session: Session) -> str:
        add(session, "c")
        if session.failure is None:
            raise RunAgainError(LookupError("first"))
        return type(session.failure).__name__

    release, _ = hold_the_writer(one_thread)
    before = _submit(one_thread, partial(add, name="a"), "a")
    failing = _submit(one_thread, add_and_fail, "b")
    again = _submit(one_thread, add_and_ask_to_run_again, "c")
    after = _submit(one_thread, partial(add, name="d"), "d")
    release.set()
    before.result(WAIT_S)
    after.result(WAIT_S)
    assert again.result(WAIT_S) == "LookupError"
    with pytest.raises(ValueError, match="no"):
        failing.result(WAIT_S)
    assert [count_of(one_thread, name) for name in "abcd"] == [1, 0, 1, 1]


def test_two_writers_with_the_same_keys_in_any_order_never_lock_each_other_out(one_thread: Database, url: str) -> None:
    other = _patient(open_database(url))
    names = [chr(ord("a") + number) for number in range(26)]
    try:
        with capture_logs() as logs:
            handing_over = [
                threading.Thread(target=_add_to_all, args=(writing, names[:: 1 if n % 2 else -1]))
                for n, writing in enumerate((one_thread, other, one_thread, other))
            ]
            for thread in handing_over:
                thread.start()
            for thread in handing_over:
                thread.join()
    finally:
        other.close()
    assert [count_of(one_thread, name) for name in names] == [20] * 26
    assert [entry for entry in logs if entry["event"] == "transaction_lost"] == []


def _add_to_all(database: Database, names: Sequence[str]) -> None:
    for future in [_submit(database, partial(add, name=name), name) for _ in range(5) for name in names]:
        future.result(WAIT_S)
