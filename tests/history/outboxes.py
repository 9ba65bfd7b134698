"""What the tests of the outbox do to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from crm.customers.models import Chat
from crm.history import (
    Delivery,
    Priority,
    SentMessage,
    State,
    Talk,
)
from crm.history.outbox import (
    DueDelivery,
    Ended,
    due_deliveries,
    record_ends,
    try_again,
)
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.talking import NOON, queue, someone

DELIVERIES, SENT, CHATS = table_of(Delivery), table_of(SentMessage), table_of(Chat)
LATER = NOON + timedelta(seconds=10)


def due_now(database: Database, *, marketing: bool = False, now: datetime = NOON, most: int = 100) -> list[DueDelivery]:
    with database.reading() as session:
        return due_deliveries(session, "42", now, marketing=marketing, most=most)


def row_of(database: Database, delivery_id: int) -> Row[Any]:
    with database.reading() as session:
        return session.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id)).one()


def queued(database: Database, talk: Talk | None = None, priority: Priority = Priority.REPLY) -> int:
    talk = talk or someone(database)
    interaction_id = queue(database, talk, f"key {talk.chat_id} {priority}", priority)
    with database.reading() as session:
        return int(session.scalar(select(DELIVERIES.c.id).where(DELIVERIES.c.interaction_id == interaction_id)))


def end(database: Database, delivery_id: int, state: State, reason: str | None = None) -> None:
    ends = [Ended(delivery_id, state, reason, NOON)]
    database.writer.run(lambda session: record_ends(session, ends, LATER))


def counted_again(delivery_id: int, *, counted: bool) -> Callable[..., None]:
    return lambda session: try_again(
        session, delivery_id, NOON, state=State.QUEUED, reason="flood_wait", counted=counted
    )
