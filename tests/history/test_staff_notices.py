"""The staff are told at once, however many customers there are."""

from itertools import count
from sqlite3 import Connection

import pytest

from crm.history import tell_staff
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.history.talking import NOON, someone

STEPS = 10


def test_telling_the_staff_is_no_more_work_among_many_chats(database: Database) -> None:
    if database.url.get_backend_name() != "sqlite":
        pytest.skip("SQLite counts its steps; PostgreSQL has the same index")
    someone(database)
    among_few = steps(database, "first")
    for _ in range(200):
        someone(database)
    assert 0 < steps(database, "second") <= among_few + 10


def steps(database: Database, key: str) -> int:
    """Return how many tens of steps SQLite takes to write a notice and look for the staff's chat."""
    taken = count()

    def job(session: Session) -> int:
        connection = session.connection.connection.dbapi_connection
        assert isinstance(connection, Connection)
        connection.set_progress_handler(lambda: next(taken) < 0, STEPS)  # false: go on
        tell_staff(session, key=key, kind="staff_handoff", text="Somebody waits", at=NOON)
        connection.set_progress_handler(None, STEPS)
        return next(taken)

    return database.writer.run(job)
