"""What is said of outlets, of orders and of contacts made elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

from crm.conversation.wording.messages import Message, Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """One outlet as customers are told of it. Its times are in its own zone. `distance_m` is None where nobody asked.

    `until` is when it closes, None while it is closed or never does; `opens_at` when it opens, None while it is open.
    """

    name: str
    address: str
    phone: str | None
    distance_m: float | None
    is_open: bool
    until: datetime | None
    opens_at: datetime | None
    holiday: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One order as its owner is told of it. `state` is one of ours, `state_words` what another system calls it.

    It was so at `as_of`; of which only the day is known where `has_clock` is False.
    """

    number: str
    state: str
    state_words: str
    as_of: datetime
    has_clock: bool
    courier: str | None
    tracking_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact made outside the chats, as its customer is shown it. `kind` is a `kind_…` of words.yaml."""

    at: datetime
    kind: str
    text: str
    is_inbound: bool


ORDER_STATES: Final = (
    *("unpaid", "received", "preparing", "ready", "shipped", "delivered"),
    *("failed", "returned", "refunded", "cancelled", "other"),
)
_NOW: Final = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_WITA: Final = ZoneInfo("Asia/Makassar")
_UNTIL: Final = datetime(2026, 11, 23, 21, 0, tzinfo=_WITA)
_OPENS_AT: Final = datetime(2026, 11, 24, 7, 0, tzinfo=_WITA)
_OUTLETS: Final = tuple(
    OutletLine(
        name="Gerai <Losari>", address="Jalan Contoh Losari 3 & 5", phone=phone, distance_m=distance,
        is_open=opens_at is None, until=until, opens_at=opens_at, holiday=holiday,
    )
    for phone, distance, (until, opens_at, holiday) in product(
        (None, "0411 555 0103"),
        (None, 850.4, 1_240_500.0),
        ((_UNTIL, None, None), (None, None, None), (None, _OPENS_AT, None), (None, _OPENS_AT, "Hari <Natal>")),
    )
)  # fmt: skip
_ORDERS: Final = tuple(
    OrderLine(
        number="4411", state=state, state_words="Menunggu <biji>", as_of=datetime(2026, 11, 3, 7, 0, tzinfo=UTC),
        has_clock=has_clock, courier=courier, tracking_number=tracking,
    )
    for state, has_clock, (courier, tracking) in product(
        ORDER_STATES, (True, False), ((None, None), ("Kurir & Co", None), (None, "KC<1>"), ("Kurir Contoh", "KC-1"))
    )
)  # fmt: skip
_CONTACTS: Final = tuple(
    ContactLine(at=_NOW, kind=kind, text="Tanya <pesanan> & pengiriman. " * 20, is_inbound=is_inbound)
    for kind, is_inbound in product(("call", "visit", "email", "interview", "letter"), (True, False))
)
NOW: Final = Variable("now", "this moment", (_NOW,))

PLACES_AND_ORDERS: Final = (
    Message(
        "outlets_near",
        "A location: the nearest outlets, and whether they are open.",
        (
            Variable(
                "items",
                "the outlets, the nearest first, each with name, address, phone, distance_m, is_open, until, opens_at, "
                "holiday",
                (_OUTLETS[:1], _OUTLETS[8:11], _OUTLETS[-3:]),
            ),
            NOW,
        ),
    ),
    Message(
        "outlets_named",
        "A question about outlets that the customer named.",
        (Variable("items", "the outlets, as in outlets_near, without distance_m", ((_OUTLETS[0],), _OUTLETS[:4])), NOW),
    ),
    Message(
        "history_elsewhere",
        "The customer wants to see the calls, visits and e-mails that were written down with them.",
        (
            Variable(
                "items",
                "each with at, kind, text, and is_inbound: whether the customer began it",
                (_CONTACTS[:1], _CONTACTS),
            ),
            NOW,
        ),
    ),
    Message("outlet_ask_location", "The customer asks for the nearest outlet: where they are is needed for that."),
    Message(
        "order_status",
        "The customer asks for their order. Said only of orders that were proved to be theirs.",
        (
            Variable(
                "orders",
                "each with number, state, state_words, as_of, has_clock, courier and tracking_number",
                (*((order,) for order in _ORDERS), _ORDERS[:3]),
            ),
            NOW,
        ),
    ),
    Message("order_number_ask", "Asks for the number of an order: there is one of a phone that others may have, too."),
    Message(
        "order_number_wanted",
        "The customer asks for their order, and none is known to be theirs.",
        (Variable("is_verified", "whether they have shown who they are", (False, True)),),
    ),
    Message(
        "order_to_team",
        "The customer asks for an order, and the business keeps its orders elsewhere: a person looks.",
        (Variable("number", "the number that they wrote", ("4411", "<A-1>")),),
    ),
    Message(
        "order_not_told",
        "The customer asks for an order that is not known to be theirs. Never says whether there is such an order.",
        (
            Variable("number", "the number that they wrote", ("4411", "<A-1>")),
            Variable("is_verified", "whether they have shown who they are", (False, True)),
        ),
    ),
)
