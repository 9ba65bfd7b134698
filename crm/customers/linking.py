"""Making links for receipts and posters, and noting who came by which."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from crm.customers.deep_links import KEY_BYTES, LinkKind, pack_link, unpack_link
from crm.customers.models import DeepLink, DeepLinkUse
from crm.kernel.models import AuditEntry, Secret, table_of
from crm.kernel.session import Session, insert_new

LINKS, USES, SECRETS = table_of(DeepLink), table_of(DeepLinkUse), table_of(Secret)
_KEY: Final = "deep_links"

_new_key = insert_new(SECRETS)
_key = select(SECRETS.c.value).where(SECRETS.c.name == _KEY)
_new_link = insert(LINKS).returning(LINKS.c.id)
_link = select(LINKS).where(LINKS.c.id == bindparam("link"))
_use_up = (
    update(LINKS).where(LINKS.c.id == bindparam("link"), LINKS.c.used_at.is_(None)).values(used_at=bindparam("at"))
)
_new_use = insert_new(USES, "id")
_used_by = select(USES.c.id).where(USES.c.link_id == bindparam("link"), USES.c.customer_id == bindparam("customer"))
_audit = insert(table_of(AuditEntry))


class Arrival(StrEnum):
    """What became of a link that somebody followed."""

    TAKEN = "taken"
    AGAIN = "again"  # by the same customer
    USED = "used"  # a receipt's, by somebody else
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Followed:
    """A link that was followed, with what it is about where it was taken."""

    arrival: Arrival
    kind: LinkKind | None = None
    outlet: str | None = None
    receipt: str | None = None


def new_link(
    session: Session,
    *,
    kind: LinkKind,
    source: str,
    at: datetime,
    actor: str,
    outlet: str | None = None,
    receipt: str | None = None,
    valid_for: timedelta | None = None,
) -> str:
    """Make a link and return its payload. `source` names where it hangs, in the business's own words."""
    link_id: int = session.scalar(
        _new_link,
        {
            "kind": kind,
            "source": source,
            "outlet": outlet,
            "receipt": receipt,
            "created_at": at,
            "expires_at": at + (valid_for or kind.valid_for),
        },
    )
    session.execute(_audit, {"at": at, "actor": actor, "action": "link.made", "subject": f"deep_link:{link_id}"})
    return pack_link(_made_key(session), link_id)


def follow_link(session: Session, payload: str, customer_id: int, at: datetime) -> Followed:
    """Note that a customer came by a link. A receipt's link is used up by the first; a poster's works for everybody."""
    key = _signing_key(session)
    link_id = None if key is None else unpack_link(key, payload)
    row = None if link_id is None else session.execute(_link, {"link": link_id}).first()
    if row is None:
        return Followed(Arrival.UNKNOWN)
    kind = LinkKind(row.kind)
    if session.scalar(_used_by, {"link": row.id, "customer": customer_id}) is not None:
        return Followed(Arrival.AGAIN, kind, row.outlet, row.receipt)
    if row.expires_at <= at:
        return Followed(Arrival.EXPIRED, kind)
    if kind is LinkKind.RECEIPT and session.execute(_use_up, {"link": row.id, "at": at}).rowcount == 0:
        return Followed(Arrival.USED, kind)
    session.value(_new_use, {"link_id": row.id, "customer_id": customer_id, "used_at": at})
    return Followed(Arrival.TAKEN, kind, row.outlet, row.receipt)


def _made_key(session: Session) -> bytes:
    session.change(_new_key, {"name": _KEY, "value": secrets.token_hex(KEY_BYTES)})
    return bytes.fromhex(session.scalar(_key))


def _signing_key(session: Session) -> bytes | None:
    """Return the key of this installation, or None where no link was ever made."""
    value: str | None = session.scalar(_key)
    return None if value is None else bytes.fromhex(value)
