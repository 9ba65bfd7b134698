"""Whether an outlet is open now, until when, or when it is next. Pure."""

from dataclasses import dataclass
from datetime import datetime

from crm.kernel.calendar import Holiday, is_open, next_opening, open_until
from crm.outlets.outlets import Outlet


@dataclass(frozen=True, slots=True)
class OutletHours:
    """How an outlet stands at a moment, with times in its own zone.

    `until` is when it closes, None while it is closed or never does; `opens_at` when it opens next, None while it is
    open. `holiday` is today's, if it has one.
    """

    is_open: bool
    until: datetime | None
    opens_at: datetime | None
    holiday: Holiday | None


def hours_now(outlet: Outlet, moment: datetime) -> OutletHours:
    """Return how an outlet stands at a moment."""
    today = moment.astimezone(outlet.hours.zone).date()
    holiday = next((each for each in outlet.hours.holidays if each.date == today), None)
    if is_open(outlet.hours, moment):
        return OutletHours(is_open=True, until=open_until(outlet.hours, moment), opens_at=None, holiday=holiday)
    return OutletHours(is_open=False, until=None, opens_at=next_opening(outlet.hours, moment), holiday=holiday)
