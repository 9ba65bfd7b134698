"""Contacts that were made outside any chat: a call, a visit, an e-mail, an interview, written down by somebody.

They stand in the one history, without a conversation. A chat is shown them on request alone, once it proved who it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from sqlalchemy import bindparam, insert, select

from crm.customers import lock_roots
from crm.history.appending import append_interaction
from crm.history.models import Direction, Interaction
from crm.history.queries import LINE_COLUMNS, Line
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

INTERACTIONS = table_of(Interaction)
LONGEST_WORDS: Final = 10_000  # characters


class ContactChannel(StrEnum):
    """How the business and a customer met outside the chats. Also the kind of the interaction."""

    CALL = "call"
    VISIT = "visit"
    EMAIL = "email"
    INTERVIEW = "interview"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact: with whom, how, which side began it, when, what was said, and who of the business wrote it down.

    `words` are fit to be read by the customer. `key` names the contact in the system that it comes from; without one,
    the same contact is the one with the same customer, channel, side, moment and words.
    """

    customer_id: int
    channel: ContactChannel
    is_inbound: bool
    at: datetime
    words: str
    by: str
    key: str | None = None


def add_contact(session: Session, contact: Contact, now: datetime) -> int | None:
    """Write a contact into the history and return its interaction's id, or None if it is there already.

    Nothing is said to the customer. Raises LookupError for a customer who is not there, ValueError for no words.
    """
    if not contact.words.strip() or len(contact.words) > LONGEST_WORDS:
        raise ValueError(f"a contact has 1 to {LONGEST_WORDS} characters")
    lock_roots(session, contact.customer_id)
    interaction_id = append_interaction(
        session,
        {
            "customer_id": contact.customer_id,
            "direction": Direction.INBOUND if contact.is_inbound else Direction.OUTBOUND,
            "kind": contact.channel.value,
            "text": contact.words.strip(),
            "author": f"staff:{contact.by}",
            "said_at": contact.at,
            "recorded_at": now,
            "key": f"contact:{contact.key or _fingerprint(contact)}",
        },
    )
    if interaction_id is not None:
        session.execute(
            insert(table_of(AuditEntry)),
            {
                "at": now,
                "actor": f"staff:{contact.by}",
                "action": "contact.added",
                "subject": f"interaction:{interaction_id}",
            },
        )
    return interaction_id


def _fingerprint(contact: Contact) -> str:
    said = (
        contact.customer_id, contact.channel.value, contact.is_inbound, contact.at.timestamp(),
        " ".join(contact.words.split()),
    )  # fmt: skip
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


_made_elsewhere = Prepared(
    select(*LINE_COLUMNS)
    .where(INTERACTIONS.c.customer_id == bindparam("customer_id"), INTERACTIONS.c.conversation_id.is_(None))
    .order_by(INTERACTIONS.c.said_at.desc(), INTERACTIONS.c.id.desc())
    .limit(bindparam("most"))
)


def contacts_elsewhere(session: Session, customer_ids: Collection[int], *, most: int) -> list[Line]:
    """Return the last contacts made elsewhere with these customers, oldest first.

    A chat may be shown those of `customers_told` alone, and only on request.
    """
    lines: list[Line] = []
    for customer_id in customer_ids:
        values = {"customer_id": customer_id, "most": most}
        lines += [Line(*row) for row in session.rows(_made_elsewhere, values)]
    return sorted(lines, key=lambda line: (line.said_at, line.id))[-most:]
