"""An import leaves the database to those who serve customers from it."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from crm.kernel.database import Database
from crm.kernel.models import Lease, table_of
from crm.kernel.session import Session
from ingat.importing.pacing import BESIDE_OTHERS_S, REST, Pace

MS = 0.001


def serve(database: Database) -> None:
    """Hold a lease, as a receiver or a sender does."""

    def job(session: Session) -> None:
        until = session.database_now() + timedelta(minutes=1)
        session.execute(insert(table_of(Lease)), {"name": "sender:1", "holder": "a", "expires_at": until})

    database.writer.run(job)


def test_alone_it_goes_on_without_a_rest_and_beside_others_on_sqlite_it_sleeps_twice_as_long(
    database: Database, tmp_path: Path
) -> None:
    slept: list[float] = []
    pace = Pace(database, clock=lambda: 0.0, sleep=slept.append)
    pace.after(20, 8 * MS)
    assert slept == []
    serve(database)
    pace = Pace(database, clock=lambda: 0.0, sleep=slept.append)
    pace.after(20, 8 * MS)
    assert slept == ([REST * 8 * MS] if database.checkpointer is not None else [])


def test_who_begins_to_serve_in_the_middle_is_noticed(database: Database) -> None:
    slept: list[float] = []
    now_s = [0.0]
    pace = Pace(database, clock=lambda: now_s[0], sleep=slept.append)
    serve(database)
    now_s[0] = 2.0
    pace.after(20, 8 * MS)
    assert bool(slept) == (database.checkpointer is not None)


def test_a_chunk_is_made_to_take_the_time_that_it_may(database: Database) -> None:
    serve(database)
    pace = Pace(database, clock=lambda: 0.0, sleep=lambda _s: None)
    for _ in range(20):
        pace.after(pace.rows, pace.rows * 0.1 * MS)
    if database.checkpointer is not None:
        assert pace.rows * 0.1 * MS <= BESIDE_OTHERS_S
    for _ in range(20):
        pace.after(pace.rows, pace.rows * 5 * MS)
    assert pace.rows == 5


def test_a_chunk_in_which_nothing_could_be_read_slows_nothing_down(database: Database) -> None:
    pace = Pace(database, clock=lambda: 0.0, sleep=lambda _s: None)
    pace.after(0, 0.0)
    assert pace.rows >= 5
