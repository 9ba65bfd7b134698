"""Deciding claims from the command line, beside a running Ingat."""

from collections.abc import Callable, Iterator
from functools import partial

from crm.conversation.deciding_claims import approve, refuse
from crm.conversation.hiding_people import masked_number
from crm.conversation.snapshot import Snapshot
from crm.customers.deciding_claims import ClaimDoneError, WaitingClaim, WhoIsMeantError, waiting_claims
from crm.customers.detaching import NumberTakenError, reattach_number
from crm.kernel.session import Session
from ingat.business_in_force import CurrentBusiness
from ingat.databases import in_shape
from ingat.opening import now
from ingat.settings import Settings
from ingat.supervision import FatalError

ACTOR = "owner"


def waiting(settings: Settings, most: int) -> Iterator[str]:
    """Yield a line for each claim that waits, the oldest first. Raises FatalError as `in_shape` does."""
    with in_shape(settings) as database, database.reading() as session:
        claims = waiting_claims(session, now(), most=most)
    if not claims:
        yield "Nothing waits."
    for each in claims:
        yield _line(each)


def _line(each: WaitingClaim) -> str:
    claim = each.claim
    meant = " or ".join(f"#{known.customer_id} {known.name}" for known in each.candidates) or "nobody who is known"
    tries = f", {claim.tries} wrong second signs" if claim.tries else ""
    return (
        f"{claim.id}  {claim.claimed_at.astimezone():%Y-%m-%d %H:%M}  #{claim.customer_id} {each.customer_name} "
        f"shows the {claim.channel} {masked_number(claim.value)} of {meant}{tries}"
    )


def approve_one(settings: Settings, number: int, known_id: int | None) -> str:
    """Confirm a claim and say so. Raises FatalError, in plain words, where it cannot be."""
    job = partial(approve, claim_id=number, snapshot=_snapshot(settings), known_id=known_id, actor=ACTOR, at=now())
    try:
        _write(settings, number, job)
    except WhoIsMeantError:
        raise FatalError(
            f"Say who is meant: ingat claim approve {number} --as NUMBER (see: ingat claim list)."
        ) from None
    return f"Approved: claim {number}. They are told so in their chat."


def refuse_one(settings: Settings, number: int, because: str) -> str:
    """Refuse a claim and say so. Raises FatalError, in plain words, where it cannot be."""
    if not because.strip():
        raise FatalError("--because: say why, for the team.")
    job = partial(refuse, claim_id=number, snapshot=_snapshot(settings), because=because.strip(), actor=ACTOR, at=now())
    _write(settings, number, job)
    return f"Refused: claim {number}. They are told kindly what they can do next."


def give_back(settings: Settings, number: int) -> str:
    """Give a number back that was taken off by "not me", and say so. Raises FatalError where another has proved it."""
    try:
        with in_shape(settings) as database:
            given = database.writer.run(partial(reattach_number, claim_id=number, actor=ACTOR, at=now()))
    except NumberTakenError as error:
        raise FatalError(
            f"Nothing was changed: customer #{error.holder_id} has proved that the number is theirs."
        ) from None
    if not given:
        return f"Claim {number} has taken no number off anybody, or it was given back already."
    return "Given back to " + ", ".join(f"#{customer_id}" for customer_id in given) + "."


def _write(settings: Settings, number: int, job: Callable[[Session], None]) -> None:
    try:
        with in_shape(settings) as database:
            database.writer.run(job)
    except ClaimDoneError:
        raise FatalError(
            f"Nothing was changed: claim {number} waits for nobody any more. "
            "It was decided, taken back or made anew, or is older than 30 days."
        ) from None
    except LookupError as error:
        raise FatalError(f"Nothing was changed: {error}. `ingat claim list` names those that wait.") from None


def _snapshot(settings: Settings) -> Snapshot:
    return CurrentBusiness(settings.ingat_business_dir)()
