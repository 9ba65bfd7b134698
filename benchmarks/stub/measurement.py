"""What the stub saw of one load."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.stub.limits import Limits
from benchmarks.stub.loads import Answering, Journey


@dataclass(slots=True)
class Measurement:
    """One load under way, with every moment that counts. Seconds of the monotonic clock."""

    clock: Callable[[], float]
    journeys: list[Journey] = field(default_factory=list)
    round_trip_s: float = 0.0
    limits: Limits | None = None
    accepted: list[tuple[float, int]] = field(default_factory=list)  # when, chat id
    refused_at_s: list[float] = field(default_factory=list)
    unasked: int = 0  # messages to a chat where no update waited for an answer
    _answering: Answering = field(default_factory=Answering)

    def hand(self, journeys: list[Journey]) -> None:
        """Take note of updates that leave for the bot. Those handed out again keep their first moment."""
        at_s = self.clock() + self.round_trip_s
        for journey in journeys:
            if journey.handed_at_s is None:
                journey.handed_at_s = at_s
                self._answering.handed(journey)

    def message(self, chat_id: int) -> bool:
        """Accept a message, or refuse it for the limits, and say which."""
        now = self.clock()
        if self.limits is not None and not self.limits.allow(chat_id, now):
            self.refused_at_s.append(now)
            return False
        self.accepted.append((now, chat_id))
        self.unasked += not self._answering.answered(chat_id, now)
        return True

    @property
    def answered(self) -> int:
        """How many updates have their answer."""
        return len(self.accepted) - self.unasked
