"""Topics in the staff's chats. Making, naming, closing and reopening one is a delivery; its row is the truth.

A delivery brings the channel in line with the row as it is when it leaves. A thread that is gone there is forgotten,
and the next words for the topic make it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from crm.customers.models import Chat
from crm.customers.queries import same_root
from crm.history.content import Button, Method
from crm.history.models import Notice, Topic
from crm.history.queueing import queue_for_staff
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

TOPICS, CHATS = table_of(Topic), table_of(Chat)
VALID_FOR = timedelta(days=7)

_new_topic = insert_new(TOPICS, "id")
_new_notice = insert_new(table_of(Notice), "id")
_known = select(TOPICS.c.id).where(TOPICS.c.chat_id == bindparam("chat_id"), TOPICS.c.key == bindparam("key"))
_topic = select(TOPICS.c.id, TOPICS.c.chat_id, TOPICS.c.name, TOPICS.c.thread_id, TOPICS.c.is_closed).where(
    TOPICS.c.id == bindparam("topic")
)
_this = update(TOPICS).where(TOPICS.c.id == bindparam("topic"))
_rename = _this.where(TOPICS.c.name != bindparam("new_name")).values(name=bindparam("new_name"))
_set_closed = _this.where(TOPICS.c.is_closed != bindparam("closed")).values(is_closed=bindparam("closed"))
_set_thread = _this.values(thread_id=bindparam("thread"))
_in_thread = Prepared(
    select(TOPICS.c.id, TOPICS.c.chat_id, TOPICS.c.customer_id)
    .join(CHATS, CHATS.c.id == TOPICS.c.chat_id)
    .where(
        CHATS.c.channel == "telegram",
        CHATS.c.account == bindparam("account"),
        CHATS.c.external_id == bindparam("external_id"),
        TOPICS.c.thread_id == bindparam("thread"),
    )
)
_of_customer = Prepared(
    select(TOPICS.c.id)
    .where(TOPICS.c.chat_id == bindparam("chat_id"), TOPICS.c.customer_id.in_(same_root))
    .order_by(TOPICS.c.id.desc())
    .limit(1)
)
_followed = Prepared(
    select(TOPICS.c.id)
    .where(
        TOPICS.c.chat_id == bindparam("chat_id"),
        TOPICS.c.customer_id.in_(same_root),
        TOPICS.c.mirrored_through.is_not(None),
        TOPICS.c.mirrors_until.is_(None),
    )
    .limit(1)
)
_thread_of = select(TOPICS.c.customer_id, TOPICS.c.thread_id).where(TOPICS.c.id == bindparam("topic"))
_need_brief = _this.values(brief_due=bindparam("why"))
_briefs_due = Prepared(
    select(TOPICS.c.id, TOPICS.c.brief_due).where(TOPICS.c.brief_due.is_not(None)).order_by(TOPICS.c.id).limit(20)
)
_has_brief = _this.where(TOPICS.c.brief_due == bindparam("why")).values(brief_due=None)


@dataclass(frozen=True, slots=True)
class CustomersTopic:
    """The topic of one customer, as a thread in the staff's chat names it."""

    id: int
    chat_id: int
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic as it is to be. `thread_id` is None while the channel has none for it."""

    id: int
    chat_id: int
    name: str
    thread_id: int | None
    is_closed: bool


def open_topic(
    session: Session, chat_id: int, *, key: str, name: str, at: datetime, customer_id: int | None = None
) -> int:
    """Return the topic with this `key` in a chat; a new one is made there."""
    values = {"chat_id": chat_id, "key": key, "name": name, "customer_id": customer_id, "is_closed": False}
    topic_id: int | None = session.value(_new_topic, values)
    if topic_id is None:
        return int(session.scalar(_known, {"chat_id": chat_id, "key": key}))
    queue_for_staff(session, chat_id, Method.OPEN_TOPIC, at, valid_for=VALID_FOR, topic_id=topic_id)
    return topic_id


def rename_topic(session: Session, topic_id: int, name: str, at: datetime) -> None:
    """Give a topic another name. The one it has changes nothing."""
    if session.execute(_rename, {"topic": topic_id, "new_name": name}).rowcount:
        _queue(session, topic_id, Method.RENAME_TOPIC, at)


def close_topic(session: Session, topic_id: int, at: datetime) -> None:
    """Close a topic. A closed one stays as it is."""
    if session.execute(_set_closed, {"topic": topic_id, "closed": True}).rowcount:
        _queue(session, topic_id, Method.CLOSE_TOPIC, at)


def reopen_topic(session: Session, topic_id: int, at: datetime) -> None:
    """Open a closed topic again. An open one stays as it is."""
    if session.execute(_set_closed, {"topic": topic_id, "closed": False}).rowcount:
        _queue(session, topic_id, Method.REOPEN_TOPIC, at)


def tell_topic(
    session: Session,
    topic_id: int,
    *,
    key: str,
    kind: str,
    text: str,
    at: datetime,
    buttons: Sequence[Sequence[Button]] = (),
) -> None:
    """Say something in a topic, once per `key`. `text` is Telegram's HTML."""
    rows = [[[button.label, button.action, button.argument] for button in row] for row in buttons]
    customer_id = session.execute(_thread_of, {"topic": topic_id}).one().customer_id  # whose words it may hold
    values = {"key": key, "kind": kind, "text": text, "customer_id": customer_id, "at": at, "buttons": rows or None}
    notice_id = session.value(_new_notice, values)
    if notice_id is not None:
        _queue(session, topic_id, Method.MESSAGE, at, notice_id)


