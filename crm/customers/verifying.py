"""Noting by what a channel identity was proved to be a customer's."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from crm.customers.finding import MOVED_AWAY
from crm.customers.merging import lock_roots
from crm.customers.models import ChannelIdentity
from crm.customers.queries import same_root
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session, insert_new

IDENTITIES = table_of(ChannelIdentity)

_new = insert_new(IDENTITIES, "id")
_verify = (
    update(IDENTITIES)
    .where(
        IDENTITIES.c.customer_id.in_(bindparam("ids", expanding=True)),
        IDENTITIES.c.channel == bindparam("of_channel"),
        IDENTITIES.c.external_id == bindparam("value"),
    )
    .values(verified_how=bindparam("how"), verified_at=bindparam("at"), closed_reason=None)
)
_leave = (
    update(IDENTITIES)
    .where(
        IDENTITIES.c.customer_id.in_(bindparam("ids", expanding=True)),
        IDENTITIES.c.channel == "phone",
        IDENTITIES.c.external_id != bindparam("value"),
        IDENTITIES.c.closed_reason.is_(None),
    )
    .values(closed_reason=MOVED_AWAY, reach_changed_at=bindparam("at"))
)


_holder = select(IDENTITIES.c.customer_id).where(
    IDENTITIES.c.channel == "email", IDENTITIES.c.external_id == bindparam("address")
)
_audit = insert(table_of(AuditEntry))


def verify_identity(session: Session, customer_id: int, channel: str, value: str, how: str, at: datetime) -> bool:
    """Note that a phone, card or e-mail address is this customer's, and by what that was proved.

    Returns False where the identity is somebody else's row: a family's phone stands with one of them.
    """
    session.value(
        _new,
        {
            "customer_id": customer_id,
            "channel": channel,
            "external_id": value,
            "created_at": at,
            "verified_how": how,
            "verified_at": at,
        },
    )
    ids = _of_root(session, customer_id)
    values = {"ids": ids, "of_channel": channel, "value": value, "how": how, "at": at}
    return session.execute(_verify, values).rowcount > 0


def verify_email(session: Session, customer_id: int, address: str, *, actor: str, at: datetime) -> int | None:
    """Note that an e-mail address, in small letters, is a customer's, by the word of somebody of the business.

    Nothing else can prove it but an import, for Ingat sends no e-mail. Returns None, or, where the address is somebody
    else's already, who that is: then nothing has changed. Raises LookupError for no such customer.
    """
    lock_roots(session, customer_id)
    if verify_identity(session, customer_id, "email", address, "agent", at):
        subject = f"customer:{customer_id}"
        session.execute(_audit, {"at": at, "actor": actor, "action": "customer.email_verified", "subject": subject})
        return None
    holder: int | None = session.scalar(_holder, {"address": address})
    return holder


def move_number(session: Session, customer_id: int, value: str, at: datetime) -> None:
    """Note that a customer has only this telephone number now: the others of the root find nobody any more."""
    session.execute(_leave, {"ids": _of_root(session, customer_id), "value": value, "at": at})


def _of_root(session: Session, customer_id: int) -> list[int]:
    return list(session.execute(same_root, {"customer_id": customer_id}).scalars())
