"""What is asked of the cases."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, update

from crm.cases.attaching import ENDED
from crm.cases.models import Case, CaseInteraction, CasePriority, CaseState
from crm.cases.numbers import case_number
from crm.customers.queries import same_root
from crm.history.models import Direction, Interaction
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared, Row
from crm.kernel.session import Session

CASES, LINKS, INTERACTIONS = table_of(Case), table_of(CaseInteraction), table_of(Interaction)
FILES = ("photo", "video", "animation", "document")
"""Kinds of interaction that may show what a complaint is about."""
STILL_OPEN = (CaseState.NEW, CaseState.OPEN, CaseState.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case as its customer and the recognition of complaints see it: open, or ended not long ago."""

    id: int
    conversation_id: int
    state: CaseState
    priority: CasePriority
    category: str
    order_number: str | None
    outlet: str | None
    words: str
    opened_at: datetime
    due_at: datetime
    last_said_at: datetime
    owner: str | None
    promise: str | None
    promise_due_at: datetime | None
    promise_kept_at: datetime | None
    promise_kept_how: str | None
    solved_at: datetime | None
    resolution: str | None
    told_at: datetime | None

    @property
    def number(self) -> str:
        """The number that people say."""
        return case_number(self.id)

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.state not in ENDED

    @property
    def ended_at(self) -> datetime:
        """When it was solved, or for one that was closed without that, when it was last spoken of."""
        return self.solved_at or self.last_said_at

    @property
    def has_news(self) -> bool:
        """Whether it was solved, or a promise was kept, and the customer has not heard so yet."""
        return self._is_untold(self.solved_at) or self._is_untold(self.promise_kept_at)

    @property
    def kept(self) -> str | None:
        """What was done of what was promised, in a sentence where there is one; None while that is still to come."""
        return None if self.promise_kept_at is None else self.promise_kept_how or self.promise

    def _is_untold(self, at: datetime | None) -> bool:
        return at is not None and (self.told_at is None or self.told_at < at)

    def promised_by(self, now: datetime) -> datetime | None:
        """Return by when a reply was promised, or None once that has passed: a broken promise is not repeated."""
        return self.due_at if self.due_at > now else None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open, and the time has passed by which a reply was promised, and nothing was done since."""
        is_answered = self.promise_kept_at is not None and self.promise_kept_at >= self.last_said_at
        return self.is_open and self.due_at <= now and not is_answered


_COLUMNS = tuple(OpenCase.__dataclass_fields__)
_cases_of = Prepared(
    select(*(CASES.c[name] for name in _COLUMNS))
    .where(
        CASES.c.customer_id.in_(same_root),
        or_(
            *(CASES.c.state == state for state in STILL_OPEN),
            func.coalesce(CASES.c.solved_at, CASES.c.last_said_at) > bindparam("closed_since"),
        ),
    )
    .order_by(CASES.c.id.desc())
    .limit(20)
)


def cases_of(session: Session, customer_id: int, *, closed_since: datetime) -> list[OpenCase]:
    """Return a customer's open cases and those that ended after `closed_since`, the newest first; at most 20."""
    values = {"customer_id": customer_id, "closed_since": closed_since}
    return [_case(row) for row in session.rows(_cases_of, values)]


def _case(row: Row) -> OpenCase:
    return OpenCase(**dict(zip(_COLUMNS, row, strict=True)))


_untold = Prepared(
    select(CASES.c.id)
    .where(
        CASES.c.customer_id.in_(same_root),
        or_(
            *(
                and_(at.is_not(None), or_(CASES.c.told_at.is_(None), CASES.c.told_at < at))
                for at in (CASES.c.solved_at, CASES.c.promise_kept_at)
            )
        ),
    )
    .limit(1)
)


def has_news(session: Session, customer_id: int) -> bool:
    """Tell whether a case of a customer was solved, or a promise in it kept, of which they have not heard yet."""
    return session.value(_untold, {"customer_id": customer_id}) is not None


_told = Prepared(update(CASES).where(CASES.c.id == bindparam("case_id")).values(told_at=bindparam("at")))


def note_told(session: Session, case_id: int, at: datetime) -> None:
    """Note that the customer has heard what is new in a case: news are told once."""
    session.change(_told, {"case_id": case_id, "at": at})


_open_cases = (
    select(*(CASES.c[name] for name in _COLUMNS))
    .where(or_(*(CASES.c.state == state for state in STILL_OPEN)))
    .order_by(CASES.c.due_at)
    .limit(bindparam("most"))
)


def all_open_cases(session: Session, most: int) -> list[OpenCase]:
    """Return the open cases of all customers, the one that is due first before the others."""
    return [_case(tuple(row)) for row in session.execute(_open_cases, {"most": most})]


_loose_files = (
    select(INTERACTIONS.c.id)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.conversation_id == bindparam("conversation_id"),
        INTERACTIONS.c.id < bindparam("before_id"),
        INTERACTIONS.c.said_at >= bindparam("since"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        INTERACTIONS.c.kind.in_(FILES),
        INTERACTIONS.c.text == "",
        INTERACTIONS.c.id.not_in(select(LINKS.c.interaction_id)),
    )
    .order_by(INTERACTIONS.c.id)
)


def loose_files(
    session: Session, customer_id: int, conversation_id: int, *, before_id: int, since: datetime
) -> list[int]:
    """Return the pictures and files without words that a customer sent lately and that belong to no case yet."""
    values = {
        "customer_id": customer_id,
        "conversation_id": conversation_id,
        "before_id": before_id,
        "since": since,
    }
    return list(session.execute(_loose_files, values).scalars())


_cases_with = select(LINKS.c.case_id).where(LINKS.c.interaction_id == bindparam("interaction"))


def cases_with(session: Session, interaction_id: int) -> set[int]:
    """Return the ids of the cases that something said belongs to."""
    return set(session.execute(_cases_with, {"interaction": interaction_id}).scalars())
