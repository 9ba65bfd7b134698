"""The outbox as the sender sees it: what is due, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnClause, bindparam, literal_column, or_, select, update

from crm.customers.models import ChannelIdentity, Chat
from crm.history.content import Method, Priority
from crm.history.models import Conversation, Delivery, Direction, Holds, Interaction, Notice, SentMessage, State
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

DELIVERIES, INTERACTIONS, NOTICES = table_of(Delivery), table_of(Interaction), table_of(Notice)
CHATS, IDENTITIES, CONVERSATIONS = table_of(Chat), table_of(ChannelIdentity), table_of(Conversation)
SENT = table_of(SentMessage)
MARKETING: ColumnClause[Any] = literal_column(str(int(Priority.MARKETING)))
"""Written out, for the databases take a partial index only for what they can read in the statement."""


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """One delivery with all that sending it and the rule of leaving need, as committed a moment ago."""

    id: int
    chat_id: int
    address: str
    method: str
    priority: int
    state: State
    attempts: int
    as_plain_text: bool
    target_message_id: int | None
    began_at: datetime | None
    not_after: datetime
    queued_epoch: int | None
    epoch: int | None
    closed_reason: str | None
    identity_id: int | None
    customer_id: int | None
    text: str | None
    payload: dict[str, Any] | None
    notice: str | None
    topic_id: int | None
    target_delivery_id: int | None
    purpose: str | None
    notice_buttons: list[Any] | None


_earlier = DELIVERIES.alias("earlier")
_from = (
    DELIVERIES.join(CHATS, CHATS.c.id == DELIVERIES.c.chat_id)
    .outerjoin(INTERACTIONS, INTERACTIONS.c.id == DELIVERIES.c.interaction_id)
    .outerjoin(NOTICES, NOTICES.c.id == DELIVERIES.c.notice_id)
    .outerjoin(CONVERSATIONS, CONVERSATIONS.c.id == DELIVERIES.c.conversation_id)
    .outerjoin(IDENTITIES, IDENTITIES.c.id == CHATS.c.identity_id)
)
_columns = (
    DELIVERIES.c.id,
    DELIVERIES.c.chat_id,
    CHATS.c.external_id,
    DELIVERIES.c.method,
    DELIVERIES.c.priority,
    DELIVERIES.c.state,
    DELIVERIES.c.attempts,
    DELIVERIES.c.as_plain_text,
    DELIVERIES.c.target_message_id,
    DELIVERIES.c.began_at,
    DELIVERIES.c.not_after,
    DELIVERIES.c.ownership_epoch,
    CONVERSATIONS.c.ownership_epoch,
    IDENTITIES.c.closed_reason,
    IDENTITIES.c.id,
    DELIVERIES.c.customer_id,
    INTERACTIONS.c.text,
    INTERACTIONS.c.payload,
    NOTICES.c.text,
    DELIVERIES.c.topic_id,
    DELIVERIES.c.target_delivery_id,
    DELIVERIES.c.purpose,
    NOTICES.c.buttons,
)
_heads = (
    select(*_columns)
    .select_from(_from)
    .where(
        DELIVERIES.c.due_at.is_not(None),
        DELIVERIES.c.due_at <= bindparam("now"),
        CHATS.c.account == bindparam("account"),
        or_(CHATS.c.not_before.is_(None), CHATS.c.not_before <= bindparam("now")),
    )
    .limit(bindparam("most"))
)
# What nobody asked for may be put off until the morning: nothing in its chat waits for it.
_due_replies = Prepared(
    _heads.where(
        DELIVERIES.c.priority < MARKETING,
        ~select(_earlier.c.id)
        .where(
            _earlier.c.chat_id == DELIVERIES.c.chat_id,
            _earlier.c.due_at.is_not(None),
            _earlier.c.priority < Priority.MARKETING,
            _earlier.c.purpose.is_(None),
            _earlier.c.id < DELIVERIES.c.id,
        )
        .exists(),
    ).order_by(DELIVERIES.c.priority, DELIVERIES.c.id)
)
# By when it is due: a million that were put off until the morning are not read in between.
_due_marketing = Prepared(
    _heads.where(
        DELIVERIES.c.priority == MARKETING,
        ~select(_earlier.c.id)
        .where(
            _earlier.c.chat_id == DELIVERIES.c.chat_id,
            _earlier.c.due_at.is_not(None),
            or_(_earlier.c.priority < Priority.MARKETING, _earlier.c.id < DELIVERIES.c.id),
        )
        .exists(),
    ).order_by(DELIVERIES.c.due_at, DELIVERIES.c.id)
)
_one = Prepared(select(*_columns).select_from(_from).where(DELIVERIES.c.id == bindparam("delivery")))
_parts = Prepared(select(SENT.c.part).where(SENT.c.delivery_id == bindparam("delivery")))
_new_part = insert_new(SENT)
_this = update(DELIVERIES).where(DELIVERIES.c.id == bindparam("delivery"))
_change = _this.where(DELIVERIES.c.ended_at.is_(None))
_ended = Prepared(
    _this.where(DELIVERIES.c.state != State.SENT).values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        due_at=None,
        ended_at=bindparam("at"),
        began_at=bindparam("began"),
    )
)
_later = _change.values(
    state=bindparam("new_state"),
    reason=bindparam("why"),
    due_at=bindparam("again_at"),
    attempts=DELIVERIES.c.attempts + bindparam("counted"),
    began_at=bindparam("began"),
)
_put_off = _change.where(DELIVERIES.c.state != State.SENDING).values(
    reason=bindparam("why"), due_at=bindparam("again_at")
)
_at_once = _change.values(state=State.QUEUED, due_at=bindparam("again_at"))
_as_plain = _at_once.values(as_plain_text=True, attempts=DELIVERIES.c.attempts + 1)
_without_target = _at_once.values(target_delivery_id=None, target_message_id=None)
_as_message = _without_target.values(method=Method.MESSAGE)
_claim = Prepared(
    update(DELIVERIES)
    .where(DELIVERIES.c.id == bindparam("delivery"), DELIVERIES.c.state == State.QUEUED)
    .values(state=State.SENDING, due_at=None, began_at=bindparam("at"))
)
_abandoned = (
    update(DELIVERIES)
    .where(
        DELIVERIES.c.state == State.SENDING,
        DELIVERIES.c.chat_id.in_(select(CHATS.c.id).where(CHATS.c.account == bindparam("of_account"))),
    )
    .values(state=State.UNKNOWN, reason="the sender stopped in the middle", due_at=None, ended_at=bindparam("at"))
)
_spoke_since = (
    select(INTERACTIONS.c.id)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        INTERACTIONS.c.recorded_at > bindparam("since"),
    )
    .limit(1)
)
_oldest_due = (
    select(DELIVERIES.c.queued_at)
    .where(DELIVERIES.c.due_at.is_not(None), DELIVERIES.c.priority < MARKETING, DELIVERIES.c.purpose.is_(None))
    .order_by(DELIVERIES.c.id)
    .limit(1)
)


def due_deliveries(session: Session, account: str, now: datetime, *, marketing: bool, most: int) -> list[DueDelivery]:
    """Return what may leave next: of each chat its first, the most urgent first. Marketing yields in its chat."""
    statement = _due_marketing if marketing else _due_replies
    rows = session.rows(statement, {"now": now, "account": account, "most": most})
    return [DueDelivery(*row) for row in rows]


def delivery(session: Session, delivery_id: int) -> DueDelivery | None:
    """Return a delivery as it stands now."""
    row = session.first(_one, {"delivery": delivery_id})
    return DueDelivery(*row) if row is not None else None


def sent_parts(session: Session, delivery_id: int) -> frozenset[int]:
    """Return which parts of a delivery the channel took: a text that was interrupted goes on after them."""
    return frozenset(part for (part,) in session.rows(_parts, {"delivery": delivery_id}))


@dataclass(frozen=True, slots=True)
class Part:
    """One part that the channel took."""

    delivery_id: int
    part: int
    chat_id: int
    message_id: int
    holds: Holds = Holds.TEXT


def record_parts(session: Session, parts: Sequence[Part]) -> None:
    """Note parts that were taken. A fact is never refused, whoever holds the lease."""
    if parts:
        rows = [
            {
                "delivery_id": p.delivery_id,
                "part": p.part,
                "chat_id": p.chat_id,
                "message_id": p.message_id,
                "holds": p.holds,
            }
            for p in parts
        ]
        session.change_all(_new_part, rows)


@dataclass(frozen=True, slots=True)
class Ended:
    """A delivery that has come to its end."""

    delivery_id: int
    state: State
    reason: str | None
    began_at: datetime | None


def record_ends(session: Session, ends: Sequence[Ended], now: datetime) -> None:
    """Note how deliveries ended, those of one group as one statement.

    A late `sent` overrides every other end, and nothing overrides it: it is a fact.
    """
    if ends:
        rows = [
            {"delivery": e.delivery_id, "new_state": e.state, "why": e.reason, "at": now, "began": e.began_at}
            for e in ends
        ]
        session.change_all(_ended, rows)


def try_again(
    session: Session,
    delivery_id: int,
    again_at: datetime,
    *,
    state: State,
    reason: str,
    counted: bool,
    began_at: datetime | None = None,
) -> None:
    """Put a delivery back with a not-before time, unless it has ended. `counted`: this was one of its attempts."""
    session.execute(
        _later,
        {
            "delivery": delivery_id,
            "again_at": again_at,
            "new_state": state,
            "why": reason,
            "counted": int(counted),
            "began": began_at,
        },
    )


def put_off(session: Session, delivery_id: int, until: datetime, reason: str) -> None:
    """Let a delivery wait until a moment, unless somebody sends it by now: what another has begun stays theirs."""
    session.execute(_put_off, {"delivery": delivery_id, "again_at": until, "why": reason})


def try_as_plain_text(session: Session, delivery_id: int, again_at: datetime) -> None:
    """Put a delivery back without its markup, which the channel refused."""
    session.execute(_as_plain, {"delivery": delivery_id, "again_at": again_at})


def try_without_quote(session: Session, delivery_id: int, again_at: datetime) -> None:
    """Put a delivery back without the message it quotes, which is gone."""
    session.execute(_without_target, {"delivery": delivery_id, "again_at": again_at})


def try_as_message(session: Session, delivery_id: int, again_at: datetime) -> None:
    """Put an edit back as a new message: what it was to change is gone, or cannot change any more."""
    session.execute(_as_message, {"delivery": delivery_id, "again_at": again_at})


def claim(session: Session, delivery_id: int, now: datetime) -> bool:
    """Move a marketing delivery from queued to sending. False: somebody else has, or it may no longer leave."""
    return session.change(_claim, {"delivery": delivery_id, "at": now}) > 0


def give_up_abandoned(session: Session, account: str, now: datetime) -> int:
    """Note as unknown what a sender that is gone had begun: marketing is never sent twice. Returns how many."""
    return session.execute(_abandoned, {"of_account": account, "at": now}).rowcount


def spoke_since(session: Session, customer_id: int, moment: datetime) -> bool:
    """Tell whether a customer has given a sign of life after a moment."""
    return session.scalar(_spoke_since, {"customer": customer_id, "since": moment}) is not None


def oldest_due(session: Session) -> datetime | None:
    """Return since when the oldest delivery that somebody may be waiting for has waited to leave."""
    moment: datetime | None = session.scalar(_oldest_due)
    return moment
