"""Between which numbers the lines of a day are: a search within a time looks at those alone."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.history.models import SaidDay
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL

DAYS = table_of(SaidDay)
_LOOSE: Final = 4
_FEW: Final = 10_000


class Span(NamedTuple):
    """Numbers from `first` to before `end`. `is_tight`: most lines in it are of the days that were asked for."""

    first: int
    end: int
    is_tight: bool


EVERYTHING: Final = Span(0, AFTER_ALL, is_tight=True)


def note_days(session: Session, said: Iterable[tuple[date, int]]) -> None:
    """Note that lines with these numbers are of these days."""
    insert = sqlite_insert(DAYS) if session.is_sqlite else postgresql_insert(DAYS)
    new = insert.excluded
    widened = insert.on_conflict_do_update(
        index_elements=[DAYS.c.day],
        set_={
            "first_id": case((new.first_id < DAYS.c.first_id, new.first_id), else_=DAYS.c.first_id),
            "last_id": case((new.last_id > DAYS.c.last_id, new.last_id), else_=DAYS.c.last_id),
            "lines": DAYS.c.lines + new.lines,
        },
    )
    for day, group in groupby(sorted(said), itemgetter(0)):  # in one order, as whoever locks several rows does
        numbers = [number for _, number in group]
        values = {"day": day, "first_id": numbers[0], "last_id": numbers[-1], "lines": len(numbers)}
        session.execute(widened, values)


def span_of(session: Session, first: date, last: date) -> Span:
    """Return where all indexed lines of these days are; nowhere, if there are none."""
    row = session.execute(
        select(func.min(DAYS.c.first_id), func.max(DAYS.c.last_id), func.sum(DAYS.c.lines)).where(
            DAYS.c.day.between(first, last)
        )
    ).one()
    if row[0] is None:
        return Span(0, 0, is_tight=True)
    return Span(row[0], row[1] + 1, is_tight=row[1] - row[0] < _LOOSE * row[2] + _FEW)


def forget_days(session: Session) -> None:
    """Forget all days."""
    session.execute(delete(DAYS))
