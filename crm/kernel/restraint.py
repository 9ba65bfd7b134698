"""When, and how often, a customer gets what nobody asked for: pure rules on zone-aware moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of each day in which nobody is disturbed, on the customer's own clock.

    `ends` at or before `begins` is on the next day: 20:00 to 08:00 is the night. The moment of the end is not quiet.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ValueError("quiet hours that last the whole day leave no hour to write in")


@dataclass(frozen=True, slots=True)
class Restraint:
    """What keeps offers, greetings and notices from being a nuisance. `quiet_hours` None: every hour will do.

    `most_a_day` and `most_a_week` count pieces of marketing that left to one person in any 24 hours and in any seven
    days. Rolling, so that no offer at the end of one day is followed by the next at the beginning of another.
    """

    quiet_hours: QuietHours | None = QuietHours(time(20), time(8))
    most_a_day: int = 1
    most_a_week: int = 3


def quiet_until(quiet: QuietHours, zone: ZoneInfo, moment: datetime) -> datetime | None:
    """Return when the quiet hours end that hold at a moment on the clocks of a zone, in UTC; None if none hold."""
    local = moment.astimezone(zone)
    if not _holds(quiet, local.time()):
        return None
    # An end that summer time repeats counts when it comes the second time, one that it skips after the gap.
    days = (local.date(), local.date() + DAY)
    ends = [max(datetime.combine(day, quiet.ends, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
            for day in days]  # fmt: skip
    return next(end for end in ends if end > moment)


def _holds(quiet: QuietHours, clock: time) -> bool:
    if quiet.begins < quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends


def room_at(restraint: Restraint, left_at: Sequence[datetime], moment: datetime) -> datetime | None:
    """Return from when on one more piece of marketing keeps both caps; None if it does so now.

    `left_at` is when earlier ones left, those of the last week at least.
    """
    earlier = sorted(left_at)
    free = [
        earlier[-most] + span
        for most, span in ((restraint.most_a_day, DAY), (restraint.most_a_week, WEEK))
        if len(earlier) >= most
    ]
    latest = max(free, default=moment)
    return latest if latest > moment else None
