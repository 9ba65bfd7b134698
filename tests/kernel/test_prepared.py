"""What is prepared does as the statement itself does, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from crm.history import Conversation, Said, recent_lines, record_inbound
from crm.history.models import Direction
from crm.kernel.database import Database
from crm.kernel.models import Lease, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new
from tests.history.talking import someone

LEASES = table_of(Lease)
NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)

new_lease = insert_new(LEASES, "term")
lease = Prepared(select(LEASES.c.name, LEASES.c.expires_at, LEASES.c.term).where(LEASES.c.name == bindparam("lease")))
all_leases = Prepared(select(LEASES.c.name).order_by(LEASES.c.name))
prolong = Prepared(update(LEASES).where(LEASES.c.name == bindparam("lease")).values(expires_at=bindparam("until")))


def add(session: Session, name: str) -> object:
    return session.value(new_lease, {"name": name, "holder": "a", "expires_at": NOON})


def test_a_row_comes_back_as_it_was_written_with_the_tables_defaults(database: Database) -> None:
    def job(session: Session) -> None:
        assert add(session, "x") == 1
        assert session.first(lease, {"lease": "x"}) == ("x", NOON, 1)

    database.writer.run(job)


def test_a_row_that_is_there_already_gives_nothing(database: Database) -> None:
    assert database.writer.run(lambda session: add(session, "x")) == 1
    assert database.writer.run(lambda session: add(session, "x")) is None


def test_what_is_not_there_is_none(database: Database) -> None:
    with database.reading() as session:
        assert session.first(lease, {"lease": "nobody"}) is None
        assert session.value(lease, {"lease": "nobody"}) is None
        assert session.rows(all_leases, {}) == []


def test_a_change_tells_how_many_rows_it_changed(database: Database) -> None:
    def job(session: Session) -> None:
        add(session, "x")
        assert session.change(prolong, {"lease": "x", "until": NOON}) == 1
        assert session.change(prolong, {"lease": "nobody", "until": NOON}) == 0

    database.writer.run(job)


def test_several_rows_of_values_are_written_each(database: Database) -> None:
    rows = [{"name": name, "holder": "a", "expires_at": NOON} for name in "xyz"]

    def job(session: Session) -> None:
        session.change_all(insert_new(LEASES), rows)
        session.change_all(insert_new(LEASES), [])

    database.writer.run(job)
    with database.reading() as session:
        assert [name for (name,) in session.rows(all_leases, {})] == ["x", "y", "z"]


def test_the_same_statement_takes_values_under_other_names(database: Database) -> None:
    def job(session: Session) -> None:
        session.value(new_lease, {"name": "x", "holder": "a", "expires_at": NOON, "term": 7})
        add(session, "y")
        assert session.first(lease, {"lease": "x"}) == ("x", NOON, 7)
        assert session.first(lease, {"lease": "y"}) == ("y", NOON, 1)

    database.writer.run(job)


@pytest.mark.parametrize("payload", [{"a": ["ü", 1, None]}, None])
def test_json_and_enumerations_are_converted_both_ways(database: Database, payload: dict[str, object] | None) -> None:
    said = Said(key="k", kind="text", text="x", said_at=NOON, payload=payload)
    talk = someone(database)
    database.writer.run(lambda session: record_inbound(session, talk, said, NOON))
    with database.reading() as session:
        (line,) = recent_lines(session, talk.customer_id, most=5)
    assert line.payload == payload
    assert line.direction is Direction.INBOUND
    assert line.said_at == NOON


def test_an_error_keeps_the_values_to_itself(database: Database) -> None:
    words = "what a customer said"
    broken = Prepared(insert(table_of(Conversation)))
    with pytest.raises(DBAPIError) as raised:
        database.writer.run(
            lambda session: session.change(broken, {"customer_id": None, "chat_id": 1, "holder": words})
        )
    assert "conversations" in str(raised.value.statement)
    assert raised.value.params is None


def test_a_list_of_unknown_length_is_refused(database: Database) -> None:
    some = Prepared(select(LEASES.c.name).where(LEASES.c.name.in_(bindparam("names", expanding=True))))
    with database.reading() as session, pytest.raises(TypeError, match="unknown length"):
        session.rows(some, {"names": ["x"]})
