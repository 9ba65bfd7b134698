"""Whether what we send to a customer's channel can arrive."""

from datetime import datetime

from sqlalchemy import bindparam, or_, update

from crm.customers.models import ChannelIdentity
from crm.kernel.models import table_of
from crm.kernel.session import Session

IDENTITIES = table_of(ChannelIdentity)
BLOCKED_BY_CUSTOMER = "blocked_by_customer"

_change = (
    update(IDENTITIES)
    .where(
        IDENTITIES.c.id == bindparam("identity_id"),
        or_(IDENTITIES.c.reach_changed_at.is_(None), IDENTITIES.c.reach_changed_at <= bindparam("at")),
    )
    .values(closed_reason=bindparam("reason"), reach_changed_at=bindparam("at"))
)


def close_channel(session: Session, identity_id: int, reason: str, at: datetime) -> bool:
    """Note that nothing arrives there since `at`; what is known from later stays. Returns whether it is news."""
    return session.execute(_change, {"identity_id": identity_id, "reason": reason, "at": at}).rowcount > 0


def reopen_channel(session: Session, identity_id: int, at: datetime) -> bool:
    """Note that the customer can be reached since `at`; what is known from later stays. Returns whether it is news."""
    return session.execute(_change, {"identity_id": identity_id, "reason": None, "at": at}).rowcount > 0
