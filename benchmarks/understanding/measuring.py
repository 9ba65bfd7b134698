"""What each matcher makes of an exam."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter
from typing import Final, Self

from benchmarks.understanding.questions import Exam
from benchmarks.understanding.yardstick import accuracy_of_the_yardstick
from crm.knowledge import Article, ArticleMatcher, Evaluation, Matcher, evaluate
from crm.knowledge.semantic import semantic_matcher

MatcherOf = Callable[[Sequence[Article]], Matcher]
MATCHERS: Final[Mapping[str, MatcherOf]] = {"core": ArticleMatcher, "semantic": semantic_matcher}


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares, 0 to 1, and how long it took."""

    accuracy: float  # the right article fits best, of what is in scope
    coverage: float
    error: float
    offered: float
    refused: float
    learning_s: float
    message_ms: float

    @classmethod
    def mean(cls, those: Iterable[Self]) -> "Marks":
        """Return the mean of several draws."""
        rows = [(m.accuracy, m.coverage, m.error, m.offered, m.refused, m.learning_s, m.message_ms) for m in those]
        return cls(*map(fmean, zip(*rows, strict=True)))


def marks_of(matcher_of: MatcherOf, exam: Exam) -> Marks:
    """Let a matcher learn and be asked."""
    begin_s = perf_counter()
    matcher = matcher_of(exam.articles)
    learned_s = perf_counter()
    found = evaluate(matcher, exam.asked)
    message_ms = (perf_counter() - learned_s) / len(exam.asked) * 1000
    return _marks(found, learned_s - begin_s, message_ms)


def accuracy_to_beat(exams: Iterable[Exam]) -> float:
    """Return the yardstick's mean accuracy."""
    return fmean(map(accuracy_of_the_yardstick, exams))


def _marks(found: Evaluation, learning_s: float, message_ms: float) -> Marks:
    return Marks(found.best_accuracy, found.coverage, found.error, found.offered, found.refused, learning_s, message_ms)
