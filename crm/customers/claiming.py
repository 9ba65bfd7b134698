"""A chat's claim to be a customer whom the business knows: made, proved, taken back.

Nothing is merged before it is proved, so that until then the chat is told nothing. A claim that is proved merges the
customer who speaks in the chat with the one who is meant; "not me" takes exactly that merge back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from crm.customers.doubting import is_doubtful
from crm.customers.finding import Known, find_known, read_known
from crm.customers.merging import merge, undo_merge
from crm.customers.models import Claim, ClaimState, Customer, Merge
from crm.customers.queries import same_root
from crm.customers.signs import MOST_TRIES, Sign, is_proved
from crm.customers.verifying import verify_identity
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session

CLAIMS, CUSTOMERS, MERGES = table_of(Claim), table_of(Customer), table_of(Merge)
TRIES_FORGOTTEN_AFTER: Final = timedelta(days=1)
PEOPLE: Final = ("staff:", "owner")
"""How the actors begin who are somebody of the business: they asked before they merged."""

_new_claim = insert(CLAIMS).returning(CLAIMS.c.id)
_claim = select(CLAIMS).where(CLAIMS.c.id == bindparam("claim"))
_change = update(CLAIMS).where(CLAIMS.c.id == bindparam("claim"))
_audit = insert(table_of(AuditEntry))


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
    for waiting in _claims(session, customer_id, ClaimState.ASKED):
        if waiting.merge_id == merge_id:
            return waiting
    row = session.execute(select(MERGES).where(MERGES.c.id == merge_id)).one()
    signs = {Sign.AGENT} if row.actor.startswith(PEOPLE) else set()
    known_id = row.into_id if row.customer_id == customer_id else row.customer_id
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
        return _changed(session, claim, tries=claim.tries + 1)
    signs = claim.signs | {sign for _, sign in fitting}
    return _changed(session, claim, known_id=fitting[0][0].customer_id, signs=sorted(signs))


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
    return _changed(session, claim, signs=sorted(claim.signs | {sign}))


def open_claim(session: Session, claim: Claimed, at: datetime, *, actor: str | None = None) -> Claimed:
    """Know who speaks in the chat as the customer who is meant, from now on. What is not proved is only confirmed.

    Where another is known to speak in the chat already, as in a family, who speaks now gets a customer of their own:
    what each of them writes stays theirs.
    """
    if claim.known_id is None or claim.state is ClaimState.OPEN:
        return claim
    actor = actor or f"customer:{claim.customer_id}"
    if not claim.is_proved:
        if claim.merge_id is None:
            return claim
        return _changed(session, claim, state=ClaimState.CONFIRMED, opened_at=at)
    speaker = claim.customer_id if claim.merge_id else _speaker(session, claim, claim.known_id, at)
    evidence = {"claim": claim.id, "signs": sorted(claim.signs)}
    merge_id = (
        claim.merge_id
        or merge(session, speaker, claim.known_id, evidence=evidence, actor=actor, at=at)
        or unconfirmed_merge(session, speaker)  # somebody else made them one person before
    )
    how = "shared_contact" if Sign.PHONE in claim.signs else "agent"
    if claim.channel in {"phone", "card"}:
        verify_identity(session, speaker, claim.channel, claim.value, how, at)
    _note(session, "claim.opened", claim, actor, at)
    return _changed(session, claim, customer_id=speaker, state=ClaimState.OPEN, merge_id=merge_id, opened_at=at)


def _speaker(session: Session, claim: Claimed, known_id: int, at: datetime) -> int:
    """Return who speaks in the chat as the one who is meant: the chat's customer, unless they are somebody already."""
    taken = select(CLAIMS.c.id).where(
        CLAIMS.c.customer_id == claim.customer_id,
        CLAIMS.c.state == ClaimState.OPEN,
        CLAIMS.c.known_id != known_id,
        CLAIMS.c.merge_id.is_not(None),
    )
    if session.scalar(taken) is None:
        return claim.customer_id
    before = session.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == claim.customer_id)).one()
    name = session.scalar(select(CUSTOMERS.c.name).where(CUSTOMERS.c.id == known_id))
    values = {"name": name, "language": before.language, "language_chosen": before.language_chosen, "created_at": at}
    customer_id: int = session.scalar(insert(CUSTOMERS).returning(CUSTOMERS.c.id), values)
    session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=customer_id))
    return customer_id


def end_claims(session: Session, claim: Claimed, at: datetime) -> None:
    """Take back a claim and all by which its customer is known as another: "not me" leaves nothing of it."""
    for each in (claim, *_claims(session, claim.customer_id, ClaimState.OPEN)):
        if read_claim(session, each.id).state is not ClaimState.ENDED:
            end_claim(session, each, at)


def end_claim(session: Session, claim: Claimed, at: datetime, *, actor: str | None = None) -> None:
    """Take a claim back at once, with the merge it stands on: "not me". What was written stays with who wrote it."""
    actor = actor or f"customer:{claim.customer_id}"
    if claim.merge_id is not None:
        undo_merge(session, claim.merge_id, actor=actor, at=at)
    _changed(session, claim, state=ClaimState.ENDED, ended_at=at)
    _note(session, "claim.ended", claim, actor, at)


def approve_claim(session: Session, claim_id: int, known_id: int, *, agent: str, at: datetime) -> Claimed:
    """Open a claim because an agent, who asked the customer, says that they are this one. For the agents' side."""
    claim = _changed(session, read_claim(session, claim_id), known_id=known_id)
    return open_claim(session, add_sign(session, claim, Sign.AGENT), at, actor=f"staff:{agent}")


def waiting_claims(session: Session, customer_id: int) -> list[Claimed]:
    """Return the claims of a customer that wait for a second sign or an agent, the newest first."""
    return _claims(session, customer_id, ClaimState.ASKED)


def standing_claim(session: Session, customer_id: int) -> Claimed | None:
    """Return the claim by which this customer is known as another, or None. The one that is proved before others."""
    found = _claims(session, customer_id, ClaimState.OPEN) or _claims(session, customer_id, ClaimState.CONFIRMED)
    return found[0] if found else None


def _claims(session: Session, customer_id: int, state: ClaimState) -> list[Claimed]:
    query = select(CLAIMS.c.id).where(CLAIMS.c.customer_id == customer_id, CLAIMS.c.state == state)
    ids = session.execute(query.order_by(CLAIMS.c.id.desc())).scalars().all()
    return [read_claim(session, claim_id) for claim_id in ids]


def unconfirmed_merge(session: Session, customer_id: int) -> int | None:
    """Return the latest merge of this customer that somebody else made and they have not said yes or no to."""
    answered = select(CLAIMS.c.merge_id).where(CLAIMS.c.merge_id.is_not(None), CLAIMS.c.state != ClaimState.ASKED)
    query = (
        select(MERGES.c.id)
        .where(
            MERGES.c.undone_at.is_(None),
            MERGES.c.customer_id.in_(same_root),
            MERGES.c.id.not_in(answered),
        )
        .order_by(MERGES.c.id.desc())
    )
    merge_id: int | None = session.scalar(query, {"customer_id": customer_id})
    return merge_id


def _changed(session: Session, claim: Claimed, **values: Any) -> Claimed:
    session.execute(_change.values(**values), {"claim": claim.id})
    return read_claim(session, claim.id)


def _note(session: Session, action: str, claim: Claimed, actor: str, at: datetime) -> None:
    session.execute(_audit, {"at": at, "actor": actor, "action": action, "subject": f"claim:{claim.id}"})
