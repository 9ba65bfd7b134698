"""A table of counters, to see what a Writer's jobs have done."""

import threading
from concurrent.futures import Future
from typing import Any

from sqlalchemy import text

from crm.kernel.database import Database
from crm.kernel.session import Session

WAIT_S = 20.0


def create_counters(session: Session) -> None:
    session.execute(text("CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL, filling TEXT)"))
    session.execute(text("INSERT INTO counters (name, n) VALUES ('a', 0), ('b', 0)"))


def add(session: Session, name: str = "a") -> None:
    """Add one in two steps, so that a job that comes between would be seen."""
    reading = "SELECT n FROM counters WHERE name = :name"
    n = session.scalar(text(reading if session.is_sqlite else reading + " FOR UPDATE"), {"name": name})
    session.execute(text("UPDATE counters SET n = :n WHERE name = :name"), {"n": n + 1, "name": name})


def count_of(database: Database, name: str = "a") -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT n FROM counters WHERE name = :name"), {"name": name}))


def hold_the_writer(database: Database) -> tuple[threading.Event, Future[Any]]:
    """Keep the Writer's one thread busy until the event is set, so that what follows gathers into one group."""
    release, began = threading.Event(), threading.Event()

    def wait(_: Session) -> None:
        began.set()
        assert release.wait(WAIT_S)

    future = database.writer.submit(wait)
    assert began.wait(WAIT_S)
    return release, future
