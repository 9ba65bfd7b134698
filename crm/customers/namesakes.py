"""Pairs of customers whose names are alike and who share a birthday or an outlet: weak evidence, but evidence.

Nothing proves anything here. Such a pair comes after all that share a phone number, an e-mail address or a card.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, select

from crm.customers.models import Customer, CustomerDetails
from crm.kernel.models import table_of
from crm.kernel.session import Session

CUSTOMERS, DETAILS = table_of(Customer), table_of(CustomerDetails)
ALIKE: Final = 85.0
"""The least likeness of two whole names, 0 to 100, that is worth a look."""
NEIGHBOURS: Final = 20
"""With so many before it, in the order of the names, each name is compared: nobody compares all with all."""

_birthday = func.coalesce(CUSTOMERS.c.birthday, DETAILS.c.birthday)
_SHARED: Final[tuple[tuple[str, ColumnElement[Any]], ...]] = (("birthday", _birthday), ("outlet", DETAILS.c.outlet))
_all = CUSTOMERS.outerjoin(DETAILS, DETAILS.c.customer_id == CUSTOMERS.c.id)


@dataclass(frozen=True, slots=True)
class Named:
    """A customer by whom the business knows the person, and their name."""

    customer_id: int
    root_id: int
    name: str


def name_likeness(one: str, other: str) -> float:
    """Return how like two names are, from 0 to 100, whatever the case and the order of their words. Pure."""
    return fuzz.token_sort_ratio(one.casefold(), other.casefold())


def namesakes(session: Session, of_customer: int | None = None) -> Iterator[tuple[str, Named, Named]]:
    """Yield pairs with what they share, "birthday" or "outlet". `of_customer` asks for those of one alone."""
    for kind, shared in _SHARED:
        query = select(CUSTOMERS.c.id, CUSTOMERS.c.root_id, CUSTOMERS.c.name, shared).select_from(_all)
        if of_customer is not None:
            own = select(shared).select_from(_all).where(CUSTOMERS.c.id == of_customer)
            query = query.where(shared == session.scalar(own))
        query = query.where(shared.is_not(None), CUSTOMERS.c.name != "")
        rows = session.execute(query.order_by(shared, func.lower(CUSTOMERS.c.name), CUSTOMERS.c.id))
        for _, group in groupby(rows, key=lambda row: row[3]):
            for one, other in _alike(Named(row[0], row[1], row[2]) for row in group):
                if of_customer in {None, one.customer_id, other.customer_id}:
                    yield kind, one, other


def _alike(people: Iterator[Named]) -> Iterator[tuple[Named, Named]]:
    before: deque[Named] = deque(maxlen=NEIGHBOURS)
    for each in people:
        for other in before:
            if each.root_id != other.root_id and name_likeness(each.name, other.name) >= ALIKE:
                yield other, each
        before.append(each)
