"""The only place where something to be sent is created."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select

from crm.history.appending import append_interaction, waiting, whole_row
from crm.history.content import FILE_KINDS, Attachment, Content, Method, Priority, plain_text
from crm.history.models import Delivery, Direction, Interaction, Media, State
from crm.history.recording import Talk
from crm.history.taking_back import forget_taken_back
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared, Values
from crm.kernel.session import Session

DELIVERIES, INTERACTIONS = table_of(Delivery), table_of(Interaction)

_GIVEN = (
    "customer_id", "conversation_id", "chat_id", "method", "priority", "purpose", "state", "ownership_epoch",
    "target_delivery_id", "target_message_id", "queued_at", "due_at", "not_after", "attempts", "as_plain_text",
)  # fmt: skip
_new_delivery = Prepared(insert(DELIVERIES))
_words_and_delivery = Prepared(  # PostgreSQL's alone: one round trip instead of two
    insert(DELIVERIES)
    .from_select(
        [*_GIVEN, "interaction_id"],
        select(*(bindparam(name, type_=DELIVERIES.c[name].type) for name in _GIVEN), waiting.c.interaction_id),
    )
    .returning(DELIVERIES.c.interaction_id)
)
_new_delivery_told = Prepared(insert(DELIVERIES).returning(DELIVERIES.c.id))
_new_media = insert(table_of(Media))
_about = (
    select(
        INTERACTIONS.c.conversation_id,
        INTERACTIONS.c.message_id,
        DELIVERIES.c.id,
        DELIVERIES.c.priority,
        DELIVERIES.c.ended_at,
    )
    .select_from(INTERACTIONS.outerjoin(DELIVERIES, DELIVERIES.c.interaction_id == INTERACTIONS.c.id))
    .where(INTERACTIONS.c.id == bindparam("interaction"))
    .order_by(DELIVERIES.c.id.desc())
    .limit(1)
)


def queue_outbound(session: Session, talk: Talk, content: Content, *, key: str, now: datetime) -> int | None:
    """Append what the business says and queue its delivery. Returns the interaction's id.

    `key` is unique for what causes it: a job that runs again finds its words there and gets None. Raises ValueError if
    what it is about is not in this conversation, or missing where there must be something.
    """
    words = {
        "customer_id": talk.customer_id,
        "conversation_id": talk.conversation_id,
        "direction": Direction.OUTBOUND,
        "kind": content.kind,
        "text": plain_text(content.html),
        "payload": content.payload(),
        "author": content.author,
        "said_at": now,
        "recorded_at": now,
        "key": key,
    }
    delivery = {
        "customer_id": talk.customer_id,
        "conversation_id": talk.conversation_id,
        "chat_id": talk.chat_id,
        "method": content.method,
        "priority": content.priority,
        "purpose": content.purpose,
        "state": State.QUEUED,
        "ownership_epoch": talk.ownership_epoch if content.author == "bot" else None,
        "target_delivery_id": None,
        "target_message_id": None,
        "queued_at": now,
        "due_at": now,
        "not_after": now + content.valid_for,
        "attempts": 0,
        "as_plain_text": False,
        **_target(session, talk, content),
    }
    interaction_id = _append_and_queue(session, words, delivery)
    if interaction_id is None:
        return None
    if content.files:
        session.execute(_new_media, [_media(talk, interaction_id, file) for file in content.files])
    session.touched.add("deliveries")
    if content.method is Method.DELETION:
        forget_taken_back(session, talk.customer_id)
    return interaction_id


def _target(session: Session, talk: Talk, content: Content) -> dict[str, Any]:
    """Return the columns that say what words are about.

    What is about marketing that has yet to leave is marketing, too: as a reply it would wait for what yields to it.
    """
    if content.about is None:
        if content.method is not Method.MESSAGE:
            raise ValueError(f"{content.method} of nothing")
        return {}
    row = session.execute(_about, {"interaction": content.about}).first()
    if row is None or row.conversation_id != talk.conversation_id:
        raise ValueError(f"interaction {content.about} is not in this conversation")
    if row.id is None:
        return {"target_message_id": row.message_id}
    waits = row.priority == Priority.MARKETING and row.ended_at is None
    return {"target_delivery_id": row.id, "priority": Priority.MARKETING if waits else content.priority}


def _append_and_queue(session: Session, words: Values, delivery: Values) -> int | None:
    """Append words with their delivery, and return the interaction's id, or None where its key is there already."""
    if words["text"] and not session.is_sqlite:
        told: int | None = session.value(_words_and_delivery, {**whole_row(words), **delivery})
        return told
    interaction_id = append_interaction(session, words)
    if interaction_id is not None:
        session.change(_new_delivery, {**delivery, "interaction_id": interaction_id})
    return interaction_id


def _media(talk: Talk, interaction_id: int, file: Attachment) -> dict[str, Any]:
    if file.kind not in FILE_KINDS:
        raise ValueError(f"no kind of file that can be sent: {file.kind}")
    if file.file_id is None and file.path is None:
        raise ValueError(f"a {file.kind} that is neither at the channel nor here")
    return {
        "customer_id": talk.customer_id,
        "interaction_id": interaction_id,
        "kind": file.kind,
        "file_id": file.file_id,
        "mime_type": file.mime_type,
        "name": file.name,
        "size_bytes": file.size_bytes,
        "path": file.path,
        "state": "kept" if file.path is not None else "at_channel",
    }


def queue_for_staff(
    session: Session,
    chat_id: int,
    method: Method,
    at: datetime,
    *,
    valid_for: timedelta,
    notice_id: int | None = None,
    topic_id: int | None = None,
) -> int:
    """Queue what belongs to no conversation: a notice, something done to a topic, the leaving of a chat.

    Returns the delivery's id.
    """
    session.touched.add("deliveries")
    delivery_id: int = session.value(
        _new_delivery_told,
        {
            "notice_id": notice_id,
            "chat_id": chat_id,
            "topic_id": topic_id,
            "method": method,
            "priority": Priority.SERVICE,
            "state": State.QUEUED,
            "queued_at": at,
            "due_at": at,
            "not_after": at + valid_for,
        },
    )
    return delivery_id
