"""Orders as the business's other systems know them, with the time of what is known."""

from crm.orders.models import Order, OrderState, OrderStateChange
from crm.orders.queries import ToldOrder, knows_orders, may_be_told_by_number, order_told, orders_told
from crm.orders.recording import OrderRecord, record_order, record_orders
from crm.orders.states import order_number, order_state

__all__ = [
    "Order",
    "OrderRecord",
    "OrderState",
    "OrderStateChange",
    "ToldOrder",
    "knows_orders",
    "may_be_told_by_number",
    "order_number",
    "order_state",
    "order_told",
    "orders_told",
    "record_order",
    "record_orders",
]
