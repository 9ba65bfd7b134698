"""Whether what we send to a customer's channel can arrive."""

from datetime import datetime

from sqlalchemy import bindparam, or_, update

from crm.customers.models import ChannelIdentity
from crm.kernel.session import Session

IDENTITIES = ChannelIdentity.__table__

_close = (
    update(IDENTITIES)
    .where(
        IDENTITIES.c.id == bindparam("identity_id"),
        IDENTITIES.c.last_sign_of_life_at < bindparam("known_at"),
        or_(IDENTITIES.c.closed_at.is_(None), IDENTITIES.c.closed_at < bindparam("known_at")),
    )
    .values(closed_reason=bindparam("reason"), closed_at=bindparam("known_at"))
)
_sign_of_life = (
    update(IDENTITIES)
    .where(IDENTITIES.c.id == bindparam("identity_id"), IDENTITIES.c.last_sign_of_life_at <= bindparam("at"))
    .values(last_sign_of_life_at=bindparam("at"))
)
_reopen = (
    update(IDENTITIES)
    .where(
        IDENTITIES.c.id == bindparam("identity_id"),
        IDENTITIES.c.closed_at.is_not(None),
        IDENTITIES.c.closed_at <= bindparam("at"),
    )
    .values(closed_reason=None, closed_at=None)
)


def close_channel(session: Session, identity_id: int, reason: str, known_at: datetime) -> bool:
    """Note that nothing arrives there any more. An older fact than the customer's last sign of life changes nothing.

    `known_at` is when the refused call began, or when the customer blocked us.
    """
    values = {"identity_id": identity_id, "reason": reason, "known_at": known_at}
    return session.execute(_close, values).rowcount > 0


def reopen_channel(session: Session, identity_id: int, at: datetime) -> None:
    """Note a sign of life: whoever writes or unblocks can be reached again."""
    values = {"identity_id": identity_id, "at": at}
    session.execute(_sign_of_life, values)
    session.execute(_reopen, values)
