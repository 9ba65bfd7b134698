"""What the business took back: it may have been meant for somebody else."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from crm.history.content import Method
from crm.history.indexing import forget_words
from crm.history.models import CHANGING, Direction, Interaction
from crm.history.queries import Line
from crm.kernel.models import table_of
from crm.kernel.session import Session

INTERACTIONS = table_of(Interaction)

_changing = select(INTERACTIONS.c.id, INTERACTIONS.c.kind, INTERACTIONS.c.payload).where(
    INTERACTIONS.c.customer_id.in_(bindparam("customer_ids", expanding=True)), CHANGING
)


@dataclass(frozen=True, slots=True)
class _Change:
    """An interaction about another one: an edit, or a deletion."""

    id: int
    kind: str
    payload: dict[str, Any] | None

    @property
    def about(self) -> int | None:
        return (self.payload or {}).get("about")


def taken_back(session: Session, customer_ids: Collection[int]) -> set[int | None]:
    """Return the ids of all that the business took back with these customers: every version, and the taking back."""
    rows = session.execute(_changing, {"customer_ids": list(customer_ids)})
    return _gone([_Change(*row) for row in rows])


def forget_taken_back(session: Session, customer_id: int) -> None:
    """Take out of the index what was taken back with a customer."""
    forget_words(session, {number for number in taken_back(session, [customer_id]) if number is not None})


def without_taken_back(lines: Sequence[Line]) -> list[Line]:
    """Leave out what the business took back, with all its versions, as far as these lines tell of it."""
    gone = _gone(_Change(line.id, line.kind, line.payload) for line in lines if _changes(line))
    return [line for line in lines if line.id not in gone]


def _gone(changes: Iterable[_Change]) -> set[int | None]:
    changes = list(changes)
    about = {change.id: change.about for change in changes}
    gone: set[int | None] = {change.id for change in changes if change.kind == Method.DELETION}
    gone |= {about[number] for number in about if number in gone}
    for first, second in [*sorted(about.items()), *sorted(about.items(), reverse=True)]:  # both ways along the versions
        if first in gone or second in gone:
            gone |= {first, second}
    return gone


def _changes(line: Line) -> bool:
    return line.direction == Direction.OUTBOUND and line.kind in {Method.EDIT, Method.DELETION}