def topic_in_thread(session: Session, account: str, external_id: str, thread_id: int) -> CustomersTopic | None:
    """Return the topic that a thread of a chat is, or None for a thread that is not ours."""
    row = session.first(_in_thread, {"account": account, "external_id": external_id, "thread": thread_id})
    return None if row is None else CustomersTopic(*row)


def topic_of_customer(session: Session, chat_id: int, customer_id: int) -> int | None:
    """Return the topic of the person whom a customer is, in a chat of the staff's; None if there is none yet."""
    found: int | None = session.value(_of_customer, {"chat_id": chat_id, "customer_id": customer_id})
    return found


def is_followed(session: Session, chat_id: int, customer_id: int) -> bool:
    """Tell whether a topic in a chat shows what is said with a customer as it comes."""
    return session.value(_followed, {"chat_id": chat_id, "customer_id": customer_id}) is not None


def ask_for_brief(session: Session, topic_id: int, why: str) -> None:
    """Have the summary written into a topic next. `why` makes it one of its kind: the same twice is written once."""
    session.execute(_need_brief, {"topic": topic_id, "why": why})
    session.touched.add("decisions")


def briefs_due(session: Session) -> list[tuple[int, str]]:
    """Return the topics that wait for their summary, and what makes each of them one of its kind."""
    return [(topic_id, why) for topic_id, why in session.rows(_briefs_due, {})]


def note_brief(session: Session, topic_id: int, why: str) -> bool:
    """Note that a summary is written now. Returns False if another process has."""
    return session.execute(_has_brief, {"topic": topic_id, "why": why}).rowcount > 0


def topic_state(session: Session, topic_id: int) -> TopicState:
    """Return a topic as it is to be."""
    return TopicState(*session.execute(_topic, {"topic": topic_id}).one())


def note_thread(session: Session, topic_id: int, thread_id: int, at: datetime) -> None:
    """Note which thread the channel made for a topic. It is open there: one that is closed is closed again."""
    session.execute(_set_thread, {"topic": topic_id, "thread": thread_id})
    if topic_state(session, topic_id).is_closed:
        _queue(session, topic_id, Method.CLOSE_TOPIC, at)


def forget_thread(session: Session, topic_id: int) -> None:
    """Note that a topic's thread is gone: the next words for it make a new one. A customer's begins with a summary."""
    gone = session.execute(_thread_of, {"topic": topic_id}).one()
    session.execute(_set_thread, {"topic": topic_id, "thread": None})
    if gone.customer_id is not None and gone.thread_id is not None:
        ask_for_brief(session, topic_id, f"again:{gone.thread_id}")


def _queue(session: Session, topic_id: int, method: Method, at: datetime, notice_id: int | None = None) -> None:
    chat_id = topic_state(session, topic_id).chat_id
    queue_for_staff(session, chat_id, method, at, valid_for=VALID_FOR, notice_id=notice_id, topic_id=topic_id)
