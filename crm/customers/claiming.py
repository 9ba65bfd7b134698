"""A chat's claim to be a customer whom the business knows: made, and proved. Until it is opened nothing is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from crm.customers.doubting import is_doubtful
from crm.customers.finding import Known, find_known, read_known
from crm.customers.models import Claim, ClaimState, Merge
from crm.customers.queries import same_root
from crm.customers.signs import MOST_TRIES, Sign, Standing, is_proved
from crm.customers.standing import customers_told
from crm.kernel.models import table_of
from crm.kernel.session import Session

CLAIMS, MERGES = table_of(Claim), table_of(Merge)
TRIES_FORGOTTEN_AFTER: Final = timedelta(days=1)
PEOPLE: Final = ("staff:", "owner")
"""How the actors begin who are somebody of the business: they asked before they merged."""

_new_claim = insert(CLAIMS).returning(CLAIMS.c.id)
_claim = select(CLAIMS).where(CLAIMS.c.id == bindparam("claim"))
_change = update(CLAIMS).where(CLAIMS.c.id == bindparam("claim"))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as it stands."""

    id: int
    chat_id: int
    customer_id: int
    known_id: int | None
    channel: str
    value: str
    signs: frozenset[Sign]
    is_doubtful: bool
    tries: int
    state: ClaimState
    merge_id: int | None
    claimed_at: datetime

    @property
    def is_proved(self) -> bool:
        """Whether its signs open points and history."""
        return self.known_id is not None and is_proved(self.signs, is_doubtful=self.is_doubtful)


def make_claim(
    session: Session,
    *,
    chat_id: int,
    customer_id: int,
    channel: str,
    value: str,
    known: Sequence[Known],
    names: Collection[str],
    signs: Collection[Sign],
    at: datetime,
) -> Claimed:
    """Note that somebody showed a phone or a card by which the business knows one or several customers.

    `names` are those they show of themselves. Where several are found, or the number may be recycled, or somebody
    writes in another chat as the one who is found, the claim is doubtful: it takes a second sign.
    """
    only = known[0] if len(known) == 1 else None
    doubtful = only is None or only.has_a_chat or is_doubtful(only.name, names, only.last_active_at, at)
    return _ask(
        session, at, signs, chat_id=chat_id, customer_id=customer_id, channel=channel, value=value,
        known_id=only.customer_id if only else None, is_doubtful=doubtful,
    )  # fmt: skip


def claim_moved_number(
    session: Session, *, chat_id: int, customer_id: int, known_id: int, value: str, at: datetime
) -> Claimed:
    """Note that somebody who is proved in a chat has another telephone number now: it moves with the card."""
    return _ask(
        session, at, {Sign.PHONE}, chat_id=chat_id, customer_id=customer_id, channel="phone", value=value,
        known_id=known_id, is_doubtful=True,
    )  # fmt: skip


def claim_merge(session: Session, *, chat_id: int, customer_id: int, merge_id: int, at: datetime) -> Claimed:
    """Note that the customer is asked whether a merge that somebody else made is right."""
    for waiting in claims_in_state(session, customer_id, ClaimState.ASKED):
        if waiting.merge_id == merge_id:
            return waiting
    row = session.execute(select(MERGES).where(MERGES.c.id == merge_id)).one()
    signs = {Sign.AGENT} if row.actor.startswith(PEOPLE) else set()
    told = customers_told(session, customer_id, Standing.STATE)
    known_id = row.into_id if row.customer_id in told else row.customer_id
    return _ask(
        session, at, signs, chat_id=chat_id, customer_id=customer_id, channel="merge", value=str(merge_id),
        known_id=known_id, is_doubtful=True, merge_id=merge_id,
    )  # fmt: skip


def _ask(session: Session, at: datetime, signs: Collection[Sign], **values: Any) -> Claimed:
    tries = _tries_before(session, values["chat_id"], values["channel"], values["value"], at)
    asked = {"signs": sorted(signs), "tries": tries, "state": ClaimState.ASKED, "claimed_at": at}
    claim_id: int = session.scalar(_new_claim, {"known_id": None, "merge_id": None, **asked, **values})
    return read_claim(session, claim_id)


def _tries_before(session: Session, chat_id: int, channel: str, value: str, at: datetime) -> int:
    """Return the wrong tries of the last day: asking again gives nobody more of them."""
    query = select(func.max(CLAIMS.c.tries)).where(
        CLAIMS.c.chat_id == chat_id,
        CLAIMS.c.channel == channel,
        CLAIMS.c.value == value,
        CLAIMS.c.claimed_at > at - TRIES_FORGOTTEN_AFTER,
    )
    return session.scalar(query) or 0


