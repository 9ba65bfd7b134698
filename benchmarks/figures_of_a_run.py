"""What the stub's moments amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from benchmarks.stub_process import Results

# The last few are left out of a rate: one customer who was let finish typing would count as much as a thousand answers.
_SUSTAINED_SHARE: Final = 0.98


class NothingMeasuredError(Exception):
    """A run gave nothing that could be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """Turns a second from the first update handed out, and how many updates got no answer."""

    turns_per_s: float
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """From the moment an update was there for the taking to its accepted reply, in milliseconds."""

    p50_ms: float
    p99_ms: float
    worst_ms: float
    unanswered: int


def throughput(results: Results) -> Throughput:
    """Return the rate at which 98 % of the load, or all that was answered, got its replies. Needs one."""
    handed = [journey.handed_at_s for journey in results.journeys if journey.handed_at_s is not None]
    answered = [journey.answered_at_s for journey in results.journeys if journey.answered_at_s is not None]
    if not answered:
        raise NothingMeasuredError("no update was answered")
    return Throughput(
        turns_per_s=rate_per_s(answered, since_s=min(handed), of=len(results.journeys)),
        unanswered=len(results.journeys) - len(answered),
    )


def rate_per_s(moments_s: Sequence[float], *, since_s: float, of: int) -> float:
    """Return events a second until 98 % of the `of` expected have happened, or the last of fewer."""
    count = min(len(moments_s), round(of * _SUSTAINED_SHARE))
    return count / (sorted(moments_s)[count - 1] - since_s)


def most_within_a_second(moments_s: Sequence[float]) -> int:
    """Return how many of these moments, in their order, lie within the fullest second, wherever it begins."""
    most, first = 0, 0
    for last, at_s in enumerate(moments_s):
        while moments_s[first] <= at_s - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def latency(results: Results) -> Latency:
    """Return how long customers waited. Raises `NothingMeasuredError` if nobody was answered."""
    waits_s = sorted(
        journey.answered_at_s - journey.offered_at_s
        for journey in results.journeys
        if journey.answered_at_s is not None and journey.offered_at_s is not None
    )
    if not waits_s:
        raise NothingMeasuredError("no update was answered")
    return Latency(
        p50_ms=quantile(waits_s, 0.5) * 1000,
        p99_ms=quantile(waits_s, 0.99) * 1000,
        worst_ms=waits_s[-1] * 1000,
        unanswered=len(results.journeys) - len(waits_s),
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the ordered values does not exceed."""
    return ordered[max(0, ceil(round(len(ordered) * share, 6)) - 1)]
