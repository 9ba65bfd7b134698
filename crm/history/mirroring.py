"""What a staff topic has yet to show of its customer's history: from its mark on. Mirrors are no interactions.

The sender shows it when the group's limit allows a message, bundled, and moves the mark; so nothing is lost by a crash,
and one message may come twice. Mirroring begins at a handoff and ends with it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, not_, or_, select, update

from crm.customers.models import Chat, Customer
from crm.customers.queries import customers_of_root
from crm.history.models import AgentMessage, Conversation, Delivery, Direction, Holder, Interaction, Media, State, Topic
from crm.history.queries import LINE_COLUMNS, Line
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

TOPICS, CHATS, CUSTOMERS = table_of(Topic), table_of(Chat), table_of(Customer)
INTERACTIONS, DELIVERIES, MEDIA = table_of(Interaction), table_of(Delivery), table_of(Media)
MESSAGES, CONVERSATIONS = table_of(AgentMessage), table_of(Conversation)
MOST_LINES = 40
"""So many are shown by one message at most."""

_waiting = Prepared(
    select(
        TOPICS.c.id,
        TOPICS.c.chat_id,
        CHATS.c.external_id,
        TOPICS.c.thread_id,
        TOPICS.c.customer_id,
        TOPICS.c.mirrored_through,
        TOPICS.c.mirrors_until,
        CUSTOMERS.c.name,
        select(CONVERSATIONS.c.id)
        .where(CONVERSATIONS.c.customer_id == TOPICS.c.customer_id, CONVERSATIONS.c.holder == Holder.AGENT.value)
        .exists(),
    )
    .join(CHATS, CHATS.c.id == TOPICS.c.chat_id)
    .join(CUSTOMERS, CUSTOMERS.c.id == TOPICS.c.customer_id)
    .where(
        TOPICS.c.mirrored_through.is_not(None),
        TOPICS.c.thread_id.is_not(None),
        TOPICS.c.brief_due.is_(None),
        CHATS.c.account == bindparam("account"),
        or_(CHATS.c.not_before.is_(None), CHATS.c.not_before <= bindparam("now")),
        ~select(DELIVERIES.c.id)
        .where(
            DELIVERIES.c.chat_id == TOPICS.c.chat_id,
            DELIVERIES.c.due_at.is_not(None),
            DELIVERIES.c.topic_id == TOPICS.c.id,
        )
        .exists(),
    )
    .order_by(TOPICS.c.id)
)
_after = Prepared(
    select(*LINE_COLUMNS)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.id > bindparam("mark"),
        INTERACTIONS.c.conversation_id.is_not(None),
        *(INTERACTIONS.c.kind != kind for kind in ("button", "service")),
        not_(and_(INTERACTIONS.c.direction == Direction.NOTE, INTERACTIONS.c.author != "system")),
        ~select(MESSAGES.c.interaction_id).where(MESSAGES.c.interaction_id == INTERACTIONS.c.id).exists(),
    )
    .order_by(INTERACTIONS.c.id)
    .limit(MOST_LINES)
)
_files = Prepared(
    select(MEDIA.c.kind, MEDIA.c.file_id)
    .where(MEDIA.c.interaction_id == bindparam("interaction"), MEDIA.c.file_id.is_not(None))
    .order_by(MEDIA.c.id)
)
_move = (
    update(TOPICS)
    .where(TOPICS.c.id == bindparam("topic"), TOPICS.c.mirrored_through < bindparam("through"))
    .values(mirrored_through=bindparam("through"))
)
_stop = (
    update(TOPICS)
    .where(TOPICS.c.id == bindparam("topic"), TOPICS.c.mirrors_until <= TOPICS.c.mirrored_through)
    .values(mirrored_through=None, mirrors_until=None)
)
_begin = update(TOPICS).where(TOPICS.c.id == bindparam("topic")).values(mirrors_until=None)
_begin_at = (
    update(TOPICS)
    .where(TOPICS.c.id == bindparam("topic"), TOPICS.c.mirrored_through.is_(None))
    .values(mirrored_through=bindparam("mark"))
)
_end = update(TOPICS).where(TOPICS.c.id == bindparam("topic")).values(mirrors_until=bindparam("last"))
_last_of = Prepared(select(func.max(INTERACTIONS.c.id)).where(INTERACTIONS.c.customer_id == bindparam("customer_id")))
_new_message = insert_new(MESSAGES, "interaction_id")
_message_at = Prepared(
    select(MESSAGES.c.interaction_id).where(
        MESSAGES.c.chat_id == bindparam("chat_id"), MESSAGES.c.message_id == bindparam("message_id")
    )
)
_ended = Prepared(
    select(
        MESSAGES.c.interaction_id,
        MESSAGES.c.chat_id,
        CHATS.c.external_id,
        MESSAGES.c.topic_id,
        MESSAGES.c.message_id,
        DELIVERIES.c.state,
        DELIVERIES.c.reason,
        INTERACTIONS.c.kind,
    )
    .join(DELIVERIES, DELIVERIES.c.interaction_id == MESSAGES.c.interaction_id)
    .join(INTERACTIONS, INTERACTIONS.c.id == MESSAGES.c.interaction_id)
    .join(CHATS, CHATS.c.id == MESSAGES.c.chat_id)
    .where(
        MESSAGES.c.told_at.is_(None),
        DELIVERIES.c.ended_at.is_not(None),
        CHATS.c.account == bindparam("account"),
    )
    .order_by(MESSAGES.c.interaction_id)
    .limit(20)
)
_tell = update(MESSAGES).where(MESSAGES.c.interaction_id == bindparam("interaction")).values(told_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Mirror:
    """A topic that follows its customer, whom an agent may have (`is_held`). `until`: None, or what it shows last."""

    topic_id: int
    chat_id: int
    address: str
    thread_id: int
    customer_id: int
    mark: int
    until: int | None
    customer_name: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an agent's words: delivered or not, and which message in the staff's chat they came from."""

    interaction_id: int
    chat_id: int
    address: str
    topic_id: int
    message_id: int
    state: State
    reason: str | None
    kind: str


