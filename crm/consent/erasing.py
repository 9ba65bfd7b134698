"""Keeping a stop in force for addresses whose customer was erased."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from crm.consent.models import SuppressedAddress, Suppression
from crm.customers.erasing import addresses_of
from crm.customers.fingerprints import fingerprints_of
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

SUPPRESSIONS, ADDRESSES = table_of(Suppression), table_of(SuppressedAddress)

_new = insert_new(ADDRESSES)


def keep_stops(session: Session, customer_ids: Collection[int], at: datetime) -> None:
    """Keep fingerprints of the addresses of customers whom no marketing may reach, whoever has them next."""
    query = select(SUPPRESSIONS.c.reason).where(
        SUPPRESSIONS.c.customer_id.in_(customer_ids), SUPPRESSIONS.c.lifted_at.is_(None)
    )
    reason = session.scalar(query.order_by(SUPPRESSIONS.c.id).limit(1))
    if reason is None:
        return
    addresses = [(each.channel, each.external_id) for each in addresses_of(session, customer_ids)]
    for fingerprint in fingerprints_of(session, addresses, makes_key=True):
        session.change(_new, {"fingerprint": fingerprint, "reason": reason, "since": at})
