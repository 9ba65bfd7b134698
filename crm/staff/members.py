"""The members of the staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.staff.models import ACTIVE, Role, StaffMember

MEMBERS = table_of(StaffMember)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff, as they stand now."""

    id: int
    name: str
    role: Role
    external_id: str
    on_duty: bool

    @property
    def actor(self) -> str:
        """How the audit and the history name them."""
        return f"agent:{self.id}"


_columns = (MEMBERS.c.id, MEMBERS.c.name, MEMBERS.c.role, MEMBERS.c.external_id, MEMBERS.c.on_duty)
_active = select(*_columns).where(ACTIVE)
_at = Prepared(
    _active.where(MEMBERS.c.channel == bindparam("channel"), MEMBERS.c.external_id == bindparam("external_id"))
)
_all = Prepared(_active.order_by(MEMBERS.c.id))
_one = Prepared(select(*_columns).where(MEMBERS.c.id == bindparam("member")))
_owner = select(MEMBERS.c.id).where(ACTIVE, MEMBERS.c.role == Role.OWNER).limit(1)
_duty = (
    update(MEMBERS)
    .where(MEMBERS.c.id == bindparam("member"), MEMBERS.c.on_duty != bindparam("duty"))
    .values(on_duty=bindparam("duty"))
)
_remove = (
    update(MEMBERS).where(MEMBERS.c.id == bindparam("member"), ACTIVE).values(removed_at=bindparam("at"), on_duty=False)
)
_audit = Prepared(insert(table_of(AuditEntry)))


def member_at(session: Session, channel: str, external_id: str) -> Member | None:
    """Return who of the staff has this account, or None."""
    row = session.first(_at, {"channel": channel, "external_id": external_id})
    return None if row is None else Member(*row)


def member_by_id(session: Session, member_id: int) -> Member:
    """Return a member, also one who was removed. Raises LookupError for a number that there is not."""
    row = session.first(_one, {"member": member_id})
    if row is None:
        raise LookupError(f"there is no member {member_id}")
    return Member(*row)


def members(session: Session) -> list[Member]:
    """Return all who are of the staff now, the first who joined first."""
    return [Member(*row) for row in session.rows(_all, {})]


def on_duty(session: Session) -> list[Member]:
    """Return who answers customers now."""
    return [member for member in members(session) if member.on_duty and member.role.answers]


def owner_exists(session: Session) -> bool:
    """Tell whether the business has an owner here yet."""
    return session.scalar(_owner) is not None


def set_duty(session: Session, member: Member, *, duty: bool, at: datetime) -> bool:
    """Let a member go on or off duty. Returns False if they were already."""
    if session.execute(_duty, {"member": member.id, "duty": duty}).rowcount == 0:
        return False
    note(session, "on_duty" if duty else "off_duty", member.id, member.actor, at)
    return True


def remove_member(session: Session, member_id: int, actor: str, at: datetime) -> bool:
    """Take somebody off the staff. Returns False if they were not of it. What they held must be handed on."""
    if session.execute(_remove, {"member": member_id, "at": at}).rowcount == 0:
        return False
    note(session, "removed", member_id, actor, at)
    return True


def note(session: Session, action: str, member_id: int, actor: str, at: datetime) -> None:
    """Write down who did what to a member, in the transaction of the change."""
    session.change(_audit, {"at": at, "actor": actor, "action": f"staff.{action}", "subject": f"staff:{member_id}"})
