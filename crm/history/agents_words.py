"""Words of agents that are sent later, or once more: a note that becomes a message, a message that did not arrive."""

import html
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from crm.history.content import Attachment
from crm.history.models import AgentMessage, Delivery, Direction, Interaction, Media, State
from crm.history.queries import LINE_COLUMNS, Line
from crm.kernel.models import table_of
from crm.kernel.session import Session

INTERACTIONS, DELIVERIES, MEDIA = table_of(Interaction), table_of(Delivery), table_of(Media)
MESSAGES = table_of(AgentMessage)
NOT_ARRIVED = (State.FAILED, State.SUPPRESSED, State.UNKNOWN)

_one = select(*LINE_COLUMNS, INTERACTIONS.c.conversation_id, INTERACTIONS.c.key).where(
    INTERACTIONS.c.id == bindparam("interaction")
)
_state = select(DELIVERIES.c.state).where(DELIVERIES.c.interaction_id == bindparam("interaction"))
_source = select(MESSAGES.c.message_id).where(MESSAGES.c.interaction_id == bindparam("interaction"))
_files = (
    select(MEDIA.c.kind, MEDIA.c.file_id, MEDIA.c.mime_type, MEDIA.c.name, MEDIA.c.size_bytes, MEDIA.c.path)
    .where(MEDIA.c.interaction_id == bindparam("interaction"))
    .order_by(MEDIA.c.id)
)


@dataclass(frozen=True, slots=True)
class Note:
    """What an agent wrote among the staff. `message_id` is the channel's number of it in the group, if it has one."""

    author: str
    conversation_id: int
    html: str
    key: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An agent's words that did not arrive, with their files."""

    interaction_id: int
    conversation_id: int
    html: str
    files: tuple[Attachment, ...]
    message_id: int | None


def agents_note(session: Session, interaction_id: int) -> Note | None:
    """Return a note of an agent's, or None if there is none of that number."""
    row = session.execute(_one, {"interaction": interaction_id}).first()
    if row is None or row.direction != Direction.NOTE or row.conversation_id is None:
        return None
    tail = row.key.rpartition(":")[2]
    return Note(row.author, row.conversation_id, html.escape(row.text, quote=False), row.key, _number(tail))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def undelivered(session: Session, interaction_id: int) -> Undelivered | None:
    """Return words that did not arrive, or None where they did or are still on their way."""
    row = session.execute(_one, {"interaction": interaction_id}).first()
    state = session.scalar(_state, {"interaction": interaction_id})
    if row is None or row.conversation_id is None or state not in NOT_ARRIVED:
        return None
    line = Line(*row[: len(LINE_COLUMNS)])
    files = tuple(Attachment(*described) for described in session.execute(_files, {"interaction": interaction_id}))
    stored = (line.payload or {}).get("html")
    words = html.escape(line.text, quote=False) if stored is None else str(stored)
    message_id = session.scalar(_source, {"interaction": interaction_id})
    return Undelivered(interaction_id, row.conversation_id, words, files, message_id)
