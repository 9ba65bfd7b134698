"""What is stored of an order."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class OrderState(StrEnum):
    """Where an order stands. `OTHER`: as the business's own words say, which no rule of ours knows."""

    UNPAID = "unpaid"
    RECEIVED = "received"
    PREPARING = "preparing"
    READY = "ready"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    OTHER = "other"


class Order(Base):
    """An order as another system of the business knew it at `as_of`. `total` is in rupiah.

    `phone` (E.164), `card` and `customer_source_id` are how that system names the customer. `customer_id` is whom they
    meant when the order was recorded: NULL while nobody is known by them.
    """

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("source", "number"), Index("orders_of_customer", "customer_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    number: Mapped[str] = mapped_column(index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    phone: Mapped[str | None] = mapped_column(index=True)
    card: Mapped[str | None] = mapped_column(index=True)
    customer_source_id: Mapped[str | None]
    state: Mapped[OrderState]
    state_words: Mapped[str]
    as_of: Mapped[datetime]
    ordered_on: Mapped[date | None]
    courier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    total: Mapped[int | None]
    recorded_at: Mapped[datetime]


class OrderStateChange(Base):
    """A state in which an order was known to be, at a time of its source's. Rows are only added."""

    __tablename__ = "order_state_changes"
    __table_args__ = (UniqueConstraint("order_id", "as_of", "state_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    state: Mapped[OrderState]
    state_words: Mapped[str]
    as_of: Mapped[datetime]
    recorded_at: Mapped[datetime]
