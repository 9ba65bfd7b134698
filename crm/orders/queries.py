"""What is asked of the orders, and by whom it may be heard."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select

from crm.customers import customers_told
from crm.customers.sharing import sure_numbers
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders.models import Order, OrderState
from crm.orders.states import order_number

ORDERS = table_of(Order)
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """An order as its owner may be told of it: how it stood at `as_of`."""

    number: str
    state: OrderState
    state_words: str
    as_of: datetime
    courier: str | None
    tracking_number: str | None
    ordered_on: date | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether something is still to come of it."""
        return self.state not in _ENDED


_ENDED = (OrderState.DELIVERED, OrderState.RETURNED, OrderState.REFUNDED, OrderState.CANCELLED)
_columns = (
    ORDERS.c.number,
    ORDERS.c.state,
    ORDERS.c.state_words,
    ORDERS.c.as_of,
    ORDERS.c.courier,
    ORDERS.c.tracking_number,
    ORDERS.c.ordered_on,
)


def orders_told(session: Session, customer_id: int) -> list[ToldOrder]:
    """Return the orders of which the chat of this customer may be told, the newest first.

    They are those of the customer and of whom the chat proved to be. A number that somebody types opens nothing.
    """
    ids = customers_told(session, customer_id)
    statement = select(*_columns).where(ORDERS.c.customer_id.in_(ids))
    newest_first = statement.order_by(ORDERS.c.ordered_on.desc().nulls_last(), ORDERS.c.id.desc())
    return [ToldOrder(*row) for row in session.execute(newest_first.limit(MOST_TOLD))]


def order_told(session: Session, customer_id: int, number: str) -> ToldOrder | None:
    """Return an order by its number, if the chat of this customer may be told of it; None also if there is none.

    Of those of a phone that several share nobody knows whose of them it is: whoever of them was told apart from the
    others, and knows its number, hears of it.
    """
    theirs = ORDERS.c.customer_id.in_(customers_told(session, customer_id))
    for whose in (theirs, _nobodys(session, customer_id)):
        statement = select(*_columns).where(whose, ORDERS.c.number == order_number(number))
        row = session.execute(statement.order_by(ORDERS.c.as_of.desc()).limit(1)).first()
        if row is not None:
            return ToldOrder(*row)
    return None


def may_be_told_by_number(session: Session, customer_id: int) -> bool:
    """Tell whether there is an order that this customer's chat hears of once they say its number."""
    return session.scalar(select(ORDERS.c.id).where(_nobodys(session, customer_id)).limit(1)) is not None


def _nobodys(session: Session, customer_id: int) -> ColumnElement[bool]:
    """Return the condition that an order is of nobody who is known, with a phone that this customer proved."""
    return and_(ORDERS.c.customer_id.is_(None), ORDERS.c.phone.in_(sure_numbers(session, customer_id)))


def knows_orders(session: Session) -> bool:
    """Tell whether the business has let any order be known."""
    return session.scalar(select(ORDERS.c.id).limit(1)) is not None
