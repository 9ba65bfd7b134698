"""Whose an order is, by what its source knows of the customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from crm.customers import ChannelIdentity, Customer, CustomerDetails
from crm.customers.doubting import is_same_name
from crm.customers.queries import still_has
from crm.kernel.models import table_of
from crm.kernel.session import Session

IDENTITIES, DETAILS, CUSTOMERS = table_of(ChannelIdentity), table_of(CustomerDetails), table_of(Customer)


@dataclass(frozen=True, slots=True)
class _Holder:
    customer_id: int
    root_id: int
    name: str


class Owners:
    """The customers whom a chunk of orders may mean, read at once."""

    def __init__(
        self, session: Session, source: str, ids: Iterable[str], cards: Iterable[str], phones: Iterable[str]
    ) -> None:
        self._by_id = _by_source_id(session, source, set(ids))
        self._by_card = _holders(session, "card", set(cards))
        self._by_phone = _holders(session, "phone", set(phones))

    def of(self, source_id: str | None, card: str | None, phone: str | None, name: str | None = None) -> int | None:
        """Return the one customer who is meant. A number that several customers share means none of them.

        A name tells those apart who share a phone, and says of another name that it is nobody of them.
        """
        for known, value in ((self._by_id, source_id), (self._by_card, card)):
            if (only := _only(known.get(value or "", ()))) is not None:
                return only
        holders = self._by_phone.get(phone or "", ())
        return _only([each for each in holders if name is None or is_same_name(each.name, name)])


def _only(holders: Sequence[_Holder]) -> int | None:
    """Return the customer where all who are meant are known as one person."""
    roots = {each.root_id for each in holders}
    return min(each.customer_id for each in holders) if len(roots) == 1 else None


_people = (CUSTOMERS.c.id, CUSTOMERS.c.root_id, CUSTOMERS.c.name)


def _by_source_id(session: Session, source: str, ids: set[str]) -> Mapping[str, list[_Holder]]:
    if not ids:
        return {}
    statement = select(DETAILS.c.source_id, *_people).join(CUSTOMERS, CUSTOMERS.c.id == DETAILS.c.customer_id)
    rows = session.execute(statement.where(DETAILS.c.source == source, DETAILS.c.source_id.in_(ids)))
    return _gathered((each, _Holder(*person)) for each, *person in rows)


def _holders(session: Session, channel: str, values: set[str]) -> Mapping[str, list[_Holder]]:
    """Return who has a number, as a channel identity or in their details."""
    if not values:
        return {}
    identities = (
        select(IDENTITIES.c.external_id, *_people)
        .join(CUSTOMERS, CUSTOMERS.c.id == IDENTITIES.c.customer_id)
        .where(IDENTITIES.c.channel == channel, IDENTITIES.c.external_id.in_(values))
    )
    details = (
        select(DETAILS.c[channel], *_people)
        .join(CUSTOMERS, CUSTOMERS.c.id == DETAILS.c.customer_id)
        .where(DETAILS.c[channel].in_(values))
    )
    if channel == "phone":
        identities = identities.where(IDENTITIES.c.closed_reason.is_(None))
        details = details.where(still_has(DETAILS.c.customer_id, DETAILS.c.phone))
    rows = [*session.execute(identities), *session.execute(details)]
    return _gathered((value, _Holder(*person)) for value, *person in rows)


def _gathered(pairs: Iterable[tuple[str, _Holder]]) -> Mapping[str, list[_Holder]]:
    gathered: defaultdict[str, list[_Holder]] = defaultdict(list)
    for value, holder in pairs:
        gathered[value].append(holder)
    return gathered
