"""Orders as the business's other systems know them, with the time of what is known."""

from crm.orders.models import Order, OrderState, OrderStateChange

__all__ = ["Order", "OrderState", "OrderStateChange"]
