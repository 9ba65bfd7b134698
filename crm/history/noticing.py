"""Telling the staff. Until a staff chat is set, the notices wait in their table and in the log."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import insert, select

from crm.customers.models import Chat
from crm.history.content import Priority
from crm.history.models import Delivery, StaffNotice, State
from crm.kernel.session import Session, insert_new, scalar_of_new

CHATS = Chat.__table__
NOTICE_VALID_FOR = timedelta(days=7)

_new_notice = insert_new(StaffNotice.__table__, "id")
_staff_chats = select(CHATS.c.id).where(CHATS.c.kind == "staff")
_new_chat = insert_new(CHATS, "id")
_new_delivery = insert(Delivery.__table__)

log = structlog.get_logger(__name__)


def tell_staff(session: Session, *, key: str, kind: str, text: str, at: datetime, customer_id: int | None = None) -> None:
    """Write a notice once per `key`, and queue it for the staff chat if there is one. `text` is Telegram's HTML."""
    values = {"key": key, "kind": kind, "text": text, "customer_id": customer_id, "at": at}
    notice_id = scalar_of_new(session, _new_notice, values)
    if notice_id is None:
        return
    log.warning("staff_notice", kind=kind, notice=notice_id)
    for (chat_id,) in session.execute(_staff_chats).all():
        session.execute(
            _new_delivery,
            {
                "notice_id": notice_id,
                "chat_id": chat_id,
                "method": "message",
                "priority": Priority.SERVICE,
                "state": State.QUEUED,
                "queued_at": at,
                "due_at": at,
                "not_after": at + NOTICE_VALID_FOR,
            },
        )
        session.touched.add("deliveries")


def register_staff_chat(session: Session, channel: str, account: str, external_id: str) -> None:
    """Make a chat the staff's: notices go there from now on. The same chat twice changes nothing."""
    address = {"channel": channel, "account": account, "external_id": external_id, "kind": "staff"}
    scalar_of_new(session, _new_chat, address)
