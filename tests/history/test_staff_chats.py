"""Groups: the staff's are told, others are declined, and what waits for one follows it."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from crm.history import (
    State,
    decline_group,
    groups_left,
    move_chat,
    register_staff_chat,
    tell_staff,
)
from crm.history.outbox import (
    Ended,
    record_ends,
)
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.history.outboxes import CHATS, LATER, due_now
from tests.history.talking import NOON


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
    assert sorted(due.address for due in due_now(database)) == ["-1", "-2"]
    assert {due.notice for due in due_now(database)} == {"x"}


def _decline(
    database: Database,
    external_id: str = "-5",
    happened_at: datetime = NOON,
    *,
    joined: bool = False,
    title: str | None = "Family",
) -> bool:
    def job(session: Session) -> bool:
        words = "only private"
        return decline_group(
            session, "42", external_id, words, title=title, happened_at=happened_at, joined=joined, at=NOON
        )

    return database.writer.run(job)


def _leaves(database: Database, ended_at: datetime) -> list[str]:
    """Send all that waits, and return what it was."""
    sent = []
    while due := due_now(database):
        sent.append(due[0].method)
        ends = [Ended(due[0].id, State.SENT, None, NOON)]
        database.writer.run(partial(record_ends, ends=ends, now=ended_at))
    return sent


def test_a_foreign_group_is_told_once_and_left(database: Database) -> None:
    for _ in range(5):
        _decline(database)
    assert _leaves(database, LATER) == ["message", "leave"]


def test_the_groups_that_were_left_last_are_known_by_name(database: Database) -> None:
    titles = ["Family", None, "Staff", "Market", "Football"]
    assert [_decline(database, f"-{n}", title=title) for n, title in enumerate(titles)] == [True] * 5
    assert not _decline(database, "-1", title="Said again")
    with database.reading() as session:
        assert groups_left(session, 3) == [("-4", "Football"), ("-3", "Market"), ("-2", "Staff")]
        assert groups_left(session, 9)[3:] == [("-1", None), ("-0", "Family")]


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
    assert due_now(database) == []
    _decline(database, happened_at=LATER, joined=True)
    assert _leaves(database, LATER) == ["message", "leave"]


def test_who_takes_the_bot_in_again_before_its_leaving_is_written_down_is_told_again(database: Database) -> None:
    _decline(database, happened_at=NOON - timedelta(seconds=2), joined=True)
    assert not _decline(database, happened_at=NOON - timedelta(seconds=1), joined=True), "before it was told to leave"
    assert not _decline(database, happened_at=NOON + timedelta(seconds=1)), "said by others, who may still have it in"
    assert not _decline(database, happened_at=NOON, joined=True), "it may be the same taking in, told twice"
    assert _decline(database, happened_at=NOON + timedelta(seconds=1), joined=True)
    assert _leaves(database, LATER) == ["message", "leave", "message", "leave"]


async def test_two_processes_that_hear_of_one_group_at_once_decline_it_once(database: Database) -> None:
    await asyncio.gather(*(asyncio.to_thread(_decline, database) for _ in range(8)))
    assert _leaves(database, LATER) == ["message", "leave"]


def test_a_group_that_was_declined_becomes_the_staffs_when_it_is_set(database: Database) -> None:
    _decline(database)
    _set_as_staff(database, "-5")
    assert _kinds(database) == ["staff"]
    _leaves(database, LATER)
    _decline(database, happened_at=LATER + timedelta(days=1))
    assert due_now(database) == []


def test_what_waits_for_a_group_follows_it_when_it_moves(database: Database) -> None:
    _set_as_staff(database, "-5")
    database.writer.run(lambda session: tell_staff(session, key="k", kind="staff_new_case", text="x", at=NOON))
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    assert [due.address for due in due_now(database)] == ["-100500"]


def test_a_group_that_was_met_at_its_new_address_first_still_moves(database: Database) -> None:
    _set_as_staff(database, "-5")
    database.writer.run(lambda session: tell_staff(session, key="k", kind="staff_new_case", text="x", at=NOON))
    _decline(database, "-100500")
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    assert [(due.address, due.notice) for due in due_now(database)] == [("-100500", "x")]
    database.writer.run(lambda session: move_chat(session, "42", "-5", "-100500"))
    _decline(database, "-100500")
    assert [due.notice for due in due_now(database)] == ["x"]
