"""Which cases a customer's chat may be told of."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm.cases.models import Case
from crm.cases.queries import OpenCase, cases_of
from crm.customers import Standing, customers_told
from crm.kernel.models import table_of
from crm.kernel.session import Session

CASES = table_of(Case)

_owned = select(CASES.c.id).where(
    CASES.c.id.in_(bindparam("cases", expanding=True)), CASES.c.customer_id.in_(bindparam("owners", expanding=True))
)


def content_told(session: Session, customer_id: int, case_id: int) -> bool:
    """Tell whether this customer's chat may hear what is in a case, and not only its number and state."""
    owners = customers_told(session, customer_id)
    return bool(session.execute(_owned, {"cases": [case_id], "owners": owners}).scalars().all())


def cases_told(session: Session, customer_id: int, *, closed_since: datetime) -> list[OpenCase]:
    """Return those of `cases_of` that this customer's chat may be told of, the newest first.

    Those of others of the same root are among them once the customer has said that they are the same person.
    """
    cases = cases_of(session, customer_id, closed_since=closed_since)
    if not cases:
        return cases
    owners = customers_told(session, customer_id, Standing.STATE)
    owned = set(session.execute(_owned, {"cases": [case.id for case in cases], "owners": owners}).scalars())
    return [case for case in cases if case.id in owned]
