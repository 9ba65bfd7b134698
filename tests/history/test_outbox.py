"""The outbox: who may leave next, and what became of it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Row, select

from crm.customers.models import Chat
from crm.history import (
    Delivery,
    Priority,
    Said,
    SentMessage,
    State,
    Talk,
    decline_group,
    move_chat,
    record_inbound,
    register_staff_chat,
    tell_staff,
)
from crm.history.outbox import (
    DueDelivery,
    Ended,
    Part,
    claim,
    due_deliveries,
    give_up_abandoned,
    oldest_due,
    pause_chat,
    record_ends,
    record_parts,
    sent_parts,
    spoke_since,
    try_again,
    try_as_plain_text,
    try_without_quote,
)
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON, queue, someone

DELIVERIES, SENT, CHATS = table_of(Delivery), table_of(SentMessage), table_of(Chat)
LATER = NOON + timedelta(seconds=10)


def _due(database: Database, *, marketing: bool = False, now: datetime = NOON, most: int = 100) -> list[DueDelivery]:
    with database.reading() as session:
        return due_deliveries(session, "42", now, marketing=marketing, most=most)


def _row(database: Database, delivery_id: int) -> Row[Any]:
    with database.reading() as session:
        return session.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id)).one()


def _queued(database: Database, talk: Talk | None = None, priority: Priority = Priority.REPLY) -> int:
    talk = talk or someone(database)
    interaction_id = queue(database, talk, f"key {talk.chat_id} {priority}", priority)
    with database.reading() as session:
        return int(session.scalar(select(DELIVERIES.c.id).where(DELIVERIES.c.interaction_id == interaction_id)))


def _end(database: Database, delivery_id: int, state: State, reason: str | None = None) -> None:
    ends = [Ended(delivery_id, state, reason, NOON)]
    database.writer.run(lambda session: record_ends(session, ends, LATER))


# Queueing


def test_a_key_queues_one_delivery_however_often_its_job_runs(database: Database) -> None:
    talk = someone(database)
    assert queue(database, talk, "turn:1") is not None
    assert queue(database, talk, "turn:1") is None
    assert len(_due(database)) == 1


def test_what_is_queued_holds_its_words_and_its_markup(database: Database) -> None:
    queue(database, someone(database), "hello & more")
    [due] = _due(database)
    assert due.text == "hello & more"
    assert due.payload == {"html": "<b>hello & more</b>"}


# Who leaves next


def test_of_each_chat_only_the_oldest_leaves_whatever_its_priority(database: Database) -> None:
    talk = someone(database)
    first, _ = _queued(database, talk, Priority.SERVICE), _queued(database, talk, Priority.AGENT)
    assert [due.id for due in _due(database)] == [first]


def test_priority_chooses_between_chats(database: Database) -> None:
    service, reply, agent = (_queued(database, None, p) for p in (Priority.SERVICE, Priority.REPLY, Priority.AGENT))
    assert [due.id for due in _due(database)] == [agent, reply, service]
    assert [due.id for due in _due(database, most=1)] == [agent]


def test_marketing_waits_for_every_other_word_of_its_chat(database: Database) -> None:
    talk = someone(database)
    marketing, reply = _queued(database, talk, Priority.MARKETING), _queued(database, talk)
    assert _due(database, marketing=True) == []
    assert [due.id for due in _due(database)] == [reply]
    _end(database, reply, State.SENT)
    assert [due.id for due in _due(database, marketing=True)] == [marketing]


def test_a_reply_that_waits_to_be_tried_again_holds_its_chat(database: Database) -> None:
    talk = someone(database)
    first, second = _queued(database, talk), _queued(database, talk, Priority.SERVICE)
    database.writer.run(
        lambda session: try_again(session, first, LATER, state=State.UNKNOWN, reason="timeout", counted=True)
    )
    assert _due(database) == []
    assert [due.id for due in _due(database, now=LATER)] == [first]
    _end(database, first, State.UNKNOWN)
    assert [due.id for due in _due(database)] == [second]


def test_nothing_leaves_to_a_chat_that_is_paused(database: Database) -> None:
    talk, other = someone(database), someone(database)
    paused, free = _queued(database, talk), _queued(database, other)
    database.writer.run(lambda session: pause_chat(session, talk.chat_id, LATER))
    assert [due.id for due in _due(database)] == [free]
    assert [due.id for due in _due(database, now=LATER)] == [paused, free]


def test_another_accounts_deliveries_are_not_ours_to_send(database: Database) -> None:
    _queued(database, someone(database, account="other"))
    assert _due(database) == []


def test_since_when_the_oldest_waits_is_known(database: Database) -> None:
    with database.reading() as session:
        assert oldest_due(session) is None
    delivery_id = _queued(database)
    with database.reading() as session:
        assert oldest_due(session) == NOON
    _end(database, delivery_id, State.SENT)
    with database.reading() as session:
        assert oldest_due(session) is None


# What became of it


def test_the_same_end_twice_is_one_end(database: Database) -> None:
    delivery_id = _queued(database)
    _end(database, delivery_id, State.SENT)
    once = _row(database, delivery_id)
    _end(database, delivery_id, State.SENT)
    assert _row(database, delivery_id) == once


@pytest.mark.parametrize("earlier", [State.UNKNOWN, State.FAILED, State.SUPPRESSED])
def test_a_late_sent_overrides_what_was_noted_before(database: Database, earlier: State) -> None:
    delivery_id = _queued(database)
    _end(database, delivery_id, earlier, "no answer")
    _end(database, delivery_id, State.SENT)
    assert (_row(database, delivery_id).state, _row(database, delivery_id).reason) == (State.SENT, None)


@pytest.mark.parametrize("later", [State.UNKNOWN, State.FAILED, State.SUPPRESSED])
def test_nothing_overrides_sent(database: Database, later: State) -> None:
    delivery_id = _queued(database)
    _end(database, delivery_id, State.SENT)
    _end(database, delivery_id, later, "too late to say so")
    assert _row(database, delivery_id).state == State.SENT


PUTS_BACK: dict[str, Callable[..., None]] = {
    "again": lambda session, number: try_again(session, number, NOON, state=State.QUEUED, reason="x", counted=True),
    "as plain text": lambda session, number: try_as_plain_text(session, number, NOON),
    "without its quote": lambda session, number: try_without_quote(session, number, NOON),
}


@pytest.mark.parametrize("how", PUTS_BACK)
@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.SUPPRESSED])
def test_what_has_ended_is_never_put_back(database: Database, how: str, state: State) -> None:
    delivery_id = _queued(database)
    _end(database, delivery_id, state)
    database.writer.run(lambda session: PUTS_BACK[how](session, delivery_id))
    assert _row(database, delivery_id).state == state
    assert _due(database, now=LATER) == []


@pytest.mark.parametrize("how", PUTS_BACK)
def test_what_has_not_ended_is_put_back(database: Database, how: str) -> None:
    delivery_id = _queued(database)
    database.writer.run(lambda session: PUTS_BACK[how](session, delivery_id))
    [due] = _due(database)
    assert (due.id, due.as_plain_text) == (delivery_id, how == "as plain text")


def test_only_counted_attempts_count(database: Database) -> None:
    delivery_id = _queued(database)
    for counted in (True, False, True):
        job = _try_again(delivery_id, counted=counted)
        database.writer.run(job)
    assert _row(database, delivery_id).attempts == 2


def _try_again(delivery_id: int, *, counted: bool) -> Callable[..., None]:
    return lambda session: try_again(
        session, delivery_id, NOON, state=State.QUEUED, reason="flood_wait", counted=counted
    )


def test_ends_of_several_are_noted_together(database: Database) -> None:
    first, second = _queued(database), _queued(database)
    ends = [Ended(first, State.SENT, None, NOON), Ended(second, State.FAILED, "gone", NOON)]
    database.writer.run(lambda session: record_ends(session, ends, LATER))
    assert [_row(database, number).state for number in (first, second)] == [State.SENT, State.FAILED]
    assert _due(database) == []


def test_parts_are_facts_and_the_same_one_twice_is_one(database: Database) -> None:
    delivery_id = _queued(database)
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


# Marketing is sent once at most


def test_marketing_is_claimed_once(database: Database) -> None:
    delivery_id = _queued(database, None, Priority.MARKETING)
    assert database.writer.run(lambda session: claim(session, delivery_id, NOON))
    assert not database.writer.run(lambda session: claim(session, delivery_id, NOON))
    assert _due(database, marketing=True, now=LATER) == []


def test_what_a_gone_sender_had_claimed_is_unknown_and_never_queued_again(database: Database) -> None:
    claimed, waiting = _queued(database, None, Priority.MARKETING), _queued(database, None, Priority.MARKETING)
    database.writer.run(lambda session: claim(session, claimed, NOON))
    assert database.writer.run(lambda session: give_up_abandoned(session, "other", LATER)) == 0
    assert database.writer.run(lambda session: give_up_abandoned(session, "42", LATER)) == 1
    assert _row(database, claimed).state == State.UNKNOWN
    assert [due.id for due in _due(database, marketing=True, now=LATER)] == [waiting]
    database.writer.run(_try_again(claimed, counted=False))
    assert [due.id for due in _due(database, marketing=True, now=LATER)] == [waiting]


# Signs of life


def test_a_sign_of_life_counts_from_when_it_was_recorded(database: Database) -> None:
    talk = someone(database)
    said = Said(key="tg:1", kind="text", text="halo", said_at=NOON - timedelta(hours=1))
    database.writer.run(lambda session: record_inbound(session, talk, said, NOON))
    with database.reading() as session:
        assert spoke_since(session, talk.customer_id, NOON - timedelta(seconds=1))
        assert not spoke_since(session, talk.customer_id, NOON)


# Groups and the staff


def _kinds(database: Database) -> list[str]:
    with database.reading() as session:
        return [row.kind for row in session.execute(select(CHATS).order_by(CHATS.c.id))]


def _set_as_staff(database: Database, external_id: str) -> None:
    database.writer.run(lambda session: register_staff_chat(session, "telegram", "42", external_id))


def test_the_staff_are_told_once_for_each_key_in_each_of_their_chats(database: Database) -> None:
    for external_id in ("-1", "-2"):
        _set_as_staff(database, external_id)
    for _ in range(2):
        database.writer.run(lambda session: tell_staff(session, key="k", kind="staff_new_case", text="x", at=NOON))
    assert sorted(due.address for due in _due(database)) == ["-1", "-2"]
    assert {due.notice for due in _due(database)} == {"x"}


def _decline(
    database: Database, external_id: str = "-5", happened_at: datetime = NOON, *, joined: bool = False
) -> None:
    def job(session: Session) -> None:
        decline_group(session, "42", external_id, "only private", happened_at=happened_at, joined=joined, at=NOON)

    database.writer.run(job)


def _leaves(database: Database, ended_at: datetime) -> list[str]:
    """Send all that waits, and return what it was."""
    sent = []
    while due := _due(database):
        sent.append(due[0].method)
        ends = [Ended(due[0].id, State.SENT, None, NOON)]
        database.writer.run(partial(record_ends, ends=ends, now=ended_at))
    return sent


def test_a_foreign_group_is_told_once_and_left(database: Database) -> None:
    for _ in range(5):
        _decline(database)
    assert _leaves(database, LATER) == ["message", "leave"]


def test_what_comes_late_from_a_group_that_was_left_says_nothing_new(database: Database) -> None:
    _decline(database)
    _leaves(database, LATER)
    _decline(database, happened_at=NOON)
    _decline(database, happened_at=LATER)
    assert _leaves(database, LATER) == []


def test_a_group_that_takes_the_bot_in_again_is_told_and_left_again_once(database: Database) -> None:
    _decline(database)
    _leaves(database, LATER)
    for seconds in (1, 1, 2):
        _decline(database, happened_at=LATER + timedelta(seconds=seconds))
    assert _leaves(database, LATER + timedelta(seconds=3)) == ["message", "leave"]
    _decline(database, happened_at=LATER + timedelta(seconds=2), joined=True)
    assert _leaves(database, LATER) == []


def test_who_takes_the_bot_in_again_in_the_second_of_its_leaving_is_told_again(database: Database) -> None:
    _decline(database, joined=True)
    _leaves(database, LATER + timedelta(milliseconds=300))
    _decline(database, happened_at=LATER)
    assert _due(database) == []
    _decline(database, happened_at=LATER, joined=True)
    assert _leaves(database, LATER) == ["message", "leave"]


async def test_two_processes_that_hear_of_one_group_at_once_decline_it_once(database: Database) -> None:
    await asyncio.gather(*(asyncio.to_thread(_decline, database) for _ in range(8)))
    assert _leaves(database, LATER) == ["message", "leave"]


def test_a_group_that_was_declined_becomes_the_staffs_when_it_is_set(database: Database) -> None:
    _decline(database)
    _set_as_staff(database, "-5")
    assert _kinds(database) == ["staff"]
    _leaves(database, LATER)
    _decline(database, happened_at=LATER + timedelta(days=1))
    assert _due(database) == []


def test_what_waits_for_a_group_follows_it_when_it_moves(database: Database) -> None:
    _set_as_staff(database, "-5")
    database.writer.run(lambda session: tell_staff(session, key="k", kind="staff_new_case", text="x", at=NOON))
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    assert [due.address for due in _due(database)] == ["-100500"]


def test_a_group_that_was_met_at_its_new_address_first_still_moves(database: Database) -> None:
    _set_as_staff(database, "-5")
    database.writer.run(lambda session: tell_staff(session, key="k", kind="staff_new_case", text="x", at=NOON))
    _decline(database, "-100500")
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    assert [(due.address, due.notice) for due in _due(database)] == [("-100500", "x")]
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    _decline(database, "-100500")
    assert [due.notice for due in _due(database)] == ["x"]
