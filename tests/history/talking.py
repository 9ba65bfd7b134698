"""Conversations to queue into, without anything of Telegram's."""

from datetime import UTC, datetime
from itertools import count

from crm.conversation.turns import talk_with
from crm.customers import Person
from crm.history import Content, Priority, Talk, queue_outbound
from crm.kernel.database import Database
from crm.kernel.session import Session

NOON = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
_people = count(1)


def someone(database: Database, account: str = "42") -> Talk:
    """Return the conversation of a customer who has just been met."""
    person = Person("telegram", account, str(next(_people)), "Siti")
    return database.writer.run(lambda session: talk_with(session, person, NOON))


def queue(
    database: Database, talk: Talk, key: str, priority: Priority = Priority.REPLY, *, now: datetime = NOON
) -> int | None:
    """Queue a word and return its interaction's id."""
    return queue_content(database, talk, Content(html=f"<b>{key}</b>", priority=priority), key, now=now)


def queue_content(database: Database, talk: Talk, content: Content, key: str, *, now: datetime = NOON) -> int | None:
    """Queue something to say and return its interaction's id."""

    def job(session: Session) -> int | None:
        return queue_outbound(session, talk, content, key=key, now=now)

    return database.writer.run(job)
