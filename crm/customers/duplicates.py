"""Who may be one person: pairs of customers that share a phone number, an e-mail address or a card, or nearly a name.

They are suggested with their evidence, for somebody to decide: nothing here merges anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, false, literal, select

from crm.customers.doubting import is_same_name
from crm.customers.models import ChannelIdentity, Customer, CustomerDetails
from crm.customers.namesakes import ALIKE, name_likeness, namesakes
from crm.customers.queries import still_has
from crm.kernel.models import table_of
from crm.kernel.session import Session

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
EXACT: Final = ("card", "email", "phone")
_MOST_PAIRS: Final = 1_000  # of one kind; a number that a thousand share is the shop's own

_one, _other = CUSTOMERS.alias("one"), CUSTOMERS.alias("other")
_of_one, _of_other = DETAILS.alias("details_of_one"), DETAILS.alias("details_of_other")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two customers who may be one, the one known longer first.

    `shared` names what both have: "card", "email", "phone", and, where the names are alike, "birthday", "outlet";
    `verified` what of it one of them proved.
    """

    customer_id: int
    other_id: int
    name: str
    other_name: str
    shared: frozenset[str]
    verified: frozenset[str]

    @property
    def names_alike(self) -> bool:
        """Whether the names may be one person's. Families share phones, and have other first names."""
        return is_same_name(self.name, self.other_name) or self.likeness >= ALIKE

    @property
    def likeness(self) -> float:
        """How like the names are, from 0 to 100."""
        return name_likeness(self.name, self.other_name)

    @property
    def is_exact(self) -> bool:
        """Whether they share more than nearly a name."""
        return not self.shared.isdisjoint(EXACT)


def duplicates(session: Session, *, of_customer: int | None = None, most: int = 50) -> list[Duplicate]:
    """Return pairs of customers who may be one person and are not known as one, the best supported first.

    `of_customer` asks for those of one customer alone.
    """
    found: dict[tuple[int, int], Duplicate] = {}
    for kind in EXACT:
        for statement in _pairs_sharing(kind):
            for asked in _asked(statement, of_customer):
                for row in session.execute(asked.limit(_MOST_PAIRS)):
                    _add(found, kind, row)
    for kind, one, other in islice(namesakes(session, of_customer), _MOST_PAIRS):
        _add(found, kind, (one.customer_id, other.customer_id, one.name, other.name, False))
    return sorted(found.values(), key=_weight, reverse=True)[:most]


def _weight(pair: Duplicate) -> tuple[bool, bool, int, int, float, int]:
    """A like name alone, with the same birthday or outlet, comes after all that share a number of their own."""
    return (
        pair.is_exact,
        pair.names_alike,
        len(pair.verified),
        len(pair.shared),
        pair.likeness,
        -pair.customer_id,
    )


def _pairs_sharing(kind: str) -> Sequence[Select[Any]]:
    """Return who shares one kind of thing: imported details with an identity, and imported details with each other."""
    proved = IDENTITIES.c.verified_how.is_not(None)
    with_identity = (
        select(_one.c.id, _other.c.id, _one.c.name, _other.c.name, proved)
        .select_from(_of_one)
        .join(IDENTITIES, (IDENTITIES.c.channel == literal(kind)) & (IDENTITIES.c.external_id == _of_one.c[kind]))
        .join(_one, _one.c.id == _of_one.c.customer_id)
        .join(_other, _other.c.id == IDENTITIES.c.customer_id)
    )
    with_details = (
        select(_one.c.id, _other.c.id, _one.c.name, _other.c.name, false())
        .select_from(_of_one)
        .join(_of_other, (_of_other.c[kind] == _of_one.c[kind]) & (_of_other.c.customer_id > _of_one.c.customer_id))
        .join(_one, _one.c.id == _of_one.c.customer_id)
        .join(_other, _other.c.id == _of_other.c.customer_id)
    )
    if kind == "phone":
        with_identity = with_identity.where(still_has(_of_one.c.customer_id, _of_one.c.phone))
        for each in (_of_one, _of_other):
            with_details = with_details.where(still_has(each.c.customer_id, each.c.phone))
    return [each.where(_one.c.root_id != _other.c.root_id) for each in (with_identity, with_details)]


def _asked(statement: Select[Any], of_customer: int | None) -> Sequence[Select[Any]]:
    """Ask for one customer's on each side alone: with OR between them no index would serve."""
    if of_customer is None:
        return [statement]
    return [statement.where(_one.c.id == of_customer), statement.where(_other.c.id == of_customer)]


def _add(found: dict[tuple[int, int], Duplicate], kind: str, row: Sequence[Any]) -> None:
    one_id, other_id, one_name, other_name, is_proved = row
    one, other = sorted([(one_id, one_name), (other_id, other_name)])
    pair = found.setdefault((one[0], other[0]), Duplicate(one[0], other[0], one[1], other[1], frozenset(), frozenset()))
    verified = pair.verified | {kind} if is_proved else pair.verified
    found[one[0], other[0]] = replace(pair, shared=pair.shared | {kind}, verified=verified)
