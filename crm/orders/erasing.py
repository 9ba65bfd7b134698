"""Taking out whose an order was. The order itself is the business's: number, state, total and dates stay."""

from collections.abc import Collection

from sqlalchemy import update

from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders.models import Order

ORDERS = table_of(Order)


def forget_buyers(session: Session, customer_ids: Collection[int]) -> None:
    """Take out by what other systems name the customers of orders, and where the parcels went."""
    session.execute(
        update(ORDERS)
        .where(ORDERS.c.customer_id.in_(customer_ids))
        .values(phone=None, card=None, customer_source_id=None, tracking_number=None)
    )
