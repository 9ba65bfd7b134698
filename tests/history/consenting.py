"""Customers who have said yes to marketing."""

from itertools import count

from crm.consent import Evidence, Purpose, take_up_again
from crm.history import Said, Talk, record_inbound
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.history.talking import NOON

_keys = count(1)


def said(session: Session, talk: Talk, text: str = "ya") -> int:
    """Record a customer's words and return their interaction's id."""
    words = Said(key=f"said:{next(_keys)}", kind="text", text=text, said_at=NOON)
    interaction_id = record_inbound(session, talk, words, NOON)
    assert interaction_id is not None
    return interaction_id


def evidence(session: Session, talk: Talk) -> Evidence:
    """Return what proves an answer that is given now."""
    return Evidence(said(session, talk), NOON, "id-1")


def consents(database: Database, talk: Talk, *purposes: Purpose) -> None:
    """Have a customer say yes: to offers, if nothing else is said."""
    database.writer.run(
        lambda session: take_up_again(session, talk.customer_id, purposes or (Purpose.OFFERS,), evidence(session, talk))
    )
