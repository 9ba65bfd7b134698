"""Opening a database: what is in force on its connections, and who may do what."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from crm.kernel.database import Database, open_database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session

AUDIT = table_of(AuditEntry)

WRITES_IN_CHUNKS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=5, isolation_level=None)
for _ in range(8):
    began = time.monotonic()
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(10):
        connection.execute("UPDATE counters SET n = n + 1")
    connection.execute("COMMIT")
    time.sleep(2 * (time.monotonic() - began))
"""


def test_sqlite_keeps_what_was_acknowledged_through_a_power_cut(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.write_engine.connect() as connection, connection.begin():
        session = Session(connection)
        in_force = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("synchronous", "journal_mode", "wal_autocheckpoint", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert in_force == {
        "synchronous": 2,  # FULL
        "journal_mode": "wal",
        "wal_autocheckpoint": 0,
        "foreign_keys": 1,
        "busy_timeout": 5_000,
    }


def test_a_write_transaction_on_sqlite_begins_as_one(tmp_path: Path) -> None:
    """With a deferred BEGIN two writers read the same number, and one addition is lost without an error."""
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.write_engine.connect() as connection, connection.begin():
        other = sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    database.close()


def test_what_is_read_cannot_be_written(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM leases"))


def test_the_log_of_sqlite_is_moved_into_its_file_after_commits(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    database.writer.run(lambda session: session.execute(text("CREATE TABLE t AS SELECT zeroblob(100000) AS z")))
    database.close()
    assert (tmp_path / "a.db").stat().st_size > 100_000
    log = tmp_path / "a.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_another_process_that_writes_in_chunks_and_pauses_is_never_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = open_database(f"sqlite:///{path}")

    def create(session: Session) -> None:
        session.execute(text("CREATE TABLE counters (n INTEGER)"))
        session.execute(text("INSERT INTO counters VALUES (0)"))

    database.writer.run(create)
    other = subprocess.Popen([sys.executable, "-c", WRITES_IN_CHUNKS, str(path)])  # noqa: S603 our own program
    added = 0
    while other.poll() is None or added < 8:
        database.writer.run(lambda session: session.execute(text("UPDATE counters SET n = n + 1")))
        added += 1
    with database.reading() as session:
        n = session.scalar(text("SELECT n FROM counters"))
    database.close()
    assert other.returncode == 0
    assert n == 80 + added


def test_a_moment_comes_back_as_it_was_written_in_utc(database: Database) -> None:
    moment = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    row = {"at": moment, "actor": "a", "action": "b", "subject": "c"}
    database.writer.run(lambda session: session.execute(AUDIT.insert(), row))
    with database.reading() as session:
        read = session.scalar(AUDIT.select().with_only_columns(AUDIT.c.at))
    assert read == moment
    assert read.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    row = {"at": datetime(2026, 3, 1), "actor": "a", "action": "b", "subject": "c"}  # noqa: DTZ001 it is what is refused
    with pytest.raises(StatementError, match="needs its zone"):
        database.writer.run(lambda session: session.execute(AUDIT.insert(), row))


def test_the_database_tells_the_time(database: Database) -> None:
    told = database.writer.run(lambda session: session.database_now())
    assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)


def test_readers_are_not_kept_waiting_by_a_writer(database: Database) -> None:
    began, release = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        row = {"at": datetime.now(UTC), "actor": "a", "action": "b", "subject": "c"}
        session.execute(AUDIT.insert(), row)
        began.set()
        assert release.wait(20)

    writing = database.writer.submit(slow)
    assert began.wait(20)
    with database.reading() as session:
        assert session.execute(AUDIT.select()).first() is None
    release.set()
    writing.result(20)
    with database.reading() as session:
        assert session.execute(AUDIT.select()).first() is not None