def mirrors(session: Session, account: str, now: datetime) -> list[Mirror]:
    """Return the topics that follow a customer and have nothing else to say first."""
    return [Mirror(*row) for row in session.rows(_waiting, {"account": account, "now": now})]


def lines_to_show(session: Session, mirror: Mirror) -> list[Line]:
    """Return what a topic has yet to show, oldest first; at most 40 lines. Of each customer of the root.

    What the staff wrote in the topic stands there already.
    """
    lines: list[Line] = []
    for customer_id in customers_of_root(session, mirror.customer_id):
        rows = session.rows(_after, {"customer_id": customer_id, "mark": mirror.mark})
        lines += [Line(*row) for row in rows]
    lines.sort(key=lambda line: line.id)
    return [line for line in lines if mirror.until is None or line.id <= mirror.until][:MOST_LINES]


def file_ids_of(session: Session, interaction_id: int) -> list[tuple[str, str]]:
    """Return kind and the channel's name of each file of something said."""
    return [(kind, file_id) for kind, file_id in session.rows(_files, {"interaction": interaction_id})]


def move_mark(session: Session, topic_id: int, through: int) -> None:
    """Note up to where a topic shows its customer's history. One that has shown all it had to follows nobody then."""
    session.execute(_move, {"topic": topic_id, "through": through})
    session.execute(_stop, {"topic": topic_id})


def begin_mirroring(session: Session, topic_id: int, mark: int) -> None:
    """Let a topic follow its customer from what comes after `mark`; one that still does goes on from where it is."""
    session.execute(_begin, {"topic": topic_id})
    session.execute(_begin_at, {"topic": topic_id, "mark": mark})


def end_mirroring(session: Session, topic_id: int, customer_id: int) -> None:
    """Let a topic follow its customer through what was said until now, and no further."""
    last = max(
        session.value(_last_of, {"customer_id": customer}) or 0 for customer in customers_of_root(session, customer_id)
    )
    session.execute(_end, {"topic": topic_id, "last": last})
    session.execute(_stop, {"topic": topic_id})


def last_interaction(session: Session, customer_id: int) -> int:
    """Return the number of the last thing said with a customer, 0 if there is none."""
    return int(session.value(_last_of, {"customer_id": customer_id}) or 0)


def note_agent_message(
    session: Session, interaction_id: int, *, customer_id: int, chat_id: int, topic_id: int, message_id: int
) -> None:
    """Note which message in the staff's chat an agent's words came from."""
    session.value(
        _new_message,
        {
            "interaction_id": interaction_id,
            "customer_id": customer_id,
            "chat_id": chat_id,
            "topic_id": topic_id,
            "message_id": message_id,
        },
    )


def said_by_message(session: Session, chat_id: int, message_id: int) -> int | None:
    """Return the interaction that came of an agent's message, or None."""
    found: int | None = session.value(_message_at, {"chat_id": chat_id, "message_id": message_id})
    return found


def fates_to_tell(session: Session, account: str) -> list[Fate]:
    """Return what became of agents' words and has not been shown in the staff's chat yet."""
    return [Fate(*row) for row in session.rows(_ended, {"account": account})]


def note_fate_shown(session: Session, interaction_id: int, at: datetime) -> None:
    """Note that the fate of an agent's words was shown."""
    session.execute(_tell, {"interaction": interaction_id, "at": at})
