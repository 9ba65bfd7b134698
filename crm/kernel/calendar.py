"""When the business is open: pure rules on zone-aware moments.

Moments are compared in UTC, for two wall-clock times of one zone say nothing about the hour that summer time repeats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True, order=True)
class OpenSpan:
    """One stretch of a day's opening hours, in the business's zone.

    `closes` at or before `opens` is on the next day: 16:00 to 02:00 spans midnight, 00:00 to 00:00 is the whole day.
    """

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which the business does not open. A stretch that began the evening before still runs to its end."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """The weekly opening hours, Monday first, with the dates that are exempt. At least one day has a stretch."""

    zone: ZoneInfo
    week: tuple[tuple[OpenSpan, ...], ...]
    holidays: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_WEEK:
            raise ValueError(f"a week has {DAYS_IN_WEEK} days, not {len(self.week)}")
        if not any(self.week):
            raise ValueError("a business that never opens has no opening hours")


def is_open(hours: BusinessHours, moment: datetime) -> bool:
    """Return whether the business is open at this moment. The moment of opening is open, that of closing is not."""
    return next_opening(hours, moment) == moment


def next_opening(hours: BusinessHours, moment: datetime) -> datetime:
    """Return the first moment from this one on at which the business is open: this very one, if it is open now.

    The answer is in the business's zone.
    """
    return due_after(hours, moment, open_minutes=0)


def open_until(hours: BusinessHours, moment: datetime) -> datetime | None:
    """Return when a business that is open at this moment closes next, in its zone; None if it does not within a week.

    A stretch that begins in the moment in which another ends goes on with it: 00:00 to 00:00 every day never closes.
    """
    until = _in_utc(moment)
    for opens, closes in _stretches(hours, until):
        if opens > until:
            break
        until = max(until, closes)
        if until - _in_utc(moment) > timedelta(days=DAYS_IN_WEEK):
            return None
    return until.astimezone(hours.zone)


def due_after(hours: BusinessHours, moment: datetime, open_minutes: int) -> datetime:
    """Return the moment by which the business will have been open this many minutes from `moment` on, in its zone."""
    left = timedelta(minutes=open_minutes)
    counted_until = _in_utc(moment)
    for opens, closes in _stretches(hours, counted_until):
        start = max(opens, counted_until)
        if closes <= start:
            continue
        if left <= closes - start:
            return (start + left).astimezone(hours.zone)
        left -= closes - start
        counted_until = closes
    raise AssertionError("a week with opening hours never ends")


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its zone: {moment!r}")
    return moment.astimezone(UTC)


def _stretches(hours: BusinessHours, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open stretches as pairs in UTC, from the one that may have begun the day before, without an end."""
    exempt = {holiday.date for holiday in hours.holidays}
    day = moment.astimezone(hours.zone).date() - timedelta(days=1)
    while True:
        if day not in exempt:
            for span in sorted(hours.week[day.weekday()]):
                yield _stretch(span, day, hours.zone)
        day += timedelta(days=1)


def _stretch(span: OpenSpan, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last_day = day if span.closes > span.opens else day + timedelta(days=1)
    opens = datetime.combine(day, span.opens, tzinfo=zone)
    closes = datetime.combine(last_day, span.closes, tzinfo=zone)
    return opens.astimezone(UTC), closes.astimezone(UTC)
