"""What a delivery is made of: calls, each of which makes some messages, or none."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.delivery.outcomes import Outcome
from crm.history.models import Holds


@dataclass(frozen=True, slots=True)
class Made:
    """A message that a call made or changed. `uploaded` is (row, file_id) of a file that went with it."""

    message_id: int
    holds: Holds = Holds.TEXT
    uploaded: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One call. `part` is the number of its first message among all of the delivery's."""

    part: int
    make: Callable[[], Awaitable[Sequence[Made]]]


class Prevented(Exception):  # noqa: N818 - nothing failed: no call was made, and this is what must happen next
    """A delivery cannot be made as it is."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
