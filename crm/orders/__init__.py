"""Orders as the business's other systems know them, with the time of what is known."""

from crm.orders.models import Order, OrderState, OrderStateChange
from crm.orders.recording import OrderRecord, record_order, record_orders
from crm.orders.states import order_number, order_state

__all__ = [
    "Order",
    "OrderRecord",
    "OrderState",
    "OrderStateChange",
    "order_number",
    "order_state",
    "record_order",
    "record_orders",
]
