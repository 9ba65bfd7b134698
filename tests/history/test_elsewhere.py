"""Contacts made outside the chats stand in the one history, and are told to nobody unasked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from crm.history import (
    Contact,
    ContactChannel,
    Direction,
    Interaction,
    Talk,
    add_contact,
    contacts_elsewhere,
    recent_lines,
    said_since,
)
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.talking import NOON, someone

INTERACTIONS = table_of(Interaction)


def call(talk: Talk) -> Contact:
    return Contact(
        customer_id=talk.customer_id, channel=ContactChannel.CALL, is_inbound=True, at=NOON - timedelta(days=3),
        words="Menanyakan pengganti pesanan 4411.", by="Sari",
    )  # fmt: skip


def add(database: Database, contact: Contact) -> int | None:
    return database.writer.run(lambda session: add_contact(session, contact, NOON))


def test_a_call_is_one_row_of_the_history_with_who_wrote_it_down(database: Database) -> None:
    talk = someone(database)
    added = add(database, call(talk))
    with database.reading() as session:
        row = session.execute(select(INTERACTIONS).where(INTERACTIONS.c.id == added)).one()
    assert (row.conversation_id, row.kind, row.direction, row.author) == (None, "call", Direction.INBOUND, "staff:Sari")
    assert (row.said_at, row.recorded_at) == (NOON - timedelta(days=3), NOON)


def test_the_same_again_changes_nothing_and_another_one_is_another(database: Database) -> None:
    talk = someone(database)
    contact = call(talk)
    assert add(database, contact) is not None
    assert add(database, replace(contact, words="Menanyakan  pengganti pesanan 4411. ", by="Budi")) is None
    assert add(database, replace(contact, at=contact.at + timedelta(minutes=1))) is not None
    assert add(database, replace(contact, key="crm:1")) is not None
    assert add(database, replace(contact, key="crm:1", words="Lain")) is None


def test_what_was_said_elsewhere_is_no_part_of_any_conversation(database: Database) -> None:
    talk = someone(database)
    add(database, call(talk))
    with database.reading() as session:
        assert recent_lines(session, talk.customer_id, most=9) == []
        assert said_since(session, talk.customer_id, talk.conversation_id, 0) == []
        assert [line.text for line in contacts_elsewhere(session, [talk.customer_id], most=9)] == [call(talk).words]


def test_they_come_in_the_order_in_which_they_were_made(database: Database) -> None:
    talk = someone(database)
    for days in (1, 5, 3):
        add(database, replace(call(talk), at=NOON - timedelta(days=days), words=f"{days}"))
    with database.reading() as session:
        assert [line.text for line in contacts_elsewhere(session, [talk.customer_id], most=2)] == ["3", "1"]


def test_nothing_is_said_to_anybody(database: Database) -> None:
    add(database, replace(call(someone(database)), is_inbound=False))
    with database.reading() as session:
        for table in ("deliveries", "notices"):
            assert session.scalar(select(func.count()).select_from(text(table))) == 0


@pytest.mark.parametrize("words", ["", "  ", "x" * 10_001])
def test_without_words_or_with_a_book_there_is_nothing_to_write_down(database: Database, words: str) -> None:
    contact = replace(call(someone(database)), words=words)
    with pytest.raises(ValueError, match="1 to 10000"):
        add(database, contact)


def test_nobody_is_no_customer(database: Database) -> None:
    contact = replace(call(someone(database)), customer_id=99_999)
    with pytest.raises(LookupError):
        add(database, contact)
