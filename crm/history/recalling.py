"""Finding again what was said: of one customer or of all, by words and time, newest first, page by page."""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from crm.customers.queries import customers_of_root
from crm.history.hours import EVERYTHING, Span, span_of
from crm.history.indexing import WORDS
from crm.history.models import Direction, Interaction, UnindexedInteraction
from crm.history.queries import LINE_COLUMNS, Line
from crm.history.taking_back import taken_back
from crm.history.tokens import customer_token, stems_of, time_tokens, tokens_of, words_in
from crm.kernel.masking import masked
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL, AllOf, AnyOf, Expression, holds

INTERACTIONS, UNINDEXED = table_of(Interaction), table_of(UnindexedInteraction)
SCANNED_UNINDEXED: Final = 1000
"""How many of the newest lines that wait to be indexed a search over all customers looks through itself."""
_BATCH: Final = 100
_LARGE_BATCH: Final = 1000
_ALWAYS: Final = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class FoundLine(Line):
    """A line with what may be shown of its words, and whose it is: the customer it was written for."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first. `next_key` is `before_key` of the page after this one; None: there is none.

    Not `is_complete`: so much waited to be indexed that older lines of it were not looked at.
    """

    lines: list[FoundLine]
    next_key: int | None
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """The next lines, newest first, and the key below which there may be more; None: there are none."""

    lines: Sequence[FoundLine]
    before: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to before `until`, by the channel's time; either may be open."""

    since: datetime | None = None
    until: datetime | None = None

    def bounds(self) -> dict[str, datetime]:
        """Return both ends, however open."""
        return {"since": self.since or _ALWAYS[0], "until": self.until or _ALWAYS[1]}

    @property
    def is_bounded(self) -> bool:
        """Whether there is a beginning or an end."""
        return self.since is not None or self.until is not None

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies within."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


FOUND_COLUMNS = (*LINE_COLUMNS, INTERACTIONS.c.customer_id)
"""What a FoundLine holds, in its order."""

_of_customer = Prepared(
    select(*FOUND_COLUMNS)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer_id"),
        INTERACTIONS.c.id < bindparam("before"),
        INTERACTIONS.c.id >= bindparam("first"),
        INTERACTIONS.c.said_at >= bindparam("since"),
        INTERACTIONS.c.said_at < bindparam("until"),
    )
    .order_by(INTERACTIONS.c.id.desc())
    .limit(bindparam("most"))
)
_by_id = select(*FOUND_COLUMNS).where(
    INTERACTIONS.c.id.in_(bindparam("ids", expanding=True)),
    INTERACTIONS.c.said_at >= bindparam("since"),
    INTERACTIONS.c.said_at < bindparam("until"),
)
_first_unindexed = Prepared(select(func.min(UNINDEXED.c.interaction_id)))
_unindexed = Prepared(
    select(*FOUND_COLUMNS)
    .join(UNINDEXED, UNINDEXED.c.interaction_id == INTERACTIONS.c.id)
    .where(UNINDEXED.c.interaction_id < bindparam("before"))
    .order_by(UNINDEXED.c.interaction_id.desc())
    .limit(bindparam("most"))
)

Alike = Callable[[str], Collection[str]]
"""Gives the words that will do for a word that was asked for."""
Source = Callable[[int], Batch]
"""Gives some lines below a key."""
Unindexed = Callable[[int], list[FoundLine]]
"""Gives the fitting lines below a key that wait to be indexed."""


def only_itself(word: str) -> Collection[str]:
    """Let a word stand for itself alone."""
    return (word,)


def recall(
    session: Session,
    customer_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
    before_key: int = AFTER_ALL,
    most: int = 30,
    with_notes: bool = False,
    among: Collection[int] | None = None,
    alike: Alike = only_itself,
) -> Page:
    """Return what was said with a customer, also before a merge, on any channel: with `text`, lines with all its words.

    Words are compared by their stems; `alike` gives others that will do for a word, in either language. What the
    business took back is left out. `among` leaves out other customers of
    the root: what a chat may not be told (`customers_told`).
    """
    customers = customers_of_root(session, customer_id) if among is None else list(among)
    period = Period(since, until)
    if text is None:
        source = _said_with(session, customers, period, most)
    else:
        wanted = _wanted(text, alike, period, customers) if customers else None
        if wanted is None:
            return Page([], None)
        source = _with_words(
            session,
            wanted,
            period,
            most,
            lambda before: _unindexed_of(session, customers, wanted, before),
            is_rare=True,
        )
    return page_from(session, source, period, before_key=before_key, most=most, with_notes=with_notes)


def search(
    session: Session,
    text: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before_key: int = AFTER_ALL,
    most: int = 30,
    with_notes: bool = False,
    most_unindexed: int = SCANNED_UNINDEXED,
    alike: Alike = only_itself,
) -> Page:
    """Return lines of all customers that have all words of a text, as `recall` compares them.

    Of what waits to be indexed the newest `most_unindexed` lines are looked through one by one.
    """
    period = Period(since, until)
    wanted = _wanted(text, alike, period)
    if wanted is None:
        return Page([], None)
    waiting, is_complete = _all_unindexed(session, before_key, most_unindexed)
    fitting = [line for line in waiting if holds(wanted, _tokens(line))]
    span = span_of(session, **period.bounds()) if period.is_bounded else EVERYTHING
    if span.is_tight:  # then the numbers tell the time, and the index need not be asked for each day
        wanted = wanted_words(text, alike) or wanted
    source = _with_words(
        session, wanted, period, most, lambda before: [line for line in fitting if line.id < before], span=span
    )
    page = page_from(session, source, period, before_key=before_key, most=most, with_notes=with_notes)
    return Page(page.lines, page.next_key, is_complete)


