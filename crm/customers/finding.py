"""Finding whom the business knows by a telephone number or a card, and what could prove that it is they."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, bindparam, select, union

from crm.customers.models import ChannelIdentity, Claim, ClaimState, Customer, CustomerDetails
from crm.customers.queries import customers_of_root, still_has
from crm.customers.standing import customers_told
from crm.kernel.models import table_of
from crm.kernel.session import Session

CUSTOMERS, IDENTITIES, DETAILS, CLAIMS = (
    table_of(model) for model in (Customer, ChannelIdentity, CustomerDetails, Claim)
)
CARD_DIGITS = 4
MOVED_AWAY = "number_changed"
"""Why a number finds nobody any more: its customer has another."""


@dataclass(frozen=True, slots=True)
class Known:
    """A customer whom the business knows, with what could prove somebody to be them, of all of the same root."""

    customer_id: int
    name: str
    last_active_at: datetime | None
    birthdays: frozenset[date]
    cards: frozenset[str]
    has_a_chat: bool  # somebody proved to be them in another chat, or writes there as them

    def has_card_ending(self, digits: str) -> bool:
        """Tell whether these are the last digits of one of their cards."""
        return any("".join(filter(str.isdigit, card)).endswith(digits) for card in self.cards)


_by_identity = select(CUSTOMERS.c.id, CUSTOMERS.c.root_id).join(IDENTITIES, IDENTITIES.c.customer_id == CUSTOMERS.c.id)
_by_details = select(CUSTOMERS.c.id, CUSTOMERS.c.root_id).join(DETAILS, DETAILS.c.customer_id == CUSTOMERS.c.id)
_root_of = select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id == bindparam("customer_id"))


def find_known(session: Session, channel: str, value: str, *, besides: int) -> list[Known]:
    """Return the customers with this phone (in E.164) or card, one for each root, besides that of `besides`.

    Imported ones come before those who only write in chats, the one known longest first.
    """
    own = session.scalar(_root_of, {"customer_id": besides})
    rows = session.execute(_customers_with(channel, value)).all()
    by_root: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: row.id):
        if row.root_id != own:
            by_root.setdefault(row.root_id, row.id)
    return [known for customer_id in by_root.values() if (known := read_known(session, customer_id)) is not None]


def _customers_with(channel: str, value: str) -> Select[tuple[int, int]]:
    identities = _by_identity.where(
        IDENTITIES.c.channel == channel, IDENTITIES.c.external_id == value, IDENTITIES.c.closed_reason.is_(None)
    )
    details = _by_details.where(DETAILS.c[channel] == value)
    if channel == "phone":
        details = details.where(still_has(DETAILS.c.customer_id, DETAILS.c.phone))
    both = union(identities, details).subquery()
    return select(both.c.id, both.c.root_id)


def read_known(session: Session, customer_id: int, among: Collection[int] | None = None) -> Known | None:
    """Return what is known of a customer, over all of the same root; None if there is no such customer.

    `among` leaves out others of the root: of whom a chat may not be told (`customers_told`).
    """
    ids = customers_of_root(session, customer_id) if among is None else among
    customers = session.execute(select(CUSTOMERS).where(CUSTOMERS.c.id.in_(ids))).all()
    if not customers:
        return None
    details = session.execute(select(DETAILS).where(DETAILS.c.customer_id.in_(ids))).all()
    identities = session.execute(select(IDENTITIES).where(IDENTITIES.c.customer_id.in_(ids))).all()
    cards = {row.external_id for row in identities if row.channel == "card"} | {row.card for row in details}
    return Known(
        customer_id=customer_id,
        name=next(row.name for row in customers if row.id == customer_id),
        last_active_at=_latest(row.last_active_at for row in details),
        birthdays=frozenset(row.birthday for row in (*details, *customers) if row.birthday is not None),
        cards=frozenset(card for card in cards if card is not None),
        has_a_chat=any(row.channel not in {"phone", "email", "card"} for row in identities),
    )


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def phones_of(session: Session, customer_id: int) -> list[str]:
    """Return the verified telephone numbers that are still this customer's, the newest first.

    Those of others of the root are among them as far as the customer's chat may be told of them.
    """
    query = (
        select(IDENTITIES.c.external_id)
        .where(
            IDENTITIES.c.customer_id.in_(customers_told(session, customer_id)),
            IDENTITIES.c.channel == "phone",
            IDENTITIES.c.verified_at.is_not(None),
            IDENTITIES.c.closed_reason.is_(None),
        )
        .order_by(IDENTITIES.c.verified_at.desc())
    )
    return list(session.execute(query).scalars())


def phones_proved_in(session: Session, chat_id: int) -> list[str]:
    """Return the telephone numbers by which somebody was proved in a chat: of one, or of a family."""
    query = select(CLAIMS.c.value).where(
        CLAIMS.c.chat_id == chat_id, CLAIMS.c.channel == "phone", CLAIMS.c.state == ClaimState.OPEN
    )
    return list(dict.fromkeys(session.execute(query.order_by(CLAIMS.c.id)).scalars()))


def open_claims_in(session: Session, chat_id: int) -> dict[int, tuple[int, int]]:
    """Return who was proved in a chat: the claim's id, with the customer who speaks as them and whom they are."""
    query = select(CLAIMS.c.id, CLAIMS.c.customer_id, CLAIMS.c.known_id).where(
        CLAIMS.c.chat_id == chat_id, CLAIMS.c.state == ClaimState.OPEN
    )
    return {row.id: (row.customer_id, row.known_id) for row in session.execute(query.order_by(CLAIMS.c.id))}
