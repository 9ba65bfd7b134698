"""What is asked of the history."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from crm.customers.queries import customers_of_root
from crm.history.models import Direction, Interaction
from crm.history.recording import Talk
from crm.kernel.masking_split import shown_words
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

INTERACTIONS = table_of(Interaction)
NOT_WORDS = ("edit", "reaction", "block", "unblock", "button", "service")
"""Kinds of inbound interaction that ask for no answer."""
DATED_WHEN_RECEIVED = ("button", "service", "block", "unblock")
"""Kinds that tell nothing of when the customer was there, or that whoever opens and closes a channel looks at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One interaction as it is shown and answered. What is only the rest of a secret is hidden from the start."""

    id: int
    direction: Direction
    kind: str
    text: str
    payload: dict[str, Any] | None
    author: str
    said_at: datetime
    message_id: int | None
    album_id: str | None

    def __post_init__(self) -> None:
        """Hide what the words before have called a secret."""
        object.__setattr__(self, "text", shown_words(self.text, self.payload))


LINE_COLUMNS = (
    INTERACTIONS.c.id,
    INTERACTIONS.c.direction,
    INTERACTIONS.c.kind,
    INTERACTIONS.c.text,
    INTERACTIONS.c.payload,
    INTERACTIONS.c.author,
    INTERACTIONS.c.said_at,
    INTERACTIONS.c.message_id,
    INTERACTIONS.c.album_id,
)
"""What a Line holds, in its order."""

_said_after = (
    INTERACTIONS.c.customer_id == bindparam("customer_id"),
    INTERACTIONS.c.conversation_id == bindparam("conversation_id"),
    INTERACTIONS.c.id > bindparam("since_id"),
    INTERACTIONS.c.direction == Direction.INBOUND,
)
_said_since = Prepared(
    select(*LINE_COLUMNS)
    .where(
        *_said_after,
        *(INTERACTIONS.c.kind != kind for kind in NOT_WORDS if kind != "edit"),
    )
    .order_by(INTERACTIONS.c.id)
    .limit(200)
)
_waiting_since = Prepared(
    select(INTERACTIONS.c.recorded_at)
    .where(
        *_said_after,
        *(INTERACTIONS.c.kind != kind for kind in NOT_WORDS),
    )
    .order_by(INTERACTIONS.c.id)
    .limit(1)
)
_spoke_after = Prepared(
    select(INTERACTIONS.c.id)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.conversation_id == bindparam("conversation_id"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        *(INTERACTIONS.c.kind != kind for kind in DATED_WHEN_RECEIVED),
        INTERACTIONS.c.said_at > bindparam("moment"),
    )
    .limit(1)
)
_last_heard_at = Prepared(
    select(INTERACTIONS.c.said_at)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.conversation_id == bindparam("conversation_id"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        INTERACTIONS.c.id < bindparam("before_id"),
        *(INTERACTIONS.c.kind != kind for kind in ("service", "block", "unblock")),
    )
    .order_by(INTERACTIONS.c.id.desc())
    .limit(1)
)
_versions = Prepared(
    select(INTERACTIONS.c.id, INTERACTIONS.c.kind, INTERACTIONS.c.text)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.conversation_id == bindparam("conversation_id"),
        INTERACTIONS.c.message_id == bindparam("message_id"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        *(INTERACTIONS.c.kind != kind for kind in NOT_WORDS if kind != "edit"),
        INTERACTIONS.c.id < bindparam("before_id"),
    )
    .order_by(INTERACTIONS.c.id)
)
_recent_of_customer = Prepared(
    select(*LINE_COLUMNS)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.id < bindparam("before_id"),
        INTERACTIONS.c.direction != Direction.NOTE,
        INTERACTIONS.c.conversation_id.is_not(None),
    )
    .order_by(INTERACTIONS.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before an edit: its first interaction, and the words it had last."""

    first_id: int
    text: str


def said_since(session: Session, customer_id: int, conversation_id: int, since_id: int) -> list[Line]:
    """Return what the customer said in this conversation after an interaction, oldest first; at most 200 lines.

    What was edited meanwhile has its new words.
    """
    values = {"customer_id": customer_id, "conversation_id": conversation_id, "since_id": since_id}
    rows = [Line(*row) for row in session.rows(_said_since, values)]
    edited = {row.message_id: row.text for row in rows if row.kind == "edit"}
    return [
        replace(row, text=edited[row.message_id]) if row.message_id in edited else row
        for row in rows
        if row.kind != "edit"
    ]


def version_before(session: Session, talk: Talk, message_id: int | None, edit_id: int) -> Version | None:
    """Return what a message of the customer's said before an edit, or None where it has not come yet."""
    values = {
        "customer_id": talk.customer_id,
        "conversation_id": talk.conversation_id,
        "message_id": message_id,
        "before_id": edit_id,
    }
    versions = session.rows(_versions, values)
    first = next((interaction_id for interaction_id, kind, _ in versions if kind != "edit"), None)
    return None if first is None else Version(first, versions[-1][2])


_said_by = select(INTERACTIONS.c.customer_id).where(INTERACTIONS.c.id == bindparam("interaction"))


def said_by(session: Session, interaction_id: int) -> int:
    """Return the customer of an interaction."""
    customer_id: int = session.scalar(_said_by, {"interaction": interaction_id})
    return customer_id


def waiting_since(session: Session, customer_id: int, conversation_id: int, since_id: int) -> datetime | None:
    """Return when the first words after an interaction came in, or None if there are none."""
    values = {"customer_id": customer_id, "conversation_id": conversation_id, "since_id": since_id}
    moment: datetime | None = session.value(_waiting_since, values)
    return moment


def spoke_after(session: Session, customer_id: int, conversation_id: int, moment: datetime) -> bool:
    """Tell whether the customer said anything in this conversation after a moment of the channel's time."""
    values = {"customer_id": customer_id, "conversation_id": conversation_id, "moment": moment}
    return session.value(_spoke_after, values) is not None


def last_heard_at(session: Session, customer_id: int, conversation_id: int, before_id: int) -> datetime | None:
    """Return when the customer was last there in this conversation before an interaction, or None if never."""
    values = {"customer_id": customer_id, "conversation_id": conversation_id, "before_id": before_id}
    moment: datetime | None = session.value(_last_heard_at, values)
    return moment


def recent_lines(
    session: Session, customer_id: int, *, most: int, before_id: int = 2**62, among: Collection[int] | None = None
) -> list[Line]:
    """Return the last lines of all that was said in chats with this customer, also before a merge, oldest first.

    Calls, visits and other contacts made elsewhere are not among them: they are shown only on request. `among` leaves
    out other customers of the root: what a chat may not be told (`customers_told`).
    Each customer of the root is asked for alone: over several at once, PostgreSQL reads and sorts all they ever said.
    """
    lines = []
    for customer in customers_of_root(session, customer_id) if among is None else among:
        values = {"customer_id": customer, "before_id": before_id, "most": most}
        lines += [Line(*row) for row in session.rows(_recent_of_customer, values)]
    return sorted(lines, key=lambda line: line.id)[-most:]
