"""Who may leave next."""

from crm.history import (
    Priority,
    State,
)
from crm.history.outbox import (
    oldest_due,
    try_again,
)
from crm.history.pausing import pause_chat
from crm.kernel.database import Database
from tests.history.outboxes import LATER, due_now, end, queued
from tests.history.talking import NOON, someone


def test_of_each_chat_only_the_oldest_leaves_whatever_its_priority(database: Database) -> None:
    talk = someone(database)
    first, _ = queued(database, talk, Priority.SERVICE), queued(database, talk, Priority.AGENT)
    assert [due.id for due in due_now(database)] == [first]


def test_priority_chooses_between_chats(database: Database) -> None:
    service, reply, agent = (queued(database, None, p) for p in (Priority.SERVICE, Priority.REPLY, Priority.AGENT))
    assert [due.id for due in due_now(database)] == [agent, reply, service]
    assert [due.id for due in due_now(database, most=1)] == [agent]


def test_marketing_waits_for_every_other_word_of_its_chat(database: Database) -> None:
    talk = someone(database)
    marketing, reply = queued(database, talk, Priority.MARKETING), queued(database, talk)
    assert due_now(database, marketing=True) == []
    assert [due.id for due in due_now(database)] == [reply]
    end(database, reply, State.SENT)
    assert [due.id for due in due_now(database, marketing=True)] == [marketing]


def test_a_reply_that_waits_to_be_tried_again_holds_its_chat(database: Database) -> None:
    talk = someone(database)
    first, second = queued(database, talk), queued(database, talk, Priority.SERVICE)
    database.writer.run(
        lambda session: try_again(session, first, LATER, state=State.UNKNOWN, reason="timeout", counted=True)
    )
    assert due_now(database) == []
    assert [due.id for due in due_now(database, now=LATER)] == [first]
    end(database, first, State.UNKNOWN)
    assert [due.id for due in due_now(database)] == [second]


def test_nothing_leaves_to_a_chat_that_is_paused(database: Database) -> None:
    talk, other = someone(database), someone(database)
    paused, free = queued(database, talk), queued(database, other)
    database.writer.run(lambda session: pause_chat(session, talk.chat_id, LATER))
    assert [due.id for due in due_now(database)] == [free]
    assert [due.id for due in due_now(database, now=LATER)] == [paused, free]


def test_another_accounts_deliveries_are_not_ours_to_send(database: Database) -> None:
    queued(database, someone(database, account="other"))
    assert due_now(database) == []


def test_since_when_the_oldest_waits_is_known(database: Database) -> None:
    with database.reading() as session:
        assert oldest_due(session) is None
    delivery_id = queued(database)
    with database.reading() as session:
        assert oldest_due(session) == NOON
    end(database, delivery_id, State.SENT)
    with database.reading() as session:
        assert oldest_due(session) is None