def wanted_words(text: str, alike: Alike) -> Expression | None:
    """Return which stems a line must have, or None where the text has no words that could be found."""
    words = {frozenset(itertools.chain.from_iterable(map(stems_of, alike(word)))) for word in words_in(text)}
    parts = tuple(AnyOf(tuple(sorted(stems))) for stems in sorted(words, key=sorted) if stems)
    return AllOf(parts) if parts else None


def _wanted(text: str, alike: Alike, period: Period, customers: Iterable[int] | None = None) -> Expression | None:
    """Return what the tokens of a line must be, or None where there can be no such line."""
    words = wanted_words(text, alike)
    if words is None:
        return None
    parts: list[Expression] = [words]
    if customers is not None:
        parts.append(AnyOf(tuple(customer_token(customer) for customer in customers)))
    if period.is_bounded:
        times = time_tokens(period.since, period.until)
        if not times:
            return None
        parts.append(AnyOf(times))
    return AllOf(tuple(parts))


def page_from(
    session: Session, source: Source, period: Period, *, before_key: int, most: int, with_notes: bool
) -> Page:
    """Fill a page with what may be shown of a source's lines."""
    lines: list[FoundLine] = []
    before: int | None = before_key
    while len(lines) <= most and before is not None:
        batch = source(before)
        before = batch.before
        shown = [line for line in batch.lines if period.holds(line.said_at) and (with_notes or _is_said(line))]
        gone = taken_back(session, {line.customer_id for line in shown}) if shown else set()
        lines += [line for line in shown if line.id not in gone]
    page = [replace(line, text=masked(line.text)) for line in lines[:most]]
    return Page(page, page[-1].id if len(lines) > most else None)


def _is_said(line: FoundLine) -> bool:
    return line.direction != Direction.NOTE


def _said_with(session: Session, customers: Sequence[int], period: Period, most: int) -> Source:
    """Return all lines of some customers.

    Each customer is asked for alone: over several at once, PostgreSQL reads and sorts all they ever said.
    """

    def source(before: int) -> Batch:
        found = (_of(session, customer, period, before=before, most=most + 1) for customer in customers)
        lines = sorted((line for lines in found for line in lines), key=_number, reverse=True)[: most + 1]
        return Batch(lines, lines[-1].id if len(lines) > most else None)

    return source


def _of(session: Session, customer: int, period: Period, *, before: int, most: int, first: int = 0) -> list[FoundLine]:
    values = {
        "customer_id": customer,
        "before": before,
        "first": first,
        "most": most,
        **period.bounds(),
    }
    return [FoundLine(*row) for row in session.rows(_of_customer, values)]


def _with_words(
    session: Session,
    wanted: Expression,
    period: Period,
    most: int,
    unindexed: Unindexed,
    *,
    span: Span = EVERYTHING,
    is_rare: bool = False,
) -> Source:
    """Return lines by their words, in batches that grow: the edges of a period may hold much that is not within.

    What waits to be indexed is read first: a line that is indexed between the two is then found twice, and never not.
    """
    sizes = itertools.chain((most + 1, 4 * most), itertools.repeat(_LARGE_BATCH))

    def source(before: int) -> Batch:
        size = next(sizes)
        waiting = {line.id: line for line in unindexed(before)}
        end = min(before, span.end)
        indexed = WORDS.find(session, wanted, first=span.first, before=end, most=size, is_rare=is_rare)
        numbers = sorted({*waiting, *indexed}, reverse=True)[:size]
        missing = [number for number in numbers if number not in waiting]
        lines = [waiting[number] for number in numbers if number in waiting]
        if missing:
            lines += [FoundLine(*row) for row in session.execute(_by_id, {"ids": missing, **period.bounds()})]
        return Batch(sorted(lines, key=_number, reverse=True), numbers[-1] if len(numbers) == size else None)

    return source


def _unindexed_of(session: Session, customers: Sequence[int], wanted: Expression, before: int) -> list[FoundLine]:
    """Return fitting lines of some customers that may wait to be indexed: none older than the first that waits."""
    first = session.value(_first_unindexed, {})
    if first is None:
        return []
    found: list[FoundLine] = []
    for customer in customers:
        at = before
        while lines := _of(session, customer, Period(), before=at, most=_BATCH, first=first):
            at = lines[-1].id
            found += [line for line in lines if holds(wanted, _tokens(line))]
    return found


def _all_unindexed(session: Session, before: int, most: int) -> tuple[list[FoundLine], bool]:
    """Return the newest lines that wait to be indexed, and whether those are all."""
    rows = session.rows(_unindexed, {"before": before, "most": most + 1})
    return [FoundLine(*row) for row in rows[:most]], len(rows) <= most


def _number(line: FoundLine) -> int:
    return line.id


def _tokens(line: FoundLine) -> frozenset[str]:
    return tokens_of(line.customer_id, line.said_at, line.text)
