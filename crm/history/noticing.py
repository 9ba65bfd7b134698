"""Saying something outside any conversation, above all to the staff.

Until a staff chat is set, the notices wait in their table and in the log.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, literal_column, select, update

from crm.customers.models import Chat
from crm.history.content import Method
from crm.history.models import Delivery, Notice, State
from crm.history.queueing import queue_for_staff
from crm.history.topics import is_followed
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

CHATS, DELIVERIES = table_of(Chat), table_of(Delivery)
NOTICE_VALID_FOR = timedelta(days=7)
SHOWN_IN_TOPICS = frozenset({"staff_more"})
"""Notices that say no more than a topic that follows its customer."""

_new_notice = insert_new(table_of(Notice), "id")
_staff_chats = Prepared(select(CHATS.c.id).where(CHATS.c.kind == literal_column("'staff'")))  # as its index says it
_new_chat = insert_new(CHATS, "id")
_to_staff = update(CHATS).where(CHATS.c.id == bindparam("chat")).values(kind="staff")
_chat_at = select(CHATS.c.id, CHATS.c.kind, CHATS.c.leave_id).where(
    CHATS.c.channel == bindparam("channel"),
    CHATS.c.account == bindparam("account"),
    CHATS.c.external_id == bindparam("external_id"),
)
_locked_chat_at = _chat_at.with_for_update()
_leave_of = select(DELIVERIES.c.ended_at, DELIVERIES.c.queued_at).where(DELIVERIES.c.id == bindparam("leave"))
_leaves_by = (
    update(CHATS).where(CHATS.c.id == bindparam("chat")).values(leave_id=bindparam("leave"), title=bindparam("called"))
)
_left_lately = (
    select(CHATS.c.external_id, CHATS.c.title)
    .where(CHATS.c.kind == "foreign", CHATS.c.leave_id.is_not(None))
    .order_by(CHATS.c.leave_id.desc())
    .limit(bindparam("most"))
)
_move = (
    update(CHATS)
    .where(
        CHATS.c.channel == "telegram",
        CHATS.c.account == bindparam("of_account"),
        CHATS.c.external_id == bindparam("old"),
    )
    .values(external_id=bindparam("new"))
)
_end_all = (
    update(DELIVERIES)
    .where(DELIVERIES.c.chat_id == bindparam("chat"), DELIVERIES.c.due_at.is_not(None))
    .values(state=State.SUPPRESSED, reason="the group moved", due_at=None, ended_at=bindparam("at"))
)

log = structlog.get_logger(__name__)


def tell_staff(
    session: Session, *, key: str, kind: str, text: str, at: datetime, customer_id: int | None = None
) -> None:
    """Write a notice once per `key`, and queue it for the staff's chats. `text` is Telegram's HTML.

    What a customer's topic shows anyway is not said beside it: a group has room for few messages.
    """
    values = {"key": key, "kind": kind, "text": text, "customer_id": customer_id, "at": at, "buttons": None}
    notice_id = session.value(_new_notice, values)
    if notice_id is None:
        return
    log.warning("staff_notice", kind=kind, notice=notice_id)
    for (chat_id,) in session.rows(_staff_chats, {}):
        if not (kind in SHOWN_IN_TOPICS and customer_id is not None and is_followed(session, chat_id, customer_id)):
            _queue(session, chat_id, Method.MESSAGE, at, notice_id)


def tell_chat(session: Session, chat_id: int, *, key: str, kind: str, text: str, at: datetime) -> None:
    """Say something in one chat of the staff's, outside any topic, once per `key`. `text` is Telegram's HTML."""
    values = {"key": key, "kind": kind, "text": text, "customer_id": None, "at": at, "buttons": None}
    notice_id = session.value(_new_notice, values)
    if notice_id is not None:
        _queue(session, chat_id, Method.MESSAGE, at, notice_id)


def decline_group(
    session: Session,
    account: str,
    external_id: str,
    text: str,
    *,
    title: str | None,
    happened_at: datetime,
    joined: bool,
    at: datetime,
) -> bool:
    """Say once in a group or channel that is not ours that the bot works in private, and leave it. Returns whether.

    All else that happened there until the bot was out says nothing new, however late it comes. What `happened_at`
    later means that the bot was taken in again; if it says so itself (`joined`), the second counts in which it was
    out, for channels date in whole seconds. Before the leaving is written down only a later second counts: being added
    makes two updates, in either order, of one second. Who was overlooked so is told with the next that happens there.
    The staff's chat stays.
    """
    address = {"channel": "telegram", "account": account, "external_id": external_id}
    session.change(_new_chat, {**address, "kind": "foreign"})
    chat = session.execute(_locked_chat_at, address).one()
    if chat.kind != "foreign" or not _is_in_again(session, chat.leave_id, happened_at, joined=joined):
        return False
    key = f"group:{account}:{external_id}:{chat.leave_id or 0}"
    values = {"key": key, "kind": "group_only_private", "text": text, "customer_id": None, "at": at, "buttons": None}
    _queue(session, chat.id, Method.MESSAGE, at, session.value(_new_notice, values))
    leave_id = _queue(session, chat.id, Method.LEAVE, at)
    session.execute(_leaves_by, {"chat": chat.id, "leave": leave_id, "called": title})
    return True


def _is_in_again(session: Session, leave_id: int | None, happened_at: datetime, *, joined: bool) -> bool:
    """Tell whether something can only have happened after the bot was last told to leave, and had left."""
    if leave_id is None:
        return True
    out_at, told_at = session.execute(_leave_of, {"leave": leave_id}).one()
    if out_at is None:
        return joined and bool(happened_at > told_at)
    return bool(happened_at >= out_at.replace(microsecond=0)) if joined else bool(happened_at > out_at)


def groups_left(session: Session, most: int) -> list[tuple[str, str | None]]:
    """Return the groups and channels that were left last, the latest first: their address and what they were called."""
    return [(row.external_id, row.title) for row in session.execute(_left_lately, {"most": most})]


def _queue(session: Session, chat_id: int, method: Method, at: datetime, notice_id: int | None = None) -> int:
    return queue_for_staff(session, chat_id, method, at, valid_for=NOTICE_VALID_FOR, notice_id=notice_id)


def move_chat(session: Session, account: str, from_external_id: str, to_external_id: str) -> None:
    """Note that a group has become a supergroup: its address is one row, and what waits for it follows.

    The supergroup may have been met before, as a group that is not ours: that row and what waits for it give way.
    The same move twice changes nothing.
    """
    address = {"channel": "telegram", "account": account}
    if session.execute(_chat_at, {**address, "external_id": from_external_id}).first() is None:
        return
    met_before = session.execute(_chat_at, {**address, "external_id": to_external_id}).first()
    if met_before is not None:
        session.execute(_end_all, {"chat": met_before.id, "at": session.database_now()})
        gone = f"{to_external_id} (row {met_before.id})"
        session.execute(_move, {"of_account": account, "old": to_external_id, "new": gone})
    session.execute(_move, {"of_account": account, "old": from_external_id, "new": to_external_id})


def register_staff_chat(session: Session, channel: str, account: str, external_id: str) -> None:
    """Make a chat the staff's: notices go there from now on. The same chat twice changes nothing.

    The bot is often taken into the group before it is set as the staff's, and has declined it until then.
    """
    address = {"channel": channel, "account": account, "external_id": external_id}
    if session.value(_new_chat, {**address, "kind": "staff"}) is None:
        session.execute(_to_staff, {"chat": session.execute(_chat_at, address).one().id})
