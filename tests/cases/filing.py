"""Customers with cases, for the tests of this room."""

from datetime import datetime, timedelta

from sqlalchemy import select

from crm.cases import Case, OpenCase, cases_of, open_case
from crm.history import Said, Talk, record_inbound
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.history.talking import NOON

CASES, AUDIT = table_of(Case), table_of(AuditEntry)
LONG_AGO = NOON - timedelta(days=100)


def say(database: Database, talk: Talk, key: str) -> int:
    """Let a customer say something and return its id."""
    said = Said(key=f"{talk.chat_id} {key}", kind="text", text=key, said_at=NOON)
    number = database.writer.run(lambda session: record_inbound(session, talk, said, NOON))
    assert number is not None
    return number


def file_case(database: Database, talk: Talk, *numbers: int, due_at: datetime = NOON) -> int:
    """Open a case with what was said, and return its id."""

    def job(session: Session) -> int:
        return open_case(
            session,
            customer_id=talk.customer_id,
            conversation_id=talk.conversation_id,
            category="late",
            order_number="KD-1",
            words="it is late",
            interaction_ids=numbers,
            at=NOON,
            due_at=due_at,
        )

    return database.writer.run(job)


def cases(database: Database, talk: Talk) -> list[OpenCase]:
    """Return all cases of a customer."""
    with database.reading() as session:
        return cases_of(session, talk.customer_id, closed_since=LONG_AGO)


def actions(database: Database) -> list[str]:
    """Return what the audit says, in order."""
    with database.reading() as session:
        return list(session.execute(select(AUDIT.c.action).order_by(AUDIT.c.id)).scalars())
