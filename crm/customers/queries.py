"""What is asked of the customers."""

from sqlalchemy import bindparam, select

from crm.customers.models import Customer
from crm.kernel.models import table_of

CUSTOMERS = table_of(Customer)

same_root = select(CUSTOMERS.c.id).where(
    CUSTOMERS.c.root_id
    == select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id == bindparam("customer_id")).scalar_subquery()
)
"""The ids of all customers whom the business now knows as the same person as `customer_id`."""
