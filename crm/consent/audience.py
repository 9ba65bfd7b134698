"""How many people could be written to: counted by where the business got to know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, and_, case, func, select

from crm.consent.models import Consent, Suppression
from crm.consent.purposes import Purpose
from crm.customers import ChannelIdentity, Customer, CustomerDetails
from crm.customers.models import DeepLink, DeepLinkUse
from crm.kernel.models import table_of
from crm.kernel.session import Session

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
LINKS, USES = table_of(DeepLink), table_of(DeepLinkUse)
CONSENTS, SUPPRESSIONS = table_of(Consent), table_of(Suppression)
TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """People of one outlet and source. `linked` have a chat where they can be reached; the rest are of these alone.

    `source` is the link by which they came, or else the system that knew them; None: they found the bot by themselves.
    `offers` and `greetings` have said yes to them, and nothing stops it.
    """

    outlet: str | None
    source: str | None
    customers: int
    linked: int
    offers: int
    greetings: int


def count_audience(session: Session) -> list[AudienceCount]:
    """Count all people, by outlet and source. Whom the business knows as one person is counted once."""
    linked, details, came_by, stopped = _linked(), _details(), _came_by(), _stopped()
    offers, greetings = _willing(Purpose.OFFERS, "offers"), _willing(Purpose.GREETINGS, "greetings")
    outlet = func.coalesce(came_by.c.outlet, details.c.outlet)
    source = func.coalesce(came_by.c.source, details.c.source)
    people = CUSTOMERS
    for more in (linked, details, came_by, stopped, offers, greetings):
        people = people.outerjoin(more, more.c.root_id == CUSTOMERS.c.id)  # type: ignore[assignment]
    reachable = and_(linked.c.root_id.is_not(None), stopped.c.root_id.is_(None))
    query = (
        select(
            outlet,
            source,
            func.count(),
            func.count(linked.c.root_id),
            _sum(and_(reachable, offers.c.root_id.is_not(None))),
            _sum(and_(reachable, greetings.c.root_id.is_not(None))),
        )
        .select_from(people)
        .where(CUSTOMERS.c.root_id == CUSTOMERS.c.id)
        .group_by(outlet, source)
    )
    counts = [AudienceCount(*row) for row in session.execute(query)]
    return sorted(counts, key=lambda count: (count.outlet or "", count.source or ""))


def total_of(counts: Sequence[AudienceCount]) -> AudienceCount:
    """Return all counts in one."""
    return AudienceCount(
        None,
        None,
        sum(count.customers for count in counts),
        sum(count.linked for count in counts),
        sum(count.offers for count in counts),
        sum(count.greetings for count in counts),
    )


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _linked() -> Subquery:
    return (
        select(CUSTOMERS.c.root_id)
        .join(IDENTITIES, IDENTITIES.c.customer_id == CUSTOMERS.c.id)
        .where(IDENTITIES.c.channel == TELEGRAM, IDENTITIES.c.closed_reason.is_(None))
        .group_by(CUSTOMERS.c.root_id)
        .subquery("linked")
    )


def _details() -> Subquery:
    return (
        select(
            CUSTOMERS.c.root_id,
            func.min(DETAILS.c.outlet).label("outlet"),
            func.min(func.coalesce(DETAILS.c.origin, DETAILS.c.source)).label("source"),
        )
        .join(DETAILS, DETAILS.c.customer_id == CUSTOMERS.c.id)
        .group_by(CUSTOMERS.c.root_id)
        .subquery("details")
    )


def _came_by() -> Subquery:
    """By which link each person came first."""
    first = (
        select(CUSTOMERS.c.root_id, func.min(USES.c.id).label("use"))
        .join(USES, USES.c.customer_id == CUSTOMERS.c.id)
        .group_by(CUSTOMERS.c.root_id)
        .subquery("first_use")
    )
    return (
        select(first.c.root_id, LINKS.c.outlet, LINKS.c.source)
        .join(USES, USES.c.id == first.c.use)
        .join(LINKS, LINKS.c.id == USES.c.link_id)
        .subquery("came_by")
    )


def _stopped() -> Subquery:
    return (
        select(CUSTOMERS.c.root_id)
        .join(SUPPRESSIONS, SUPPRESSIONS.c.customer_id == CUSTOMERS.c.id)
        .where(SUPPRESSIONS.c.lifted_at.is_(None))
        .group_by(CUSTOMERS.c.root_id)
        .subquery("stopped")
    )


def _willing(purpose: Purpose, name: str) -> Subquery:
    """Whose newest answers to one purpose are all yes."""
    newest = select(func.max(CONSENTS.c.id)).where(CONSENTS.c.purpose == purpose).group_by(CONSENTS.c.customer_id)
    return (
        select(CUSTOMERS.c.root_id)
        .join(CONSENTS, CONSENTS.c.customer_id == CUSTOMERS.c.id)
        .where(CONSENTS.c.id.in_(newest))
        .group_by(CUSTOMERS.c.root_id)
        .having(func.min(case((CONSENTS.c.given, 1), else_=0)) == 1)
        .subquery(name)
    )
