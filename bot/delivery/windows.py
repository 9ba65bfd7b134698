"""Count calls against a limit, so that a server with another clock and a slower line never counts one too many."""

from bisect import insort
from dataclasses import dataclass
from math import ceil, inf

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any stretch of `period_s` seconds."""

    calls: int
    period_s: float

    @property
    def interval_s(self) -> float:
        """The distance between calls that are spread evenly."""
        return self.period_s / self.calls


@dataclass(frozen=True, slots=True)
class Bursts:
    """One call every `interval_s` seconds, and `calls` of them at once after a rest."""

    calls: int
    interval_s: float


class Window:
    """A sliding window over the calls that were made: a slot is held from the grant on, and freed a period later.

    Times are in seconds of any clock that never goes back. `margin_s` lengthens the period.
    """

    __slots__ = ("_calls", "_free_at", "_held", "_period_s")

    def __init__(self, rate: Rate, margin_s: float) -> None:
        self._calls = rate.calls
        self._period_s = rate.period_s + margin_s
        self._held = 0
        self._free_at: list[float] = []  # ascending, one for each call that was counted

    def free(self, now: float) -> int:
        """Return how many calls may start now."""
        expired = 0
        while expired < len(self._free_at) and self._free_at[expired] <= now:
            expired += 1
        del self._free_at[:expired]
        return self._calls - self._held - len(self._free_at)

    def next_free_at(self, now: float, messages: int = 1) -> float:
        """Return when there is room: now, later, or (infinity) not before a call that holds a slot is counted."""
        missing = min(messages, self._calls) - self.free(now)
        if missing <= 0:
            return now
        return self._free_at[missing - 1] if missing <= len(self._free_at) else inf

    def is_unused(self, now: float) -> bool:
        """Say whether nothing is held or remembered."""
        return self._held == 0 and self.free(now) == self._calls

    def hold(self, messages: int = 1) -> None:
        """Take a slot for each message of a call that is about to start. There may be fewer: the next ones wait."""
        self._held += messages

    def give_back(self, messages: int = 1) -> None:
        """Free held slots: their call was not made."""
        self._held -= messages

    def count(self, at: float, messages: int = 1) -> None:
        """Count the call that held these slots as made at this time."""
        self._held -= messages
        for _ in range(messages):
            insort(self._free_at, at + self._period_s)

    def exhaust(self, now: float) -> None:
        """Count as many calls as are left as made now."""
        self._free_at.extend([now + self._period_s] * self.free(now))
        self._free_at.sort()


class Bucket:
    """A bucket of so many calls that fills up by one every interval. A call of several messages may leave a debt.

    A call takes from it when it was counted, at the latest; so a server that keeps the same bucket, and counts every
    call a little earlier, always finds at least as much in its own.
    """

    __slots__ = ("_bursts", "_full_at", "_held", "_interval_s")

    def __init__(self, bursts: Bursts, margin_s: float) -> None:
        self._bursts = bursts
        self._interval_s = bursts.interval_s + margin_s
        self._held = 0
        self._full_at = -inf

    def free(self, now: float) -> int:
        """Return how many calls may start now."""
        missing = ceil(max(self._full_at - now, 0.0) / self._interval_s - _ROUNDING)
        return self._bursts.calls - missing - self._held

    def next_free_at(self, now: float) -> float:
        """Return when a call may start: now, later, or (infinity) not before a call that is under way is counted."""
        if self._held >= self._bursts.calls:
            return inf
        return max(now, self._full_at - (self._bursts.calls - self._held - 1) * self._interval_s)

    def is_unused(self, now: float) -> bool:
        """Say whether nothing is held or remembered."""
        return self._held == 0 and self._full_at <= now

    def hold(self, messages: int = 1) -> None:
        """Take what a call that is about to start will need."""
        self._held += messages

    def give_back(self, messages: int = 1) -> None:
        """Put back what was held: its call was not made."""
        self._held -= messages

    def count(self, at: float, messages: int = 1) -> None:
        """Count the call that held this as made at this time."""
        self._held -= messages
        self._full_at = max(self._full_at, at) + messages * self._interval_s


class Pace:
    """Spreads calls evenly: who obeys it leaves a slot free every moment for those who need not.

    A window alone, once it was filled in a burst, is filled in the same burst in every period, and shut in between.
    """

    __slots__ = ("_interval_s", "_next_at")

    _LATENESS = 1  # so many intervals can be caught up: more of them, and bursts would come back

    def __init__(self, rate: Rate, margin_s: float) -> None:
        self._interval_s = (rate.period_s + margin_s) / rate.calls
        self._next_at = -inf

    @property
    def next_at(self) -> float:
        """When the next call may start."""
        return self._next_at

    def due(self, now: float) -> int:
        """Return how many calls may start now."""
        late_s = now - max(self._next_at, now - self._LATENESS * self._interval_s)
        return 1 + int(late_s / self._interval_s + _ROUNDING) if late_s >= 0 else 0

    def step(self, now: float, messages: int = 1) -> None:
        """Count one call."""
        self._next_at = max(self._next_at, now - self._LATENESS * self._interval_s) + messages * self._interval_s

    def step_back(self, messages: int = 1) -> None:
        """Uncount a call that was not made."""
        self._next_at -= messages * self._interval_s


class Arrivals:
    """Tells when a server counted a call, at the latest, from how long its answer took.

    A call that took longer than the line takes (a new connection, a server that stalled) may have been under way for
    all of the difference before it was counted, so it counts as if it had started that much later. What the line takes
    is the fastest of many calls that found a connection open; until it is known, a call counts at its end.
    """

    __slots__ = ("_earlier_s", "_fastest_s", "_idle", "_last_end", "_learned", "_since")

    _MEMORY_S = 60.0
    _ENOUGH = 8  # so many calls do not all stall by accident
    _OPEN_S = 15.0  # a connection stays open for longer than this without a call

    def __init__(self) -> None:
        self._earlier_s = inf
        self._fastest_s = inf
        self._learned = 0
        self._since = -inf
        self._idle = 0  # connections that calls left open and no other call took
        self._last_end = -inf

    def begin(self, now: float) -> bool:
        """Note that a call starts. Return whether it finds a connection open: then it teaches what the line takes."""
        if now - self._last_end > self._OPEN_S:
            self._idle = 0
        is_warm = self._idle > 0
        self._idle -= is_warm
        return is_warm

    def end(self, took_s: float, now: float, *, warm: bool) -> None:
        """Learn from a call that was answered. `warm` is what `begin` said of it."""
        self._idle += 1
        self._last_end = now
        if not warm:
            return
        if self._learned >= self._ENOUGH and now - self._since >= self._MEMORY_S:
            self._earlier_s, self._fastest_s, self._learned = self._fastest_s, inf, 0
        if self._learned == 0:
            self._since = now
        self._fastest_s = min(self._fastest_s, took_s)
        self._learned += 1

    def counted_at(self, started_at: float, ended_at: float) -> float:
        """Return the time to count a call at."""
        return max(started_at, ended_at - self._line_s())

    def _line_s(self) -> float:
        if self._learned < self._ENOUGH and self._earlier_s == inf:
            return 0.0
        return min(self._earlier_s, self._fastest_s)
