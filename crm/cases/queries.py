"""What is asked of the cases."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from crm.cases.models import Case, CaseInteraction, CaseState
from crm.cases.numbers import case_number
from crm.customers.queries import same_root
from crm.history.models import Direction, Interaction
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CASES, LINKS, INTERACTIONS = table_of(Case), table_of(CaseInteraction), table_of(Interaction)
FILES = ("photo", "video", "animation", "document")
"""Kinds of interaction that may show what a complaint is about."""
STILL_OPEN = (CaseState.NEW, CaseState.OPEN, CaseState.WAITING)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as its customer and the recognition of complaints see it."""

    id: int
    state: CaseState
    category: str
    order_number: str | None
    words: str
    opened_at: datetime
    due_at: datetime
    last_said_at: datetime

    @property
    def number(self) -> str:
        """The number that people say."""
        return case_number(self.id)

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.state in STILL_OPEN

    def promised_by(self, now: datetime) -> datetime | None:
        """Return by when a reply was promised, or None once that has passed: a broken promise is not repeated."""
        return self.due_at if self.due_at > now else None


_cases_of = Prepared(
    select(
        CASES.c.id,
        CASES.c.state,
        CASES.c.category,
        CASES.c.order_number,
        CASES.c.words,
        CASES.c.opened_at,
        CASES.c.due_at,
        CASES.c.last_said_at,
    )
    .where(
        CASES.c.customer_id.in_(same_root),
        or_(*(CASES.c.state == state for state in STILL_OPEN), CASES.c.last_said_at > bindparam("closed_since")),
    )
    .order_by(CASES.c.id.desc())
    .limit(20)
)


def cases_of(session: Session, customer_id: int, *, closed_since: datetime) -> list[OpenCase]:
    """Return a customer's open cases and those that ended after `closed_since`, the newest first."""
    values = {"customer_id": customer_id, "closed_since": closed_since}
    return [OpenCase(*row) for row in session.rows(_cases_of, values)]


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
