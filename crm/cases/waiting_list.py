"""Who waits for a person, and whose the others are: what the staff's pinned message shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from crm.cases.models import Handoff
from crm.customers.models import Chat, Customer
from crm.history import Conversation
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.staff.models import GroupState, StaffGroup, StaffMember

HANDOFFS, CONVERSATIONS, CUSTOMERS = table_of(Handoff), table_of(Conversation), table_of(Customer)
CHATS, GROUPS, MEMBERS = table_of(Chat), table_of(StaffGroup), table_of(StaffMember)
MOST_SHOWN = 40

_lists = Prepared(
    select(GROUPS.c.chat_id, CHATS.c.external_id, GROUPS.c.list_message_id, GROUPS.c.list_hash)
    .join(CHATS, CHATS.c.id == GROUPS.c.chat_id)
    .where(CHATS.c.account == bindparam("account"), CHATS.c.kind == "staff", GROUPS.c.state == GroupState.BOUND)
    .order_by(GROUPS.c.chat_id)
)
_waiting = Prepared(
    select(CUSTOMERS.c.name, CUSTOMERS.c.id, CONVERSATIONS.c.holder, HANDOFFS.c.requested_at, MEMBERS.c.name)
    .select_from(
        HANDOFFS.join(CONVERSATIONS, CONVERSATIONS.c.id == HANDOFFS.c.conversation_id)
        .join(CUSTOMERS, CUSTOMERS.c.id == HANDOFFS.c.customer_id)
        .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
        .outerjoin(MEMBERS, MEMBERS.c.id == HANDOFFS.c.agent_id)
    )
    .where(HANDOFFS.c.ended_at.is_(None), CHATS.c.account == bindparam("account"))
    .order_by(HANDOFFS.c.requested_at, HANDOFFS.c.id)
    .limit(MOST_SHOWN)
)
_note = update(GROUPS).where(GROUPS.c.chat_id == bindparam("chat"))


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One customer in people's hands. `agent` is who has them, None: nobody yet."""

    customer: str
    holder: str
    since: datetime
    agent: str | None


@dataclass(frozen=True, slots=True)
class ShownList:
    """The message in a group that shows who waits, as it was written last; without a number there is none yet."""

    chat_id: int
    address: str
    message_id: int | None
    hash: str | None


def shown_lists(session: Session, account: str) -> list[ShownList]:
    """Return the message of each of the staff's groups."""
    return [ShownList(*row) for row in session.rows(_lists, {"account": account})]


def who_waits(session: Session, account: str) -> tuple[WaitingLine, ...]:
    """Return who is in people's hands, the oldest first; at most 40."""
    rows = session.rows(_waiting, {"account": account})
    return tuple(
        WaitingLine(name.strip() or f"#{number}", holder, at, agent) for name, number, holder, at, agent in rows
    )


def note_list(session: Session, chat_id: int, message_id: int | None, shown: str | None) -> None:
    """Note which message shows who waits, and what it says now."""
    session.execute(_note.values(list_message_id=message_id, list_hash=shown), {"chat": chat_id})
