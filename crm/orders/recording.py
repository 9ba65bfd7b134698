"""Writing down what another system knows of an order. Nothing here is ever said to a customer."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from crm.customers.records import Outcome, Taken
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new
from crm.orders.models import Order, OrderState, OrderStateChange
from crm.orders.owners import Owners
from crm.orders.states import order_number, order_state

ORDERS, CHANGES = table_of(Order), table_of(OrderStateChange)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order as another system knew it at `as_of`, in its own words. `total` is in rupiah.

    Whose it is: the id of a customer of ours, or what that system knows them by, the phone in E.164. The name is not
    kept: it only tells apart who shares a phone.
    """

    number: str
    state_words: str
    as_of: datetime
    customer_id: int | None = None
    phone: str | None = None
    card: str | None = None
    customer_source_id: str | None = None
    ordered_on: date | None = None
    courier: str | None = None
    tracking_number: str | None = None
    total: int | None = None
    customer_name: str | None = field(default=None, compare=False)

    @property
    def state(self) -> OrderState:
        """What its words mean."""
        return order_state(self.state_words)


_WRITTEN: Final = tuple(name for name in OrderRecord.__dataclass_fields__ if name not in {"number", "customer_name"})


@dataclass(slots=True, eq=False)
class _Known:
    """An order, as stored or about to be, and the states in which it was that are new."""

    record: OrderRecord
    stored: OrderRecord | None = None
    order_id: int | None = None
    new_states: list[OrderRecord] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written of an order that is there already."""
        return self.stored is not None and self.stored != self.record


def record_order(session: Session, source: str, record: OrderRecord, at: datetime) -> Taken:
    """Write down one order of a source, by its number there. The same again changes nothing."""
    return record_orders(session, source, [record], at)[0]


def record_orders(session: Session, source: str, records: Sequence[OrderRecord], at: datetime) -> list[Taken]:
    """Write down a chunk of orders and say what became of each record, in their order.

    Of two states of an order the one of the later `as_of` holds; every state is kept in its history. What a record
    leaves empty stays as it was.
    """
    records = [_with_owner(record, owners) for owners in [_owners(session, source, records)] for record in records]
    known = _known(session, source, {record.number for record in records})
    stated = _states(session, [each.order_id for each in known.values() if each.order_id is not None])
    meant = [_take(known, stated, record) for record in records]
    _add(session, source, [each for each in known.values() if each.stored is None], at)
    _change(session, [each for each in known.values() if each.is_changed], at)
    _keep_states(session, known.values(), at)
    if any(outcome is not Outcome.UNCHANGED for _, outcome in meant):
        session.execute(
            insert(table_of(AuditEntry)),
            {"at": at, "actor": "import", "action": "orders.recorded", "subject": f"source:{source}"},
        )
    return [Taken(outcome) for _, outcome in meant]


def _owners(session: Session, source: str, records: Sequence[OrderRecord]) -> Owners:
    def all_of(name: str) -> Iterable[str]:
        return (value for record in records if (value := getattr(record, name)) is not None)

    return Owners(session, source, all_of("customer_source_id"), all_of("card"), all_of("phone"))


def _with_owner(record: OrderRecord, owners: Owners) -> OrderRecord:
    customer_id = record.customer_id or owners.of(
        record.customer_source_id, record.card, record.phone, record.customer_name
    )
    return replace(record, number=order_number(record.number), customer_id=customer_id)


def _known(session: Session, source: str, numbers: set[str]) -> dict[str, _Known]:
    statement = select(ORDERS.c.id, ORDERS.c.number, *(ORDERS.c[name] for name in _WRITTEN))
    known = {}
    for order_id, number, *values in session.execute(
        statement.where(ORDERS.c.source == source, ORDERS.c.number.in_(numbers))
    ):
        stored: dict[str, Any] = dict(zip(_WRITTEN, values, strict=True))
        record = OrderRecord(number=number, **stored)
        known[number] = _Known(record, record, order_id)
    return known


def _states(session: Session, order_ids: Sequence[int]) -> set[tuple[int, datetime, str]]:
    statement = select(CHANGES.c.order_id, CHANGES.c.as_of, CHANGES.c.state_words)
    rows = session.execute(statement.where(CHANGES.c.order_id.in_(order_ids)))
    return {(order_id, as_of, words) for order_id, as_of, words in rows}


def _take(
    known: dict[str, _Known], stated: set[tuple[int, datetime, str]], record: OrderRecord
) -> tuple[_Known, Outcome]:
    order = known.get(record.number)
    if order is None:
        known[record.number] = order = _Known(record, new_states=[record])
        return order, Outcome.NEW
    before = order.record
    order.record = _with_news(before, record)
    is_news = replace(order.record, as_of=before.as_of) != before
    if record.state_words != before.state_words and _is_unheard(order, stated, record):
        order.new_states.append(record)
        is_news = True
    return order, Outcome.CHANGED if is_news else Outcome.UNCHANGED


def _is_unheard(order: _Known, stated: set[tuple[int, datetime, str]], record: OrderRecord) -> bool:
    if any((each.as_of, each.state_words) == (record.as_of, record.state_words) for each in order.new_states):
        return False
    return order.order_id is None or (order.order_id, record.as_of, record.state_words) not in stated


def _with_news(known: OrderRecord, news: OrderRecord) -> OrderRecord:
    told = {name: value for name, value in asdict(news).items() if value is not None}
    if news.as_of >= known.as_of:
        return replace(known, **told)
    missing = {name: value for name, value in told.items() if getattr(known, name) is None}
    return replace(known, **missing)


_new_orders = insert(ORDERS).returning(ORDERS.c.id, sort_by_parameter_order=True)
_other = Prepared(
    update(ORDERS)
    .where(ORDERS.c.id == bindparam("order"))
    .values({name: bindparam(f"new_{name}") for name in (*_WRITTEN, "state", "recorded_at")})
)
_new_state = insert_new(CHANGES)


def _values_of(record: OrderRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in (*_WRITTEN, "state")}


def _add(session: Session, source: str, new: Sequence[_Known], at: datetime) -> None:
    if not new:
        return
    rows = [
        {"source": source, "number": order.record.number, "recorded_at": at, **_values_of(order.record)}
        for order in new
    ]
    for order, order_id in zip(new, session.execute(_new_orders, rows).scalars().all(), strict=True):
        order.order_id = order_id


def _change(session: Session, changed: Sequence[_Known], at: datetime) -> None:
    for order in sorted(changed, key=lambda each: each.order_id or 0):
        news = {f"new_{name}": value for name, value in _values_of(order.record).items()}
        session.change(_other, {"order": order.order_id, "new_recorded_at": at, **news})


def _keep_states(session: Session, orders: Iterable[_Known], at: datetime) -> None:
    rows = [
        {
            "order_id": order.order_id,
            "state": state.state,
            "state_words": state.state_words,
            "as_of": state.as_of,
            "recorded_at": at,
        }
        for order in orders
        for state in order.new_states
    ]
    session.change_all(_new_state, rows)
