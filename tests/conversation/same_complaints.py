"""Pairs of a known complaint and later words, and how well the same complaint is recognised.

Run: `python -m tests.conversation.same_complaints [--misses]`.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from crm.conversation.lexicon import shipped_lexicon
from crm.conversation.recognising import KnownComplaint, Likeness, points_elsewhere, recognise
from crm.conversation.understanding import ComplaintCategory, understand
from crm.knowledge import ArticleMatcher, load_articles, words_of
from tests.knowledge.examples import DEMO_ARTICLES

FILE = Path(__file__).with_suffix(".yaml")
TUNE, REPORT = "tune", "report"


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that came `hours_since` a known complaint, and whether they are about it."""

    half: str
    known: KnownComplaint
    hours_since: float
    text: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each ending came, by whether the words were about the known complaint."""

    counts: Counter[tuple[bool, Likeness]]

    def count(self, likeness: Likeness, *, is_same: bool) -> int:
        """Return how often words of that kind ended so."""
        return self.counts[is_same, likeness]

    @property
    def precision(self) -> float:
        """Of what was attached without asking, how much belonged there."""
        right, wrong = (self.count(Likeness.HIGH, is_same=same) for same in (True, False))
        return right / (right + wrong)

    @property
    def recall(self) -> float:
        """Of what was about the known complaint, how much was attached without asking."""
        return self.count(Likeness.HIGH, is_same=True) / self._same

    @property
    def recall_with_asking(self) -> float:
        """Of what was about the known complaint, how much was attached or asked about."""
        return 1 - self.count(Likeness.LOW, is_same=True) / self._same

    @property
    def _same(self) -> int:
        return sum(count for (is_same, _), count in self.counts.items() if is_same)


@cache
def read_pairs() -> tuple[Pair, ...]:
    """Return all pairs, in the order of the file."""
    return tuple(_pairs(yaml.safe_load(FILE.read_text(encoding="utf-8"))))


def _pairs(complaints: list[dict]) -> Iterator[Pair]:  # type: ignore[type-arg] # as YAML gives it
    for complaint in complaints:
        told = complaint["known"]
        known = KnownComplaint(
            category=ComplaintCategory(told["category"]), words=told["words"], order_number=told["order"]
        )
        for is_same in (True, False):
            for hours_since, text in complaint["same" if is_same else "different"]:
                yield Pair(complaint["half"], known, float(hours_since), text, is_same)


def recognised(pair: Pair) -> Likeness:
    """Return how the bot takes the words of a pair, where the known complaint is the only one that is open.

    A complaint is compared. A question how it stands belongs to the only complaint there is, unless it names another
    order; what is neither is never attached.
    """
    understood = understand([pair.text], _matcher())
    complaint, asked = understood.complaint, understood.follow_up
    if asked is not None and points_elsewhere(words_of(asked.words), shipped_lexicon()):
        complaint, asked = complaint or asked.instead.complaint, None
    if complaint is not None:
        return recognise(complaint, pair.known, pair.hours_since)[0]
    if asked is None and understood.order_number is None:
        return Likeness.LOW
    order_number = asked.order_number if asked else understood.order_number
    return Likeness.HIGH if order_number in {None, pair.known.order_number} else Likeness.LOW


@cache
def _matcher() -> ArticleMatcher:
    return ArticleMatcher(load_articles(DEMO_ARTICLES))


def figures(pairs: Iterable[Pair]) -> Figures:
    """Count how the words of pairs are taken."""
    return Figures(Counter((pair.is_same, recognised(pair)) for pair in pairs))


def report(half: str) -> Iterator[str]:
    """Yield the lines of the report on one half."""
    pairs = [pair for pair in read_pairs() if pair.half == half]
    found = figures(pairs)
    yield f"{half}: {len(pairs)} pairs"
    yield f"  attached unasked: precision {found.precision:.3f}, recall {found.recall:.3f}"
    yield f"  attached or asked about: recall {found.recall_with_asking:.3f}"
    for is_same, name in ((True, "the same"), (False, "another")):
        ends = ", ".join(f"{ending.value} {found.count(ending, is_same=is_same)}" for ending in Likeness)
        yield f"  {name}: {ends}"


def misses(half: str) -> Iterator[str]:
    """Yield the pairs that are taken wrongly, with their scores."""
    for pair in read_pairs():
        likeness, score = recognised(pair), recognise(pair.text, pair.known, pair.hours_since)[1]
        is_wrong = likeness is Likeness.LOW if pair.is_same else likeness is Likeness.HIGH
        if pair.half == half and (is_wrong or (pair.is_same and likeness is Likeness.MIDDLE)):
            sort = "same" if pair.is_same else "DIFFERENT"
            yield f"  {score:5.1f} {sort:9} {pair.hours_since:6.1f} h  {pair.text!r} after {pair.known.words!r}"


if __name__ == "__main__":
    lines = [*report(TUNE), *report(REPORT), *(misses(TUNE) if "--misses" in sys.argv else ())]
    sys.stdout.writelines(f"{line}\n" for line in lines)
