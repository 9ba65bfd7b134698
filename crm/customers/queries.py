"""What is asked of the customers."""

from sqlalchemy import ColumnElement, bindparam, exists, select

from crm.customers.models import Customer, DetachedNumber
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CUSTOMERS, DETACHED = table_of(Customer), table_of(DetachedNumber)

same_root = select(CUSTOMERS.c.id).where(
    CUSTOMERS.c.root_id
    == select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id == bindparam("customer_id")).scalar_subquery()
)
"""The ids of all customers whom the business now knows as the same person as `customer_id`."""

_same_root = Prepared(same_root)


def customers_of_root(session: Session, customer_id: int) -> list[int]:
    """Return the ids of all customers whom the business now knows as the same person as `customer_id`."""
    return [found for (found,) in session.rows(_same_root, {"customer_id": customer_id})]


def still_has(customer: ColumnElement[int], number: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Return the condition that what an import says is a customer's number was not taken off them since."""
    return ~exists().where(
        DETACHED.c.number == number, DETACHED.c.customer_id == customer, DETACHED.c.undone_at.is_(None)
    )
