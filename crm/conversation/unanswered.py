"""What customers asked or wished for and nothing answered: gathered by likeness, as candidates for new articles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import log
from typing import Any, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, TextClause, and_, select, text

from crm.conversation.lexicon import telling_words
from crm.conversation.models import MeaningKind, TurnMeaning
from crm.customers.models import Customer
from crm.history.models import Interaction
from crm.kernel.masking import HIDDEN, masked
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.stemming import stem
from crm.knowledge import Vocabulary, words_of

MEANINGS, INTERACTIONS, CUSTOMERS = table_of(TurnMeaning), table_of(Interaction), table_of(Customer)
_OTHERS = MEANINGS.alias("others")
MOST_READ: Final = 5_000
"""The newest so many are gathered: what was asked long ago and never since needs no article."""

_IS_UNCLEAR = text("turn_meanings.kind = 'unclear'")  # written out, so that the small index serves it
_ALIKE_FROM = 0.55  # of the weight of what both mean
_LIKE_A_WORD = 0.85  # of the letters of a word that is mistyped
_SHORTEST_MISTYPED = 5  # letters
_EXAMPLES = 3
_LONGEST_EXAMPLE = 100  # characters
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
_DIGITS = re.compile(r"(?:\+\s?)?\d(?:[\s().-]{0,2}\d){3,}")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A message that was not answered, whose it was (the root), and the slug of the article that was guessed, or ""."""

    text: str
    root_id: int
    guess: str = ""


@dataclass(slots=True)
class Alike:
    """Messages that ask for about the same. The examples hold no numbers and addresses of customers."""

    concepts: frozenset[str]
    texts: Counter[str] = field(default_factory=Counter)
    roots: set[int] = field(default_factory=set)
    guesses: Counter[str] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        """How many there were."""
        return self.texts.total()

    @property
    def customers(self) -> int:
        """By how many different people."""
        return len(self.roots)

    @property
    def examples(self) -> tuple[str, ...]:
        """A few of them, the most frequent first, each as it was typed."""
        return tuple(text for text, _ in self.texts.most_common(_EXAMPLES))

    @property
    def guess(self) -> str:
        """The slug of the article that was guessed most, or ""."""
        return next((slug for slug, _ in self.guesses.most_common(1)), "")

    def add(self, message: Unanswered) -> None:
        """Count one more."""
        self.texts[without_personal_data(message.text)] += 1
        self.roots.add(message.root_id)
        if message.guess:
            self.guesses[message.guess] += 1


def read_unanswered(session: Session, since: datetime, most: int = MOST_READ) -> list[Unanswered]:
    """Return what was not understood since a moment, and the wishes that no article grants, with secrets hidden.

    The newest come first.
    """
    granted = select(_OTHERS.c.interaction_id).where(
        _OTHERS.c.interaction_id == MEANINGS.c.interaction_id, _OTHERS.c.kind == MeaningKind.QUESTION
    )
    is_a_wish = and_(MEANINGS.c.kind == MeaningKind.WISH, ~granted.exists())
    found = [row for which in (_IS_UNCLEAR, is_a_wish) for row in session.execute(_newest(which, since, most))]
    found.sort(key=lambda row: (row.at, row.interaction_id), reverse=True)
    return [Unanswered(masked(row.text), row.root_id, row.article) for row in found[:most]]


def _newest(which: ColumnElement[bool] | TextClause, since: datetime, most: int) -> Select[Any]:
    columns = (INTERACTIONS.c.text, CUSTOMERS.c.root_id, MEANINGS.c.article, MEANINGS.c.at, MEANINGS.c.interaction_id)
    return (
        select(*columns)
        .select_from(MEANINGS)
        .join(INTERACTIONS, INTERACTIONS.c.id == MEANINGS.c.interaction_id)
        .join(CUSTOMERS, CUSTOMERS.c.id == MEANINGS.c.customer_id)
        .where(which, MEANINGS.c.at >= since, INTERACTIONS.c.text != "")
        .order_by(MEANINGS.c.at.desc(), MEANINGS.c.interaction_id.desc())
        .limit(most)
    )


