"""Whether what we send to a customer's channel can arrive."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update

from crm.customers.models import ChannelIdentity
from crm.kernel.models import table_of
from crm.kernel.session import Session

IDENTITIES = table_of(ChannelIdentity)
BLOCKED_BY_CUSTOMER = "blocked_by_customer"
DATED_WITHIN = timedelta(seconds=1)
"""Channels date in whole seconds: what they date may have happened so much later."""

_this = update(IDENTITIES).where(IDENTITIES.c.id == bindparam("identity_id"))
_change = _this.where(
    or_(IDENTITIES.c.reach_changed_at.is_(None), IDENTITIES.c.reach_changed_at < bindparam("before"))
).values(closed_reason=bindparam("reason"), reach_changed_at=bindparam("at"))


def close_channel(session: Session, identity_id: int, reason: str, at: datetime) -> bool:
    """Note that nothing arrives there since `at`; what is known from then or later stays. Returns whether it is news.

    Of one second's opening and closing the opening counts, in whatever order they come: the next call corrects it.
    """
    values = {"identity_id": identity_id, "reason": reason, "at": at, "before": at}
    return session.execute(_change, values).rowcount > 0


def reopen_channel(session: Session, identity_id: int, at: datetime) -> bool:
    """Note that the customer can be reached since `at`; what is known from later stays. Returns whether it is news."""
    values = {"identity_id": identity_id, "reason": None, "at": at, "before": at + DATED_WITHIN}
    return session.execute(_change, values).rowcount > 0
