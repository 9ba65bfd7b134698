"""Topics in the staff's chats. Making, naming, closing and reopening one is a delivery; its row is the truth.

A delivery brings the channel in line with the row as it is when it leaves. A thread that is gone there is forgotten,
and the next words for the topic make it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from crm.history.content import Method
from crm.history.models import Notice, Topic
from crm.history.queueing import queue_for_staff
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

TOPICS = table_of(Topic)
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


def tell_topic(session: Session, topic_id: int, *, key: str, kind: str, text: str, at: datetime) -> None:
    """Say something in a topic, once per `key`. `text` is Telegram's HTML."""
    notice_id = session.value(_new_notice, {"key": key, "kind": kind, "text": text, "at": at})
    if notice_id is not None:
        _queue(session, topic_id, Method.MESSAGE, at, notice_id)


def topic_state(session: Session, topic_id: int) -> TopicState:
    """Return a topic as it is to be."""
    return TopicState(*session.execute(_topic, {"topic": topic_id}).one())


def note_thread(session: Session, topic_id: int, thread_id: int, at: datetime) -> None:
    """Note which thread the channel made for a topic. It is open there: one that is closed is closed again."""
    session.execute(_set_thread, {"topic": topic_id, "thread": thread_id})
    if topic_state(session, topic_id).is_closed:
        _queue(session, topic_id, Method.CLOSE_TOPIC, at)


def forget_thread(session: Session, topic_id: int) -> None:
    """Note that a topic's thread is gone: the next words for the topic make a new one."""
    session.execute(_set_thread, {"topic": topic_id, "thread": None})


def _queue(session: Session, topic_id: int, method: Method, at: datetime, notice_id: int | None = None) -> None:
    chat_id = topic_state(session, topic_id).chat_id
    queue_for_staff(session, chat_id, method, at, valid_for=VALID_FOR, notice_id=notice_id, topic_id=topic_id)
