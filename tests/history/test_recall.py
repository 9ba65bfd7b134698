"""The last of what was said is found at once, however much was said before."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from sqlite3 import Connection

import pytest
from sqlalchemy import text, update

from crm.customers.models import Customer
from crm.history import Content, Method, Talk, recent_lines, record_note, without_taken_back
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON, queue, queue_content, someone

CUSTOMERS = table_of(Customer)
STEPS = 10
ROWS_READ = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'interactions'")


def told(database: Database, talk: Talk, *, most: int, before_id: int = 2**62) -> list[str]:
    with database.reading() as session:
        return [line.text for line in recent_lines(session, talk.customer_id, most=most, before_id=before_id)]


def say(database: Database, talk: Talk, *keys: str) -> list[int]:
    ids = [queue(database, talk, key) for key in keys]
    return [interaction_id for interaction_id in ids if interaction_id is not None]


def merge(database: Database, talk: Talk, into: Talk) -> None:
    statement = update(CUSTOMERS).where(CUSTOMERS.c.id == talk.customer_id).values(root_id=into.customer_id)
    database.writer.run(lambda session: session.execute(statement))


def test_the_last_lines_come_oldest_first(database: Database) -> None:
    siti, budi = someone(database), someone(database)
    say(database, siti, "a", "b", "c")
    say(database, budi, "d")
    assert told(database, siti, most=2) == ["b", "c"]
    assert told(database, siti, most=9) == ["a", "b", "c"]


def test_what_was_said_later_can_be_left_out(database: Database) -> None:
    siti = someone(database)
    *_, last = say(database, siti, "a", "b", "c")
    assert told(database, siti, most=9, before_id=last) == ["a", "b"]


def test_a_note_of_the_staffs_is_not_shown(database: Database) -> None:
    siti = someone(database)
    say(database, siti, "a")
    database.writer.run(lambda session: record_note(session, siti, "note", "between us", NOON + timedelta(hours=1)))
    assert told(database, siti, most=9) == ["a"]


def test_what_was_said_before_a_merge_is_there_in_its_order(database: Database) -> None:
    phone, tablet = someone(database), someone(database)
    say(database, phone, "a")
    say(database, tablet, "b")
    say(database, phone, "c")
    merge(database, tablet, phone)
    assert told(database, phone, most=9) == told(database, tablet, most=9) == ["a", "b", "c"]
    assert told(database, tablet, most=2) == ["b", "c"]


def test_a_customer_who_said_much_is_recalled_with_no_more_work(database: Database) -> None:
    lively, quiet = someone(database), someone(database)
    say(database, lively, *(f"lively {number}" for number in range(300)))
    say(database, quiet, *(f"quiet {number}" for number in range(20)))
    assert 0 < work(database, lively) <= work(database, quiet) * 1.1


def work(database: Database, talk: Talk) -> int:
    """Return what a recall costs: rows read on PostgreSQL, tens of steps on SQLite."""
    with database.reading() as session:
        counted = steps_of_sqlite if session.is_sqlite else rows_of_postgresql
        return counted(session, lambda: recent_lines(session, talk.customer_id, most=10))


def steps_of_sqlite(session: Session, recall: Callable[[], object]) -> int:
    connection = session.connection.connection.dbapi_connection
    assert isinstance(connection, Connection)
    steps = count()
    connection.set_progress_handler(lambda: next(steps) < 0, STEPS)  # false: go on
    recall()
    connection.set_progress_handler(None, STEPS)
    return next(steps)


def rows_of_postgresql(session: Session, recall: Callable[[], object]) -> int:
    for way in ("seqscan", "bitmapscan"):  # which it takes for a table as small as this one
        session.execute(text(f"SET LOCAL enable_{way} = off"))
    before = session.scalar(ROWS_READ)
    recall()
    rows: int = session.scalar(ROWS_READ) - before
    return rows


@pytest.mark.parametrize("taken_back", ["wrong", "less wrong", "least wrong"])
def test_what_was_taken_back_is_left_out_with_all_its_versions(database: Database, taken_back: str) -> None:
    talk = someone(database)
    ids: dict[str, int | None] = {}

    def say_about(words: str, about: str | None = None, method: Method = Method.MESSAGE) -> None:
        content = Content(html=words, method=method, about=ids[about] if about else None)
        ids[words] = queue_content(database, talk, content, words)

    say_about("right")
    say_about("wrong")
    say_about("less wrong", "wrong", Method.EDIT)
    say_about("least wrong", "less wrong", Method.EDIT)
    say_about("more right", "right", Method.EDIT)
    say_about("taken back", taken_back, Method.DELETION)

    with database.reading() as session:
        lines = without_taken_back(recent_lines(session, talk.customer_id, most=10))
    assert [line.text for line in lines] == ["right", "more right"]
