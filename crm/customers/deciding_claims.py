"""Claims that wait for a person of the business: which they are, and their yes or no."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from crm.customers.claiming import Claimed, add_sign, candidates, change_claim, find_claim
from crm.customers.finding import Known, open_claims_in
from crm.customers.models import Claim, ClaimState, Customer
from crm.customers.opening_claims import end_claim, open_or_move
from crm.customers.signs import Sign
from crm.kernel.models import table_of
from crm.kernel.session import Session

CLAIMS, CUSTOMERS = table_of(Claim), table_of(Customer)
SHOWN: Final = ("phone", "card")
WAITS_FOR: Final = timedelta(days=30)
"""What was shown longer ago proves nothing of today: a number may have come to somebody else again."""


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim that a person of the business can decide, with whose chat it was made in and whom it may mean."""

    claim: Claimed
    customer_name: str
    candidates: tuple[Known, ...]


class ClaimDoneError(Exception):
    """A claim waits for nobody: it was decided, taken back, proved or made anew, or is too old."""


class WhoIsMeantError(Exception):
    """It must be said which of several customers a claim means, or there is no such customer."""


def waiting_claims(session: Session, at: datetime, *, most: int) -> list[WaitingClaim]:
    """Return the claims that wait for a person, the oldest first."""
    query = (
        select(CLAIMS.c.id, CUSTOMERS.c.name)
        .join(CUSTOMERS, CUSTOMERS.c.id == CLAIMS.c.customer_id)
        .where(CLAIMS.c.state == ClaimState.ASKED, CLAIMS.c.channel.in_(SHOWN), CLAIMS.c.claimed_at > at - WAITS_FOR)
        .order_by(CLAIMS.c.id)
    )
    waiting = []
    for row in session.execute(query):
        claim = find_claim(session, row.id)
        if claim is not None and is_waiting(session, claim, at):
            waiting.append(WaitingClaim(claim, row.name, tuple(candidates(session, claim))))
        if len(waiting) == most:
            break
    return waiting


def is_waiting(session: Session, claim: Claimed, at: datetime) -> bool:
    """Whether a person can decide a claim: it is lately made, neither proved nor over, and not made anew since."""
    if at - claim.claimed_at >= WAITS_FOR:
        return False
    if claim.state is not ClaimState.ASKED or claim.channel not in SHOWN or claim.is_proved:
        return False
    newest = select(func.max(CLAIMS.c.id)).where(
        CLAIMS.c.chat_id == claim.chat_id, CLAIMS.c.channel == claim.channel, CLAIMS.c.value == claim.value
    )
    if session.scalar(newest) != claim.id:
        return False
    known = {known_id for _, known_id in open_claims_in(session, claim.chat_id).values()}
    return claim.channel == "phone" or claim.known_id not in known


def approve_claim(
    session: Session, claim: Claimed, *, known_id: int | None, actor: str, at: datetime
) -> tuple[Claimed, bool]:
    """Open a claim because somebody of the business, who asked the customer, says that they are this one.

    `known_id` says who, where the claim may mean several or the card's number found nobody. Returns the claim, and
    whether its number takes the place of an earlier one. The caller has locked the roots. Raises ClaimDoneError and
    WhoIsMeantError, and changes nothing then.
    """
    if not is_waiting(session, claim, at):
        raise ClaimDoneError
    meant = _meant(session, claim, known_id)
    signed = add_sign(session, change_claim(session, claim, known_id=meant), Sign.AGENT)
    return open_or_move(session, signed, at, actor=actor)


def refuse_claim(session: Session, claim: Claimed, *, because: str, actor: str, at: datetime) -> Claimed:
    """End a claim that somebody of the business could not confirm. `because` is for the staff alone.

    Raises ClaimDoneError, and changes nothing then.
    """
    if not is_waiting(session, claim, at):
        raise ClaimDoneError
    return end_claim(session, claim, at, actor=actor, because=because)


def _meant(session: Session, claim: Claimed, known_id: int | None) -> int:
    if known_id is not None:
        there = session.scalar(select(CUSTOMERS.c.id).where(CUSTOMERS.c.id == known_id))
        if there is None or known_id == claim.customer_id:
            raise WhoIsMeantError
        return known_id
    meant = [known.customer_id for known in candidates(session, claim)]
    if len(meant) != 1:
        raise WhoIsMeantError
    return meant[0]
