"""The staff's groups: bound by a code that somebody who leads sends there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from crm.customers.models import Chat
from crm.history import register_staff_chat
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new
from crm.staff.linking import use_group_code
from crm.staff.members import Member
from crm.staff.models import GroupState, StaffGroup

CHATS, GROUPS = table_of(Chat), table_of(StaffGroup)
WANTED_RIGHTS: Final = ("can_manage_topics", "can_delete_messages", "can_pin_messages")
INVITED_FOR: Final = timedelta(hours=1)
"""So long the bot waits in a group for its code, before it goes as from any other."""

_columns = (
    CHATS.c.id,
    CHATS.c.kind,
    GROUPS.c.state,
    GROUPS.c.is_forum,
    GROUPS.c.lacks,
    GROUPS.c.since,
    GROUPS.c.bound_by,
)
_at = Prepared(
    select(*_columns)
    .select_from(CHATS.outerjoin(GROUPS, GROUPS.c.chat_id == CHATS.c.id))
    .where(
        CHATS.c.channel == bindparam("channel"),
        CHATS.c.account == bindparam("account"),
        CHATS.c.external_id == bindparam("external_id"),
    )
)
_new_chat = insert_new(CHATS, "id")
_new_group = insert_new(GROUPS, "chat_id")
_change = update(GROUPS).where(GROUPS.c.chat_id == bindparam("chat"))
_seen_from = CHATS.alias("seen_from")
_forum = Prepared(
    select(GROUPS.c.chat_id)
    .join(CHATS, CHATS.c.id == GROUPS.c.chat_id)
    .where(
        CHATS.c.account
        == select(_seen_from.c.account).where(_seen_from.c.id == bindparam("chat_id")).scalar_subquery(),
        CHATS.c.kind == "staff",
        GROUPS.c.state == GroupState.BOUND,
        GROUPS.c.is_forum,
    )
    .order_by(GROUPS.c.since.desc(), GROUPS.c.chat_id.desc())
    .limit(1)
)
_audit = Prepared(insert(table_of(AuditEntry)))


@dataclass(frozen=True, slots=True)
class Group:
    """A chat as the staff see it. `state` None: it was never theirs by a code."""

    chat_id: int
    kind: str
    state: GroupState | None
    is_forum: bool
    lacks: tuple[str, ...] | None
    since: datetime | None
    bound_by: int | None

    @property
    def is_staffs(self) -> bool:
        """Whether the staff work here."""
        return self.kind == "staff"

    def waits_for_code(self, at: datetime) -> bool:
        """Whether the bot was invited not long ago, and waits for the code."""
        return self.state is GroupState.INVITED and self.since is not None and at < self.since + INVITED_FOR


def group_at(session: Session, account: str, external_id: str) -> Group | None:
    """Return what is known of a group, or None."""
    row = session.first(_at, {"channel": "telegram", "account": account, "external_id": external_id})
    if row is None:
        return None
    chat_id, kind, state, is_forum, lacks, since, bound_by = row
    return Group(chat_id, kind, state, bool(is_forum), None if lacks is None else tuple(lacks), since, bound_by)


def invite_group(
    session: Session, account: str, external_id: str, *, title: str | None, is_forum: bool, at: datetime
) -> None:
    """Note that somebody who leads has taken the bot into a group: it waits there for the code."""
    chat_id = _chat(session, account, external_id)
    _note(session, chat_id, title=title, is_forum=is_forum, at=at)
    session.execute(
        _change.where(GROUPS.c.state == GroupState.INVITED).values(since=bindparam("moment")),
        {"chat": chat_id, "moment": at},
    )


def _chat(session: Session, account: str, external_id: str) -> int:
    address = {"channel": "telegram", "account": account, "external_id": external_id}
    session.value(_new_chat, {**address, "kind": "foreign"})
    row = session.first(_at, address)
    if row is None:
        raise LookupError(f"no chat {external_id} after it was noted")
    return int(row[0])


def _note(session: Session, chat_id: int, *, title: str | None, is_forum: bool, at: datetime) -> None:
    values = {"state": GroupState.INVITED, "title": title, "is_forum": is_forum, "since": at}
    session.value(_new_group, {"chat_id": chat_id, **values, "lacks": None})


def bind_group(
    session: Session, account: str, external_id: str, code: str, *, member: Member, title: str | None, is_forum: bool,
    at: datetime,
) -> bool:  # fmt: skip
    """Make a group the staff's, if the code is right. Returns whether it was."""
    if not use_group_code(session, code, at):
        return False
    chat_id = _chat(session, account, external_id)
    _note(session, chat_id, title=title, is_forum=is_forum, at=at)
    register_staff_chat(session, "telegram", account, external_id)
    values = {"state": GroupState.BOUND, "title": title, "is_forum": is_forum, "since": at, "bound_by": member.id}
    session.execute(_change.values(values), {"chat": chat_id})
    session.change(
        _audit, {"at": at, "actor": member.actor, "action": "staff.group_bound", "subject": f"chat:{chat_id}"}
    )
    return True


def note_place(session: Session, group: Group, *, is_in: bool) -> bool:
    """Note that the bot is out of a group of the staff's, or in it again. Returns whether that is news."""
    before, after = (GroupState.LOST, GroupState.BOUND) if is_in else (GroupState.BOUND, GroupState.LOST)
    changed = session.execute(
        _change.where(GROUPS.c.state == bindparam("known")).values(state=bindparam("now")),
        {"chat": group.chat_id, "known": before, "now": after},
    )
    return changed.rowcount > 0


def note_rights(session: Session, group: Group, *, lacks: Collection[str] | None, is_forum: bool) -> bool:
    """Note which rights the bot lacks in a group. Returns whether that is news."""
    known = None if lacks is None else tuple(right for right in WANTED_RIGHTS if right in lacks)
    if (known, is_forum) == (group.lacks, group.is_forum):
        return False
    values = {"lacks": None if known is None else list(known), "is_forum": is_forum}
    session.execute(_change.values(values), {"chat": group.chat_id})
    return True


def forum_chat(session: Session, chat_id: int) -> int | None:
    """Return the chat in which those who write in a chat have topics, or None while no forum is bound."""
    found: int | None = session.value(_forum, {"chat_id": chat_id})
    return found
