"""What became of a delivery is written down once, and what was sent stays sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crm.history import (
    Priority,
    Said,
    State,
    record_inbound,
)
from crm.history.outbox import (
    Ended,
    Part,
    claim,
    give_up_abandoned,
    record_ends,
    record_parts,
    sent_parts,
    spoke_since,
    try_again,
    try_as_message,
    try_as_plain_text,
    try_without_quote,
)
from crm.kernel.database import Database
from tests.history.outboxes import LATER, SENT, counted_again, due_now, end, queued, row_of
from tests.history.talking import NOON, someone


def test_the_same_end_twice_is_one_end(database: Database) -> None:
    delivery_id = queued(database)
    end(database, delivery_id, State.SENT)
    once = row_of(database, delivery_id)
    end(database, delivery_id, State.SENT)
    assert row_of(database, delivery_id) == once


@pytest.mark.parametrize("earlier", [State.UNKNOWN, State.FAILED, State.SUPPRESSED])
def test_a_late_sent_overrides_what_was_noted_before(database: Database, earlier: State) -> None:
    delivery_id = queued(database)
    end(database, delivery_id, earlier, "no answer")
    end(database, delivery_id, State.SENT)
    assert (row_of(database, delivery_id).state, row_of(database, delivery_id).reason) == (State.SENT, None)


@pytest.mark.parametrize("later", [State.UNKNOWN, State.FAILED, State.SUPPRESSED])
def test_nothing_overrides_sent(database: Database, later: State) -> None:
    delivery_id = queued(database)
    end(database, delivery_id, State.SENT)
    end(database, delivery_id, later, "too late to say so")
    assert row_of(database, delivery_id).state == State.SENT


PUTS_BACK: dict[str, Callable[..., None]] = {
    "again": lambda session, number: try_again(session, number, NOON, state=State.QUEUED, reason="x", counted=True),
    "as plain text": lambda session, number: try_as_plain_text(session, number, NOON),
    "as a new message": lambda session, number: try_as_message(session, number, NOON),
    "without its quote": lambda session, number: try_without_quote(session, number, NOON),
}


@pytest.mark.parametrize("how", PUTS_BACK)
@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.SUPPRESSED])
def test_what_has_ended_is_never_put_back(database: Database, how: str, state: State) -> None:
    delivery_id = queued(database)
    end(database, delivery_id, state)
    database.writer.run(lambda session: PUTS_BACK[how](session, delivery_id))
    assert row_of(database, delivery_id).state == state
    assert due_now(database, now=LATER) == []


@pytest.mark.parametrize("how", PUTS_BACK)
def test_what_has_not_ended_is_put_back(database: Database, how: str) -> None:
    delivery_id = queued(database)
    database.writer.run(lambda session: PUTS_BACK[how](session, delivery_id))
    [due] = due_now(database)
    assert (due.id, due.as_plain_text) == (delivery_id, how == "as plain text")


def test_only_counted_attempts_count(database: Database) -> None:
    delivery_id = queued(database)
    for counted in (True, False, True):
        job = counted_again(delivery_id, counted=counted)
        database.writer.run(job)
    assert row_of(database, delivery_id).attempts == 2


def test_ends_of_several_are_noted_together(database: Database) -> None:
    first, second = queued(database), queued(database)
    ends = [Ended(first, State.SENT, None, NOON), Ended(second, State.FAILED, "gone", NOON)]
    database.writer.run(lambda session: record_ends(session, ends, LATER))
    assert [row_of(database, number).state for number in (first, second)] == [State.SENT, State.FAILED]
    assert due_now(database) == []


def test_parts_are_facts_and_the_same_one_twice_is_one(database: Database) -> None:
    delivery_id = queued(database)
    parts = [Part(delivery_id, 0, 1, 77), Part(delivery_id, 1, 1, 78)]
    for _ in range(2):
        database.writer.run(lambda session: record_parts(session, parts))
    with database.reading() as session:
        assert sent_parts(session, delivery_id) == {0, 1}
        assert len(session.execute(select(SENT).where(SENT.c.delivery_id == delivery_id)).all()) == 2


def test_nothing_to_note_is_no_error(database: Database) -> None:
    def job(session: Any) -> None:
        record_parts(session, [])
        record_ends(session, [], NOON)

    database.writer.run(job)


def test_marketing_is_claimed_once(database: Database) -> None:
    delivery_id = queued(database, None, Priority.MARKETING)
    assert database.writer.run(lambda session: claim(session, delivery_id, NOON))
    assert not database.writer.run(lambda session: claim(session, delivery_id, NOON))
    assert due_now(database, marketing=True, now=LATER) == []


def test_what_a_gone_sender_had_claimed_is_unknown_and_never_queued_again(database: Database) -> None:
    claimed, waiting = queued(database, None, Priority.MARKETING), queued(database, None, Priority.MARKETING)
    database.writer.run(lambda session: claim(session, claimed, NOON))
    assert database.writer.run(lambda session: give_up_abandoned(session, "other", LATER)) == 0
    assert database.writer.run(lambda session: give_up_abandoned(session, "42", LATER)) == 1
    assert row_of(database, claimed).state == State.UNKNOWN
    assert [due.id for due in due_now(database, marketing=True, now=LATER)] == [waiting]
    database.writer.run(counted_again(claimed, counted=False))
    assert [due.id for due in due_now(database, marketing=True, now=LATER)] == [waiting]


def test_a_sign_of_life_counts_from_when_it_was_recorded(database: Database) -> None:
    talk = someone(database)
    said = Said(key="tg:1", kind="text", text="halo", said_at=NOON - timedelta(hours=1))
    database.writer.run(lambda session: record_inbound(session, talk, said, NOON))
    with database.reading() as session:
        assert spoke_since(session, talk.customer_id, NOON - timedelta(seconds=1))
        assert not spoke_since(session, talk.customer_id, NOON)


@pytest.mark.parametrize("how", PUTS_BACK)
def test_marketing_that_telegram_refused_is_asked_for_and_claimed_anew(database: Database, how: str) -> None:
    delivery_id = queued(database, None, Priority.MARKETING)
    assert database.writer.run(lambda session: claim(session, delivery_id, NOON))
    database.writer.run(lambda session: PUTS_BACK[how](session, delivery_id))
    assert row_of(database, delivery_id).state == State.QUEUED
    assert database.writer.run(lambda session: claim(session, delivery_id, NOON))
