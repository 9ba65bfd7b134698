"""What goes wrong on purpose."""

import random
from dataclasses import asdict, dataclass
from enum import StrEnum

from sandbox.encoding import Json


class FaultKind(StrEnum):
    """The ways in which this Telegram misbehaves."""

    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    GARBAGE = "garbage"
    NO_ANSWER = "no_answer"
    ACCEPTED_NO_ANSWER = "accepted_no_answer"
    CLOSED = "closed"
    ACCEPTED_CLOSED = "accepted_closed"
    SLOW = "slow"
    DUPLICATE_UPDATES = "duplicate_updates"
    REORDERED_UPDATES = "reordered_updates"

    @property
    def comes_after_accepting(self) -> bool:
        """Whether the call is carried out first."""
        return self in {FaultKind.ACCEPTED_NO_ANSWER, FaultKind.ACCEPTED_CLOSED, FaultKind.SLOW}

    @property
    def is_of_updates(self) -> bool:
        """Whether it befalls updates rather than calls."""
        return self in {FaultKind.DUPLICATE_UPDATES, FaultKind.REORDERED_UPDATES}


@dataclass(slots=True, kw_only=True)
class Fault:
    """One order to misbehave: for the next `times` calls that fit, or for a share of them, or for all."""

    kind: FaultKind
    methods: frozenset[str] | None = None
    chats: frozenset[int] | None = None
    times: int | None = None
    share: float | None = None
    retry_after: int = 1  # seconds
    status: int | None = None
    description: str | None = None
    seconds: float | None = None
    id: int = 0

    def fits(self, method: str, chat_id: object) -> bool:
        """Say whether a call is of the kind that this fault befalls."""
        return (self.methods is None or method in self.methods) and (self.chats is None or chat_id in self.chats)

    def as_json(self) -> Json:
        """Return it as the control API shows it."""
        return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(self).items()}


class Faults:
    """The orders in force, oldest first. One fault befalls one call."""

    def __init__(self, randomness: random.Random) -> None:
        self._random = randomness
        self._next_id = 1
        self.orders: list[Fault] = []

    def add(self, fault: Fault) -> int:
        """Put an order in force and return its id."""
        fault.id, self._next_id = self._next_id, self._next_id + 1
        self.orders.append(fault)
        return fault.id

    def end(self, fault_id: int | None = None) -> None:
        """End one order, or all."""
        self.orders = [] if fault_id is None else [order for order in self.orders if order.id != fault_id]

    def befalls_call(self, method: str, chat_id: object) -> Fault | None:
        """Return the fault that this call meets, if any, and count it."""
        return self._take([o for o in self.orders if not o.kind.is_of_updates and o.fits(method, chat_id)])

    def befalls_update(self, kind: FaultKind) -> bool:
        """Say whether an update is to be duplicated, or reordered, and count it."""
        return self._take([order for order in self.orders if order.kind is kind]) is not None

    def _take(self, orders: list[Fault]) -> Fault | None:
        for order in orders:
            if order.share is not None and self._random.random() >= order.share:
                continue
            if order.times is not None:
                order.times -= 1
                if order.times <= 0:
                    self.orders.remove(order)
            return order
        return None
