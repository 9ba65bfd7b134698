"""Taking out who a customer is: name, birthday, addresses, numbers. Their rows stay, as tombstones that count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, literal, select, update

from crm.customers.indexing_names import forget_names
from crm.customers.merging import lock_roots
from crm.customers.models import (
    ChannelIdentity,
    Chat,
    Claim,
    ClaimState,
    Customer,
    CustomerDetails,
    DeepLink,
    DeepLinkUse,
    DetachedNumber,
    Merge,
)
from crm.customers.queries import customers_of_root
from crm.kernel.erasing import ERASED
from crm.kernel.models import table_of
from crm.kernel.session import Session

CUSTOMERS, IDENTITIES, CHATS = table_of(Customer), table_of(ChannelIdentity), table_of(Chat)
DETAILS, CLAIMS, MERGES = table_of(CustomerDetails), table_of(Claim), table_of(Merge)
LINKS, USES, DETACHED = table_of(DeepLink), table_of(DeepLinkUse), table_of(DetachedNumber)


@dataclass(frozen=True, slots=True)
class Address:
    """A customer on a channel, as it was."""

    channel: str
    external_id: str


def lock_who_is_meant(session: Session, customer_id: int, *, only_this: bool) -> list[int]:
    """Return the customers whom the business knows as this person, or this one alone, their root locked.

    Raises LookupError for a customer who is not there.
    """
    lock_roots(session, customer_id)
    return [customer_id] if only_this else sorted(customers_of_root(session, customer_id))


def addresses_of(session: Session, customer_ids: Collection[int]) -> list[Address]:
    """Return where these customers are known, on all channels."""
    query = select(IDENTITIES.c.channel, IDENTITIES.c.external_id).where(IDENTITIES.c.customer_id.in_(customer_ids))
    return [Address(*row) for row in session.execute(query.order_by(IDENTITIES.c.id))]


def leave_chats_to_others(session: Session, customer_ids: Collection[int]) -> dict[int, int]:
    """Give each chat in which others speak, too, to one of them. Returns who that is, by the chat.

    A family's chat is its other members' address as much: they stay reachable there, and keep what was said with them.
    """
    own = select(IDENTITIES.c.id).where(IDENTITIES.c.customer_id.in_(customer_ids))
    query = (
        select(CHATS.c.id, CHATS.c.identity_id, CLAIMS.c.customer_id)
        .join(CLAIMS, CLAIMS.c.chat_id == CHATS.c.id)
        .where(
            CHATS.c.identity_id.in_(own),
            CLAIMS.c.customer_id.not_in(customer_ids),
            CLAIMS.c.state == ClaimState.OPEN,
        )
        .order_by(CLAIMS.c.id)
    )
    heirs: dict[int, int] = {}
    for chat_id, identity_id, other_id in session.execute(query).all():
        session.execute(update(IDENTITIES).where(IDENTITIES.c.id == identity_id).values(customer_id=other_id))
        heirs[chat_id] = other_id
    return heirs


def forget_people(session: Session, customer_ids: Sequence[int], at: datetime) -> None:
    """Take out who these customers are, and note when. Whoever writes from the same address again is somebody new."""
    forget_names(session, customer_ids)
    of_theirs = {"birthday": None, "language": None, "language_chosen": False, "address_form": None, "erased_at": at}
    _set(session, CUSTOMERS, CUSTOMERS.c.id.in_(customer_ids), **of_theirs)
    own = select(IDENTITIES.c.id).where(IDENTITIES.c.customer_id.in_(customer_ids))
    _set(session, CHATS, CHATS.c.identity_id.in_(own), external_id=_tombstone(CHATS), title=None)
    _set(
        session, IDENTITIES, IDENTITIES.c.customer_id.in_(customer_ids), external_id=_tombstone(IDENTITIES),
        user_name=None, language_code=None, closed_reason=ERASED, reach_changed_at=at,
    )  # fmt: skip
    nothing = ("source_id", "phone", "email", "card", "birthday", "city", "address", "last_active_at")
    _set(session, DETAILS, DETAILS.c.customer_id.in_(customer_ids), **dict.fromkeys(nothing))
    _forget_proofs(session, customer_ids, at)


def _forget_proofs(session: Session, customer_ids: Sequence[int], at: datetime) -> None:
    """Take out what was shown and said to tell who they are; by whomever it was shown, if it is theirs."""
    meant = CLAIMS.c.customer_id.in_(customer_ids) | CLAIMS.c.known_id.in_(customer_ids)
    _set(session, CLAIMS, meant & (CLAIMS.c.state != ClaimState.ENDED), state=ClaimState.ENDED, ended_at=at)
    _set(session, CLAIMS, meant, value=_tombstone(CLAIMS), signs=[], because=None)
    _set(session, DETACHED, DETACHED.c.customer_id.in_(customer_ids), number=_tombstone(DETACHED))
    merged = MERGES.c.customer_id.in_(customer_ids) | MERGES.c.into_id.in_(customer_ids)
    _set(session, MERGES, merged, evidence={ERASED: True})
    used = select(USES.c.link_id).where(USES.c.customer_id.in_(customer_ids))
    _set(session, LINKS, LINKS.c.id.in_(used), receipt=None)


def _tombstone(table: Any) -> Any:
    """Return an SQL expression that is another for each row, and tells nothing."""
    return literal(f"{ERASED}:").concat(cast(table.c.id, Text))


def _set(session: Session, table: Any, condition: Any, **values: Any) -> None:
    session.execute(update(table).where(condition).values(values))
