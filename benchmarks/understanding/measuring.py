"""What each matcher makes of an exam, and the processor time that it needs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from time import process_time
from typing import Final, Self

from benchmarks.understanding.questions import Exam
from benchmarks.understanding.yardstick import accuracy_of_the_yardstick, accuracy_on_vectors
from crm.knowledge import Article, ArticleMatcher, evaluate
from crm.knowledge.semantic import learn_head, semantic_matcher

_VECTORS: Final = 100

MatcherOf = Callable[[Sequence[Article]], ArticleMatcher]
MATCHERS: Final[Mapping[str, MatcherOf]] = {"core": ArticleMatcher, "semantic": semantic_matcher}


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares, 0 to 1."""

    accuracy: float  # the right article fits best, of what is in scope
    coverage: float
    error: float
    offered: float
    refused: float

    @classmethod
    def mean(cls, those: Iterable[Self]) -> "Marks":
        """Return the mean of several draws."""
        rows = [(marks.accuracy, marks.coverage, marks.error, marks.offered, marks.refused) for marks in those]
        return cls(*map(fmean, zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Times:
    """Processor times: of learning, and of one message that was not asked before."""

    learning_s: float
    message_ms: float


def marks_of(matcher_of: MatcherOf, exam: Exam) -> Marks:
    """Let a matcher learn and be asked."""
    found = evaluate(matcher_of(exam.articles), exam.asked)
    return Marks(found.best_accuracy, found.coverage, found.error, found.offered, found.refused)


def accuracy_to_beat(exams: Iterable[Exam]) -> float:
    """Return the yardstick's mean accuracy."""
    return fmean(map(accuracy_of_the_yardstick, exams))


def accuracy_to_beat_on_vectors(exams: Iterable[Exam]) -> float:
    """Return the mean accuracy of the yardstick over sentence vectors."""
    return fmean(map(accuracy_on_vectors, exams))


def times_of_the_core(exam: Exam) -> Times:
    """Measure the core matcher alone: with vectors, nearly all time is theirs."""
    begin_s = process_time()
    matcher = ArticleMatcher(exam.articles)
    learned_s = process_time()
    for question in exam.asked:
        matcher.match(question.text)
    return Times(learned_s - begin_s, (process_time() - learned_s) / len(exam.asked) * 1000)


def vector_ms(exam: Exam) -> float:
    """Return the processor time of a sentence vector, of texts that had none yet."""
    texts = [f"{number}. {question.text}" for number, question in enumerate(exam.asked[:_VECTORS])]
    learn_head(texts[:1], [0], 1)  # the model is read once
    begin_s = process_time()
    learn_head(texts, [0] * len(texts), 1)
    return (process_time() - begin_s) / len(texts) * 1000
