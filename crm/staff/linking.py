"""Links that make somebody one of the staff, and codes that make a group theirs: each works once, and not for long."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new
from crm.staff.members import Member, member_at, note
from crm.staff.models import Role, StaffLink, StaffMember

LINKS, MEMBERS = table_of(StaffLink), table_of(StaffMember)
PREFIX: Final = "staff-"
"""What such a link's payload begins with: no other link of ours does."""
LINK_VALID_FOR: Final = timedelta(hours=24)
CODE_VALID_FOR: Final = timedelta(hours=1)
_CODE_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 8

_new = insert(LINKS)
_found = select(LINKS.c.id, LINKS.c.role, LINKS.c.name, LINKS.c.made_by, LINKS.c.expires_at, LINKS.c.used_at).where(
    LINKS.c.secret_hash == bindparam("hash")
)
_use = update(LINKS).where(LINKS.c.id == bindparam("link"), LINKS.c.used_at.is_(None)).values(used_at=bindparam("at"))
_withdraw = (
    update(LINKS)
    .where(LINKS.c.role == Role.OWNER, LINKS.c.used_at.is_(None), LINKS.c.expires_at > bindparam("at"))
    .values(expires_at=bindparam("at"))
)
_new_member = insert_new(MEMBERS, "id")
_change_role = update(MEMBERS).where(MEMBERS.c.id == bindparam("member")).values(role=bindparam("new_role"))


class StaffArrival(StrEnum):
    """What became of a link that somebody followed."""

    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Joined:
    """A link that was followed, and who they are now."""

    arrival: StaffArrival
    member: Member | None = None


def new_staff_link(session: Session, role: Role, *, name: str | None, actor: str, at: datetime) -> str:
    """Make a link and return its payload. A new link for an owner ends those that were made before."""
    if role is Role.OWNER:
        session.execute(_withdraw, {"at": at})
    secret = secrets.token_urlsafe(16)
    _keep(session, secret, role=role, name=name, made_by=actor, made_at=at, expires_at=at + LINK_VALID_FOR)
    return PREFIX + secret


def new_group_code(session: Session, *, actor: str, at: datetime) -> str:
    """Make a code that binds one group, and return it."""
    code = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
    _keep(session, code, role=None, name=None, made_by=actor, made_at=at, expires_at=at + CODE_VALID_FOR)
    return code


def _keep(session: Session, secret: str, **values: Any) -> None:
    session.execute(_new, {"secret_hash": _hash(secret), **values})


def is_staff_link(payload: str) -> bool:
    """Tell whether a link's payload is meant for the staff, whether or not it still works."""
    return payload.startswith(PREFIX)


def follow_staff_link(session: Session, payload: str, *, external_id: str, name: str, at: datetime) -> Joined:
    """Make who follows a link one of the staff. Who is already gets the link's role; an owner stays an owner."""
    link = session.execute(_found, {"hash": _hash(payload.removeprefix(PREFIX))}).first()
    if link is None or link.role is None:
        return Joined(StaffArrival.UNKNOWN)
    if link.used_at is not None or link.expires_at <= at:
        return Joined(StaffArrival.EXPIRED)
    if session.execute(_use, {"link": link.id, "at": at}).rowcount == 0:
        return Joined(StaffArrival.EXPIRED)
    known = member_at(session, "telegram", external_id)
    if known is not None:
        return _with_role(session, known, link.role, link.made_by, at)
    member_id = session.value(
        _new_member,
        {
            "name": link.name or name,
            "role": link.role,
            "channel": "telegram",
            "external_id": external_id,
            "on_duty": link.role.answers,
            "joined_at": at,
        },
    )
    note(session, f"joined_as_{link.role}", member_id, link.made_by, at)
    return Joined(StaffArrival.JOINED, member_at(session, "telegram", external_id))


def _with_role(session: Session, known: Member, role: Role, actor: str, at: datetime) -> Joined:
    if known.role is not Role.OWNER and known.role is not role:
        session.execute(_change_role, {"member": known.id, "new_role": role})
        note(session, f"became_{role}", known.id, actor, at)
    return Joined(StaffArrival.ROLE_CHANGED, member_at(session, "telegram", known.external_id))


def use_group_code(session: Session, code: str, at: datetime) -> bool:
    """Use a group's code up. Returns False for one that there is not, that was used, or that is too old."""
    link = session.execute(_found, {"hash": _hash(code.strip().upper())}).first()
    if link is None or link.role is not None or link.used_at is not None or link.expires_at <= at:
        return False
    return session.execute(_use, {"link": link.id, "at": at}).rowcount > 0


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
