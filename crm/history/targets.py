"""What a delivery is about: the messages that it quotes, changes, reacts to or takes away."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from crm.history.content import Method
from crm.history.models import Delivery, Holds, SentMessage
from crm.kernel.models import table_of
from crm.kernel.session import Session

DELIVERIES, SENT = table_of(Delivery), table_of(SentMessage)

_one = select(
    DELIVERIES.c.method, DELIVERIES.c.ended_at, DELIVERIES.c.target_delivery_id, DELIVERIES.c.target_message_id
).where(DELIVERIES.c.id == bindparam("delivery"))
_messages = (
    select(SENT.c.message_id, SENT.c.holds).where(SENT.c.delivery_id == bindparam("delivery")).order_by(SENT.c.part)
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the chat, by the channel's number, and where its words are."""

    message_id: int
    holds: Holds


@dataclass(frozen=True, slots=True)
class Target:
    """The messages of one delivery, or one of the customer's, in their order. It has none until it has left."""

    messages: tuple[Message, ...]
    has_ended: bool


def target_of(session: Session, delivery_id: int) -> Target:
    """Return what a delivery is about. What takes an edit back takes back the message that was edited, too."""
    about = session.execute(_one, {"delivery": delivery_id}).one()
    if about.target_delivery_id is None:
        own = () if about.target_message_id is None else (Message(about.target_message_id, Holds.NOTHING),)
        return Target(own, has_ended=True)
    messages: dict[int, Message] = {}
    target_id, has_ended = about.target_delivery_id, None
    while target_id is not None:
        target = session.execute(_one, {"delivery": target_id}).one()
        has_ended = target.ended_at is not None if has_ended is None else has_ended
        for row in session.execute(_messages, {"delivery": target_id}):
            messages.setdefault(row.message_id, Message(*row))
        is_chain = about.method == Method.DELETION and target.method == Method.EDIT
        target_id = target.target_delivery_id if is_chain else None
    return Target(tuple(messages.values()), has_ended=bool(has_ended))
