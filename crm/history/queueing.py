"""The only place where something to be sent is created."""

from datetime import datetime

from sqlalchemy import insert

from crm.history.content import Content, plain_text
from crm.history.models import Delivery, Direction, Interaction, State
from crm.history.recording import Talk
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new, scalar_of_new

_new_interaction = insert_new(table_of(Interaction), "id")
_new_delivery = insert(table_of(Delivery))


def queue_outbound(session: Session, talk: Talk, content: Content, *, key: str, now: datetime) -> int | None:
    """Append what the business says and queue its delivery. Returns the interaction's id.

    `key` is unique for what causes it: a job that runs again finds its words there and gets None.
    """
    interaction_id: int | None = scalar_of_new(
        session,
        _new_interaction,
        {
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
        },
    )
    if interaction_id is None:
        return None
    session.execute(
        _new_delivery,
        {
            "customer_id": talk.customer_id,
            "conversation_id": talk.conversation_id,
            "interaction_id": interaction_id,
            "chat_id": talk.chat_id,
            "method": "message",
            "priority": content.priority,
            "state": State.QUEUED,
            "ownership_epoch": talk.ownership_epoch if content.author == "bot" else None,
            "target_message_id": content.reply_to_message_id,
            "queued_at": now,
            "due_at": now,
            "not_after": now + content.valid_for,
        },
    )
    session.touched.add("deliveries")
    return interaction_id
