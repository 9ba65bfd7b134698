"""Opening the database: engines, the Writer, short read sessions."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.pool import ConnectionPoolEntry

from crm.kernel.checkpoints import Checkpointer
from crm.kernel.session import Session
from crm.kernel.writer import GROUP_JOBS, GROUP_JOBS_LOCKING, Writer

POSTGRES_WRITERS = 4
BUSY_TIMEOUT_MS = 5_000
WAL_RESET_FIXED_IN = (3, 51, 3)


@dataclass
class Database:
    """One open database. `writer` writes, `reading()` reads; nothing else touches it."""

    url: URL
    write_engine: Engine
    read_engine: Engine
    writer: Writer
    checkpointer: Checkpointer | None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a short, read-only session on what is committed."""
        with self.read_engine.connect() as connection:
            yield Session(connection)

    def close(self) -> None:
        """Finish what was handed to the Writer and let go of every connection."""
        self.writer.close()
        if self.checkpointer is not None:
            self.checkpointer.close()
        self.read_engine.dispose()
        self.write_engine.dispose()


def open_database(url: str, *, writers: int = POSTGRES_WRITERS) -> Database:
    """Open the database at an SQLAlchemy URL (sqlite:///… or postgresql+psycopg://…)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return _open_postgres(parsed.set(drivername="postgresql+psycopg"), writers)


def _open_sqlite(url: URL) -> Database:
    write_engine = _sqlite_engine(url, "BEGIN IMMEDIATE", query_only=False)
    read_engine = _sqlite_engine(url, "BEGIN", query_only=True)
    commit_lock = _commit_lock()
    writer = Writer(write_engine, threads=1, group_jobs=GROUP_JOBS, commit_lock=commit_lock)
    checkpointer = Checkpointer(write_engine, commit_lock)
    writer.listen(checkpointer.after_commit)
    return Database(url, write_engine, read_engine, writer, checkpointer)


def _commit_lock() -> AbstractContextManager[Any]:
    """Keep a COMMIT and a checkpoint apart where SQLite still has its WAL-reset bug; elsewhere nothing need wait."""
    return threading.Lock() if sqlite3.sqlite_version_info < WAL_RESET_FIXED_IN else nullcontext()


def _sqlite_engine(url: URL, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=8, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own transaction handling is off: it begins too late
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "wal_autocheckpoint=0",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-65536",
            f"query_only={int(query_only)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_it(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _open_postgres(url: URL, writers: int) -> Database:
    write_engine = _postgres_engine(url, "-c lock_timeout=500 -c timezone=UTC", pool_size=writers)
    # Each statement of a read sees what is committed as it begins: a transaction around them would only cost its BEGIN.
    read_options = "-c timezone=UTC -c default_transaction_read_only=on"
    read_engine = _postgres_engine(url, read_options, pool_size=8, isolation_level="AUTOCOMMIT")
    writer = Writer(write_engine, threads=writers, group_jobs=GROUP_JOBS_LOCKING, commit_lock=nullcontext())
    return Database(url, write_engine, read_engine, writer, None)


def _postgres_engine(
    url: URL, options: str, *, pool_size: int, isolation_level: IsolationLevel = "READ COMMITTED"
) -> Engine:
    connect_args = {"options": options, "connect_timeout": 5}
    return create_engine(
        url, pool_size=pool_size, max_overflow=4, connect_args=connect_args, isolation_level=isolation_level
    )
