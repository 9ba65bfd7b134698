"""Between which numbers the lines of an hour are: a search within a time looks at those alone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.history.models import Interaction, SaidHour
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL

HOURS, INTERACTIONS = table_of(SaidHour), table_of(Interaction)
_LOOSE: Final = 4
_FEW: Final = 10_000


class Span(NamedTuple):
    """Numbers from `first` to before `end`. `is_tight`: most lines in it are of the time that was asked for."""

    first: int
    end: int
    is_tight: bool


class _Numbers(NamedTuple):
    first: int
    last: int
    lines: int

    @property
    def is_tight(self) -> bool:
        return self.last - self.first < _LOOSE * self.lines + _FEW


EVERYTHING: Final = Span(0, AFTER_ALL, is_tight=True)


_numbers = select(func.min(HOURS.c.first_id), func.max(HOURS.c.last_id), func.sum(HOURS.c.lines))


def note_hours(session: Session, said: Iterable[tuple[datetime, int]]) -> None:
    """Note when the lines with these numbers were said."""
    insert = sqlite_insert(HOURS) if session.is_sqlite else postgresql_insert(HOURS)
    new = insert.excluded
    widened = insert.on_conflict_do_update(
        index_elements=[HOURS.c.hour],
        set_={
            "first_id": case((new.first_id < HOURS.c.first_id, new.first_id), else_=HOURS.c.first_id),
            "last_id": case((new.last_id > HOURS.c.last_id, new.last_id), else_=HOURS.c.last_id),
            "lines": HOURS.c.lines + new.lines,
        },
    )
    in_order = sorted((_hour_of(moment), number) for moment, number in said)  # as whoever locks several rows does
    for hour, group in groupby(in_order, itemgetter(0)):
        numbers = [number for _, number in group]
        values = {"hour": hour, "first_id": numbers[0], "last_id": numbers[-1], "lines": len(numbers)}
        session.execute(widened, values)


def span_of(session: Session, since: datetime, until: datetime) -> Span:
    """Return where all indexed lines are that were said from `since` to before `until`; nowhere, if there are none."""
    within = HOURS.c.hour >= _hour_of(since)
    whole = session.execute(_numbers.where(within, HOURS.c.hour < _hour_of(until))).one()
    last_hour = session.execute(_numbers.where(within, HOURS.c.hour == _hour_of(until), HOURS.c.hour < until)).one()
    parts = [_Numbers(*row) for row in (whole, last_hour) if row[0] is not None]
    if not parts:
        return Span(0, 0, is_tight=True)
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    if last_hour[0] is not None and last == last_hour[1] and parts[-1].is_tight:
        last = _last_before(session, parts[-1], until)
    return Span(first, last + 1, is_tight=all(part.is_tight for part in parts))


def _last_before(session: Session, hour: "_Numbers", until: datetime) -> int:
    """Return the highest number of an hour that was said before its end: newer ones need not be looked at."""
    said = select(INTERACTIONS.c.id).where(
        INTERACTIONS.c.id.between(hour.first, hour.last), INTERACTIONS.c.said_at < until
    )
    last: int | None = session.scalar(said.order_by(INTERACTIONS.c.id.desc()).limit(1))
    return hour.first if last is None else last


def forget_hours(session: Session) -> None:
    """Forget all hours."""
    session.execute(delete(HOURS))


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
