"""Making what was recorded findable by its words, beside the path, and taking words out again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select

from crm.history.hours import forget_hours, note_hours
from crm.history.models import Interaction, UnindexedInteraction
from crm.history.tokens import tokens_of
from crm.kernel.masking_split import shown_words
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AllOf, TokenIndex

INTERACTIONS, UNINDEXED = table_of(Interaction), table_of(UnindexedInteraction)
WORDS: Final = TokenIndex("interaction_words")
COUNTED_UP_TO: Final = 10_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the index has to know of an interaction."""

    id: int
    customer_id: int
    said_at: datetime
    text: str
    payload: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        """Hide what the words before have called a secret: no search finds it."""
        object.__setattr__(self, "text", shown_words(self.text, self.payload))


_recorded = select(
    *(INTERACTIONS.c[name] for name in ("id", "customer_id", "said_at")), INTERACTIONS.c.text, INTERACTIONS.c.payload
)
_waiting = _recorded.join(UNINDEXED, UNINDEXED.c.interaction_id == INTERACTIONS.c.id)
_moments = select(INTERACTIONS.c.said_at, INTERACTIONS.c.id).where(
    INTERACTIONS.c.id.in_(bindparam("ids", expanding=True))
)
_count = select(func.count()).select_from(select(UNINDEXED.c.interaction_id).limit(COUNTED_UP_TO).subquery())


def not_indexed(session: Session, most: int) -> list[Recorded]:
    """Return what has waited longest to be indexed."""
    return [Recorded(*row) for row in session.execute(_waiting.order_by(UNINDEXED.c.interaction_id).limit(most))]


def count_not_indexed(session: Session) -> int:
    """Return how many interactions wait to be indexed, counted up to 10,000."""
    count: int = session.scalar(_count)
    return count


def tokens_by_id(lines: Sequence[Recorded]) -> dict[int, frozenset[str]]:
    """Return the tokens of each line. This is the part that takes time, and needs no transaction."""
    return {line.id: tokens_of(line.customer_id, line.said_at, line.text) for line in lines}


def index_words(session: Session, tokens: Mapping[int, frozenset[str]]) -> int:
    """Index what of these lines still waits and return how many that were: another process may index at the same time.

    That a line waits and that it is indexed changes in one transaction, so that it always is exactly one of the two.
    """
    taken = _take(session, tokens.keys())
    WORDS.add(session, [(number, tokens[number]) for number in sorted(taken)])
    moments = session.execute(_moments, {"ids": sorted(taken)})
    note_hours(session, [(row.said_at, row.id) for row in moments])
    return len(taken)


def forget_words(session: Session, interaction_ids: Collection[int]) -> None:
    """Take interactions out of the index, or keep them from getting there. Their rows must still have their words.

    A line that is not in the index stays out of it: to forget twice is to forget once.
    """
    waited = _take(session, interaction_ids)
    rest = [number for number in interaction_ids if number not in waited]
    lines = [Recorded(*row) for row in session.execute(_recorded.where(INTERACTIONS.c.id.in_(rest)))]
    entries = [entry for entry in tokens_by_id(lines).items() if _is_indexed(session, *entry)]
    WORDS.remove(session, entries)


def index_anew(session: Session) -> None:
    """Empty the index and let everything wait to be indexed again: after the stems have changed."""
    WORDS.clear(session)
    forget_hours(session)
    session.execute(delete(UNINDEXED))
    session.execute(
        insert(UNINDEXED).from_select(["interaction_id"], select(INTERACTIONS.c.id).where(INTERACTIONS.c.text != ""))
    )


def _take(session: Session, interaction_ids: Collection[int]) -> set[int]:
    """Take these out of those that wait. Returns which of them were there."""
    free = (
        select(UNINDEXED.c.interaction_id)
        .where(UNINDEXED.c.interaction_id.in_(interaction_ids))
        .order_by(UNINDEXED.c.interaction_id)
        .with_for_update()
    )
    taken = delete(UNINDEXED).where(UNINDEXED.c.interaction_id.in_(free)).returning(UNINDEXED.c.interaction_id)
    return set(session.execute(taken).scalars())


def _is_indexed(session: Session, interaction_id: int, tokens: frozenset[str]) -> bool:
    newest = WORDS.find(session, AllOf(tuple(sorted(tokens))), before=interaction_id + 1, most=1, is_rare=True)
    return newest == [interaction_id]
