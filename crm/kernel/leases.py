"""Who alone may do a thing: a row with an end, in the database's time."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam, or_, select, update

from crm.kernel.models import EPOCH, Lease, table_of
from crm.kernel.session import Session, insert_new

LEASES = table_of(Lease)

_new = insert_new(LEASES, "term")
_extend = (
    update(LEASES)
    .where(
        LEASES.c.name == bindparam("lease"), LEASES.c.holder == bindparam("by"), LEASES.c.expires_at > bindparam("now")
    )
    .values(expires_at=bindparam("until"))
)
_take_over = (
    update(LEASES)
    .where(
        LEASES.c.name == bindparam("lease"),
        or_(LEASES.c.expires_at <= bindparam("now"), LEASES.c.holder == bindparam("by")),
    )
    .values(holder=bindparam("by"), expires_at=bindparam("until"), term=LEASES.c.term + 1)
)
_holder = select(LEASES.c.holder).where(LEASES.c.name == bindparam("lease"), LEASES.c.expires_at > bindparam("now"))
_term = select(LEASES.c.term).where(LEASES.c.name == bindparam("lease"))
_release = (
    update(LEASES)
    .where(LEASES.c.name == bindparam("lease"), LEASES.c.holder == bindparam("by"))
    .values(expires_at=EPOCH)
)


def take_lease(
    session: Session, name: str, holder: str, length: timedelta, is_gone: Callable[[str], bool] = lambda _: False
) -> int | None:
    """Take or extend a lease. Returns its term, which grows with every new holder, or None while another holds it.

    `is_gone` tells of a holder whether it surely runs no more: its lease is then given back for it.
    """
    now = session.database_now()
    held_by = session.scalar(_holder, {"lease": name, "now": now})
    if held_by is not None and held_by != holder and is_gone(held_by):
        release_lease(session, name, held_by)
    values = {"lease": name, "by": holder, "now": now, "until": now + length}
    if session.execute(_extend, values).rowcount or session.execute(_take_over, values).rowcount:
        return int(session.scalar(_term, {"lease": name}))
    first = {"name": name, "holder": holder, "expires_at": now + length, "term": 1}
    term: int | None = session.value(_new, first)
    return term


def release_lease(session: Session, name: str, holder: str) -> None:
    """Give a lease back, so that whoever stands by need not wait for its end. Its row stays, for the term to grow."""
    session.execute(_release, {"lease": name, "by": holder})