def read_claim(session: Session, claim_id: int) -> Claimed:
    """Return a claim. Raises LookupError if there is none."""
    claim = find_claim(session, claim_id)
    if claim is None:
        raise LookupError(f"there is no claim {claim_id}")
    return claim


def find_claim(session: Session, claim_id: int) -> Claimed | None:
    """Return a claim, or None if there is none."""
    row = session.execute(_claim, {"claim": claim_id}).first()
    if row is None:
        return None
    return Claimed(
        row.id, row.chat_id, row.customer_id, row.known_id, row.channel, row.value,
        frozenset(Sign(sign) for sign in row.signs), row.is_doubtful, row.tries, ClaimState(row.state), row.merge_id,
        row.claimed_at,
    )  # fmt: skip


def try_second_sign(session: Session, claim: Claimed, *, digits: str | None, birthday: date | None) -> Claimed:
    """Compare what somebody says with what the business knows, and note the sign, or one wrong try.

    `digits` are the last of the card. The sign says, too, which of several who share a number is meant; it counts only
    where it fits exactly one of them. After too many wrong ones nothing is compared any more.
    """
    if claim.tries >= MOST_TRIES:
        return claim
    fitting = [(known, sign) for known in candidates(session, claim) for sign in _signs_of(known, digits, birthday)]
    if len({known.customer_id for known, _ in fitting}) != 1:
        return change_claim(session, claim, tries=claim.tries + 1)
    signs = claim.signs | {sign for _, sign in fitting}
    return change_claim(session, claim, known_id=fitting[0][0].customer_id, signs=sorted(signs))


def candidates(session: Session, claim: Claimed) -> list[Known]:
    """Return whom a claim may mean."""
    if claim.known_id is None:
        return find_known(session, claim.channel, claim.value, besides=claim.customer_id)
    known = read_known(session, claim.known_id)
    return [] if known is None else [known]


def _signs_of(known: Known, digits: str | None, birthday: date | None) -> list[Sign]:
    signs = []
    if digits is not None and known.has_card_ending(digits):
        signs.append(Sign.CARD_DIGITS)
    if birthday is not None and birthday in known.birthdays:
        signs.append(Sign.BIRTHDAY)
    return signs


def add_sign(session: Session, claim: Claimed, sign: Sign) -> Claimed:
    """Note a sign that was seen, such as the phone that belongs to a card."""
    return change_claim(session, claim, signs=sorted(claim.signs | {sign}))


def standing_claim(session: Session, customer_id: int) -> Claimed | None:
    """Return the claim by which this customer is known as another, or None. The one that is proved before others."""
    for state in (ClaimState.OPEN, ClaimState.CONFIRMED):
        if found := claims_in_state(session, customer_id, state):
            return found[0]
    return None


def claims_in_state(session: Session, customer_id: int, state: ClaimState) -> list[Claimed]:
    """Return a customer's claims that have come so far, the newest first."""
    query = select(CLAIMS.c.id).where(CLAIMS.c.customer_id == customer_id, CLAIMS.c.state == state)
    ids = session.execute(query.order_by(CLAIMS.c.id.desc())).scalars().all()
    return [read_claim(session, claim_id) for claim_id in ids]


def unconfirmed_merge(session: Session, customer_id: int) -> int | None:
    """Return the latest merge, made by somebody else, that the chat of this customer has not said yes or no to.

    Only one with somebody of whom the chat may be told already: the way to all others leads over it. What another chat
    answered about a customer of its own says nothing for this one.
    """
    query = select(MERGES.c.id, MERGES.c.customer_id, MERGES.c.into_id).where(
        MERGES.c.undone_at.is_(None), MERGES.c.customer_id.in_(same_root)
    )
    told = customers_told(session, customer_id, Standing.STATE)
    for row in session.execute(query.order_by(MERGES.c.id.desc()), {"customer_id": customer_id}):
        if (row.customer_id in told) != (row.into_id in told):
            return int(row.id)
    return None


def change_claim(session: Session, claim: Claimed, **values: Any) -> Claimed:
    """Write down what has changed of a claim and return it as it stands now."""
    session.execute(_change.values(**values), {"claim": claim.id})
    return read_claim(session, claim.id)
