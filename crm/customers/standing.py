"""What may be told in a chat now, of all that the business knows of its customer."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import and_, select

from crm.customers.models import Claim, ClaimState, Customer, Merge
from crm.customers.queries import same_root
from crm.customers.signs import Standing, standing
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CUSTOMERS, MERGES, CLAIMS = table_of(Customer), table_of(Merge), table_of(Claim)

_root = Prepared(same_root)
_merges_of_root = Prepared(
    select(MERGES.c.customer_id, MERGES.c.into_id, CLAIMS.c.state, CLAIMS.c.customer_id)
    .select_from(
        MERGES.outerjoin(CLAIMS, and_(CLAIMS.c.merge_id == MERGES.c.id, CLAIMS.c.state != ClaimState.ENDED.value))
    )
    .where(MERGES.c.undone_at.is_(None), MERGES.c.customer_id.in_(same_root))
)


def standing_of(session: Session, customer_id: int) -> Standing:
    """Return what the chat of this customer may be told of whom the business knows it to be.

    `customer_id` is who speaks in the chat. CHAT where nothing else is known, or nothing else may be told.
    """
    others = [told for other, told in standings(session, customer_id).items() if other != customer_id]
    return max(others, default=Standing.CHAT)


def is_verified(session: Session, customer_id: int) -> bool:
    """Tell whether this chat proved to be a customer whom the business knows: all of theirs may be told."""
    return standing_of(session, customer_id) is Standing.EVERYTHING


def customers_told(session: Session, customer_id: int, at_least: Standing = Standing.EVERYTHING) -> list[int]:
    """Return the customers of whom a chat may be told so much, itself first: reads for a customer ask for these."""
    told = standings(session, customer_id)
    return [customer_id, *sorted(other for other in told if other != customer_id and told[other] >= at_least)]


def standings(session: Session, customer_id: int) -> Mapping[int, Standing]:
    """Return what may be told of each customer of the same root.

    What comes over several merges is told as far as the least confirmed of them allows: a merge that somebody made a
    moment ago adds nothing until the customer has said yes to it. What is said of this customer in another chat opens
    nothing in this one: over a merge of their own only their own yes counts.
    """
    members = [member for (member,) in session.rows(_root, {"customer_id": customer_id})]
    if len(members) <= 1:
        return MappingProxyType({customer_id: Standing.EVERYTHING})
    links = [
        (one, other, standing(ClaimState(state) if _counts(customer_id, one, other, who) else None))
        for one, other, state, who in session.rows(_merges_of_root, {"customer_id": customer_id})
    ]
    return reached(customer_id, members, links)


def _counts(customer_id: int, one: int, other: int, who: int | None) -> bool:
    """Whether what `who` said of a merge counts in this customer's chat; None said nothing."""
    return who is not None and (customer_id not in {one, other} or who == customer_id)


def reached(start: int, members: list[int], links: list[tuple[int, int, Standing]]) -> Mapping[int, Standing]:
    """Return for each member the best that a way of links from `start` allows; the worst link of a way counts. Pure."""
    best = dict.fromkeys(members, Standing.CHAT) | {start: Standing.EVERYTHING}
    for _ in members:
        for one, other, told in links:
            for here, there in ((one, other), (other, one)):
                if here in best and there in best:
                    best[there] = max(best[there], min(best[here], told))
    return MappingProxyType(best)
