"""Opening a claim that is proved, and taking it back: "not me".

A claim that is proved merges the customer who speaks in the chat with the one who is meant. "Not me" takes exactly that
merge back, and the telephone number of somebody who had it before off them.
"""

from datetime import datetime

from sqlalchemy import insert, select, update

from crm.customers.claiming import Claimed, change_claim, claims_in_state
from crm.customers.detaching import detach_number, detach_others
from crm.customers.finding import open_claims_in
from crm.customers.merging import merge, undo_merge
from crm.customers.models import Claim, ClaimState, Customer, Merge
from crm.customers.signs import Sign, Standing
from crm.customers.standing import standings
from crm.customers.verifying import move_number, verify_identity
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session

CLAIMS, CUSTOMERS, MERGES = table_of(Claim), table_of(Customer), table_of(Merge)

_audit = insert(table_of(AuditEntry))


def open_claim(session: Session, claim: Claimed, at: datetime, *, actor: str | None = None) -> Claimed:
    """Know who speaks in the chat as the customer who is meant, from now on. What is not proved is only confirmed.

    Where another is known to speak in the chat already, as in a family, who speaks now gets a customer of their own:
    what each of them writes stays theirs.
    """
    if claim.known_id is None or claim.state is not ClaimState.ASKED:
        return claim
    actor = actor or f"customer:{claim.customer_id}"
    if not claim.is_proved:
        if claim.merge_id is None:
            return claim
        return change_claim(session, claim, state=ClaimState.CONFIRMED, opened_at=at)
    speaker = claim.customer_id if claim.merge_id else _speaker(session, claim, claim.known_id, at)
    merge_id = claim.merge_id or _one_person(session, claim, speaker, claim.known_id, actor, at)
    how = "shared_contact" if Sign.PHONE in claim.signs else "agent"
    if claim.channel in {"phone", "card"}:
        verify_identity(session, speaker, claim.channel, claim.value, how, at)
    note_claim(session, "opened", claim, actor, at)
    return change_claim(session, claim, customer_id=speaker, state=ClaimState.OPEN, merge_id=merge_id, opened_at=at)


def open_or_move(session: Session, claim: Claimed, at: datetime, *, actor: str | None = None) -> tuple[Claimed, bool]:
    """Open a claim. Returns it, and whether its telephone number takes the place of an earlier one.

    It does where the chat is known as the same customer already: then the other numbers find them no more.
    """
    known = {known_id for _, known_id in open_claims_in(session, claim.chat_id).values()}
    opened = open_claim(session, claim, at, actor=actor)
    is_move = claim.channel == "phone" and claim.known_id in known and opened.state is ClaimState.OPEN
    if is_move:
        move_number(session, opened.customer_id, opened.value, at)
        detach_others(session, opened, at)
    return opened, is_move


def _one_person(session: Session, claim: Claimed, speaker: int, known_id: int, actor: str, at: datetime) -> int | None:
    """Merge who speaks with who is meant, and return the merge; None where they are proved to be one already.

    Where somebody else made the two one person before, this claim speaks for that very merge, or, where it leads over
    others, has one of its own: it must not say yes to what nobody was asked about.
    """
    evidence = {"claim": claim.id, "signs": sorted(claim.signs)}
    merged = merge(session, speaker, known_id, evidence=evidence, actor=actor, at=at)
    if merged is not None or standings(session, speaker).get(known_id) is Standing.EVERYTHING:
        return merged
    query = select(MERGES.c.id).where(
        MERGES.c.undone_at.is_(None),
        MERGES.c.customer_id.in_((speaker, known_id)),
        MERGES.c.into_id.in_((speaker, known_id)),
    )
    before: int | None = session.scalar(query.order_by(MERGES.c.id.desc()))
    if before is not None:
        return before
    return merge(session, speaker, known_id, evidence=evidence, actor=actor, at=at, also_if_one=True)


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


def deny_claim(session: Session, claim: Claimed, at: datetime) -> list[int]:
    """Take back a claim and all by which its customer is known as the same other: "not me" leaves nothing of it.

    Asked twice, it is taken back twice. Who only does not want to be one more of a family stays who they are. Returns
    the customers who lost the number, for it is the holder's of this chat now.
    """
    asked = claims_in_state(session, claim.customer_id, ClaimState.ASKED)
    ending = [claim, *(each for each in asked if (each.channel, each.value) == (claim.channel, claim.value))]
    opened = claims_in_state(session, claim.customer_id, ClaimState.OPEN)
    if claim.state is not ClaimState.ASKED or claim.known_id in {each.known_id for each in opened}:
        ending += opened
    ending = [each for each in {each.id: each for each in ending}.values() if each.state is not ClaimState.ENDED]
    for each in ending:
        end_claim(session, each, at)
    return sorted({customer_id for each in ending for customer_id in detach_number(session, each, at)})


def end_claim(
    session: Session, claim: Claimed, at: datetime, *, actor: str | None = None, because: str | None = None
) -> Claimed:
    """Take a claim back at once, with the merge it stands on. What was written stays with who wrote it."""
    actor = actor or f"customer:{claim.customer_id}"
    if claim.merge_id is not None:
        undo_merge(session, claim.merge_id, actor=actor, at=at)
    note_claim(session, "ended" if because is None else "refused", claim, actor, at)
    return change_claim(session, claim, state=ClaimState.ENDED, ended_at=at, because=because)


def note_claim(session: Session, action: str, claim: Claimed, actor: str, at: datetime) -> None:
    """Write into the audit what was done with a claim, in the past tense."""
    session.execute(_audit, {"at": at, "actor": actor, "action": f"claim.{action}", "subject": f"claim:{claim.id}"})
