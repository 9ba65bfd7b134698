"""Whose an order is, by what its source knows of the customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from crm.customers import ChannelIdentity, CustomerDetails
from crm.customers.queries import still_has
from crm.kernel.models import table_of
from crm.kernel.session import Session

IDENTITIES, DETAILS = table_of(ChannelIdentity), table_of(CustomerDetails)


class Owners:
    """The customers whom a chunk of orders may mean, read at once."""

    def __init__(
        self, session: Session, source: str, ids: Iterable[str], cards: Iterable[str], phones: Iterable[str]
    ) -> None:
        self._by_id = _by_source_id(session, source, set(ids))
        self._by_card = _holders(session, "card", set(cards))
        self._by_phone = _holders(session, "phone", set(phones))

    def of(self, source_id: str | None, card: str | None, phone: str | None) -> int | None:
        """Return the one customer who is meant. A number that several customers share means none of them."""
        for known, value in ((self._by_id, source_id), (self._by_card, card), (self._by_phone, phone)):
            customers: set[int] = known.get(value or "", set())
            if len(customers) == 1:
                return next(iter(customers))
        return None


def _by_source_id(session: Session, source: str, ids: set[str]) -> Mapping[str, set[int]]:
    if not ids:
        return {}
    statement = select(DETAILS.c.source_id, DETAILS.c.customer_id)
    rows = session.execute(statement.where(DETAILS.c.source == source, DETAILS.c.source_id.in_(ids)))
    return _gathered((each, customer_id) for each, customer_id in rows)


def _holders(session: Session, channel: str, values: set[str]) -> Mapping[str, set[int]]:
    """Return who has a number, as a channel identity or in their details."""
    if not values:
        return {}
    identities = select(IDENTITIES.c.external_id, IDENTITIES.c.customer_id).where(
        IDENTITIES.c.channel == channel, IDENTITIES.c.external_id.in_(values)
    )
    details = select(DETAILS.c[channel], DETAILS.c.customer_id).where(DETAILS.c[channel].in_(values))
    if channel == "phone":
        details = details.where(still_has(DETAILS.c.customer_id, DETAILS.c.phone))
    rows = [*session.execute(identities), *session.execute(details)]
    return _gathered((value, customer_id) for value, customer_id in rows)


def _gathered(pairs: Iterable[tuple[str, int]]) -> Mapping[str, set[int]]:
    gathered: defaultdict[str, set[int]] = defaultdict(set)
    for value, customer_id in pairs:
        gathered[value].add(customer_id)
    return gathered
