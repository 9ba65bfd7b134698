"""What is asked of the cases."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from crm.cases.models import Case, CaseState
from crm.cases.numbers import case_number
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CASES = table_of(Case)
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
    last_said_at: datetime

    @property
    def number(self) -> str:
        """The number that people say."""
        return case_number(self.id)


_cases_of = Prepared(
    select(
        CASES.c.id,
        CASES.c.state,
        CASES.c.category,
        CASES.c.order_number,
        CASES.c.words,
        CASES.c.opened_at,
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
