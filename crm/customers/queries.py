"""What is asked of the customers."""

from sqlalchemy import bindparam, select

from crm.customers.models import Customer
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CUSTOMERS = table_of(Customer)

same_root = select(CUSTOMERS.c.id).where(
    CUSTOMERS.c.root_id
    == select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id == bindparam("customer_id")).scalar_subquery()
)
"""The ids of all customers whom the business now knows as the same person as `customer_id`."""

_same_root = Prepared(same_root)


def customers_of_root(session: Session, customer_id: int) -> list[int]:
    """Return the ids of all customers whom the business now knows as the same person as `customer_id`."""
    return [found for (found,) in session.rows(_same_root, {"customer_id": customer_id})]