def gather(messages: Iterable[Unanswered], vocabulary: Vocabulary) -> list[Alike]:
    """Return messages gathered by what they mean: those of the most customers first, then of the most messages. Pure.

    Each is put to the first group whose founder it is like; the most frequent messages found theirs first.
    """
    meant: defaultdict[frozenset[str], list[Unanswered]] = defaultdict(list)
    for message in messages:
        if concepts := _concepts(message.text, vocabulary):
            meant[concepts].append(message)
    meant = _by_stems(meant, vocabulary)
    weights = _weigh(meant)
    groups: list[Alike] = []
    by_concept: defaultdict[str, list[Alike]] = defaultdict(list)
    for concepts, those in sorted(meant.items(), key=lambda item: (-len(item[1]), sorted(item[0]))):
        group = _most_alike(concepts, by_concept, weights)
        if group is None:
            group = Alike(concepts)
            groups.append(group)
            for concept in concepts:
                by_concept[concept].append(group)
        for message in those:
            group.add(message)
    return sorted(groups, key=lambda group: (-group.customers, -group.messages, sorted(group.concepts)))


def without_personal_data(text: str) -> str:
    """Return a message on one line, shortened, with addresses, phone numbers and all longer numbers hidden."""
    line = " ".join(text.split())
    shown = _DIGITS.sub(HIDDEN, _EMAIL.sub(HIDDEN, line))
    return shown if len(shown) <= _LONGEST_EXAMPLE else f"{shown[: _LONGEST_EXAMPLE - 1]}…"


def _concepts(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return what a message means, without fillers and numbers; its very words where it has nothing else."""
    words = words_of(text)
    return vocabulary.concepts_in(telling_words(words)) - {"0"} or frozenset(words) - {"0"}


def _by_stems(
    meant: dict[frozenset[str], list[Unanswered]], vocabulary: Vocabulary
) -> defaultdict[frozenset[str], list[Unanswered]]:
    """Return the same with mistyped words put right, and all words without a known meaning by their stems."""
    spelling = _spelling(meant)
    stems = {word: right if right in vocabulary.meanings else stem(right) for word, right in spelling.items()}
    found: defaultdict[frozenset[str], list[Unanswered]] = defaultdict(list)
    for concepts, those in meant.items():
        found[frozenset(stems[concept] for concept in concepts)] += those
    return found


def _spelling(meant: dict[frozenset[str], list[Unanswered]]) -> dict[str, str]:
    """Return for each word the more frequent one that it is mistyped from, or itself."""
    said = Counter(concept for concepts, those in meant.items() for concept in concepts for _ in those)
    spelling: dict[str, str] = {}
    known: list[str] = []
    for word in sorted(said, key=lambda word: (-said[word], word)):
        like = None
        if len(word) >= _SHORTEST_MISTYPED:
            like = process.extractOne(word, known, scorer=OSA.normalized_similarity, score_cutoff=_LIKE_A_WORD)
        spelling[word] = word if like is None else like[0]
        if like is None:
            known.append(word)
    return spelling


def _weigh(meant: dict[frozenset[str], list[Unanswered]]) -> dict[str, float]:
    """Weigh each concept: the fewer different messages have it, the more it tells."""
    spread = Counter(concept for concepts in meant for concept in concepts)
    return {concept: log(1 + len(meant) / count) for concept, count in spread.items()}


def _most_alike(
    concepts: frozenset[str], by_concept: dict[str, list[Alike]], weights: dict[str, float]
) -> Alike | None:
    found = {id(group): group for concept in concepts for group in by_concept.get(concept, ())}
    scored = [(_likeness(concepts, group.concepts, weights), at, group) for at, group in enumerate(found.values())]
    best = max(scored, key=lambda each: (each[0], -each[1]), default=None)
    return best[2] if best is not None and best[0] >= _ALIKE_FROM else None


def _likeness(ours: frozenset[str], theirs: frozenset[str], weights: dict[str, float]) -> float:
    """Return from 0 to 1 how much of what both mean is the same, by weight."""
    both = _weight(ours & theirs, weights)
    return 2 * both / (_weight(ours, weights) + _weight(theirs, weights))


def _weight(concepts: Iterable[str], weights: dict[str, float]) -> float:
    return sum(weights[concept] for concept in concepts)
