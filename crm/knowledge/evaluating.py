"""How well a matcher does on questions whose right answers are known."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from crm.knowledge.matching import Band, Matcher, band_of, worth_a_button


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the slugs of the articles that answer it. No slugs: nothing the business wrote answers it."""

    text: str
    slugs: frozenset[str]
    category: str = ""  # a group of questions to be counted by themselves; empty for none

    @property
    def is_out_of_scope(self) -> bool:
        """Whether no article answers it."""
        return not self.slugs


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question ended. `best` is the article that fits best, though it may not have been good enough."""

    question: Labelled
    band: Band
    best: str | None
    score: float
    is_offered: bool  # the right article is the answer or one of the buttons

    @property
    def is_right(self) -> bool:
        """Whether the article that fits best is the right one."""
        return self.best in self.question.slugs


@dataclass(frozen=True)
class Evaluation:
    """How all questions ended. Shares are 0 where there was nothing to share."""

    outcomes: tuple[Outcome, ...] = ()

    @property
    def questions(self) -> int:
        """All questions that were asked."""
        return len(self.outcomes)

    @cached_property
    def in_scope(self) -> tuple[Outcome, ...]:
        """What an article answers."""
        return tuple(each for each in self.outcomes if not each.question.is_out_of_scope)

    @cached_property
    def out_of_scope(self) -> tuple[Outcome, ...]:
        """What no article answers."""
        return tuple(each for each in self.outcomes if each.question.is_out_of_scope)

    @cached_property
    def answered(self) -> tuple[Outcome, ...]:
        """What got an article at once."""
        return tuple(each for each in self.outcomes if each.band is Band.ANSWER)

    @cached_property
    def asked_back(self) -> tuple[Outcome, ...]:
        """What was asked back with buttons."""
        return tuple(each for each in self.outcomes if each.band is Band.ASK_BACK)

    @property
    def correct(self) -> int:
        """How many were answered at once, and rightly."""
        return sum(each.is_right for each in self.answered)

    @property
    def best_accuracy(self) -> float:
        """The share of what an article answers in which the right one fits best, however well."""
        return _share(sum(each.is_right for each in self.in_scope), len(self.in_scope))

    @property
    def accuracy(self) -> float:
        """The share of all questions that were answered at once, and rightly."""
        return _share(self.correct, self.questions)

    @property
    def coverage(self) -> float:
        """The share of all questions that were answered at once."""
        return _share(len(self.answered), self.questions)

    @property
    def error(self) -> float:
        """The share of the answered that were answered wrongly; out of scope, every answer is wrong."""
        return _share(len(self.answered) - self.correct, len(self.answered))

    @property
    def offered(self) -> float:
        """The share of what was asked back in which the right article is one of the buttons."""
        return _share(sum(each.is_offered for each in self.asked_back), len(self.asked_back))

    @property
    def refused(self) -> float:
        """The share of what no article answers that was not answered."""
        answered = sum(each.band is Band.ANSWER for each in self.out_of_scope)
        return _share(len(self.out_of_scope) - answered, len(self.out_of_scope))

    def answering_from(self, score: float) -> tuple[float, float]:
        """Return the coverage and the error if every match score of at least this were answered."""
        answered = [each for each in self.outcomes if each.best is not None and each.score >= score]
        wrong = sum(not each.is_right for each in answered)
        return _share(len(answered), self.questions), _share(wrong, len(answered))

    def confusions(self) -> list[tuple[tuple[str, str], list[Outcome]]]:
        """Return what was answered wrongly by (right article, given article), the most frequent first."""
        found: dict[tuple[str, str], list[Outcome]] = {}
        for each in self.answered:
            if not each.is_right and each.best is not None:
                right = " or ".join(sorted(each.question.slugs))
                found.setdefault((right, each.best), []).append(each)
        return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def of_categories(self) -> dict[str, "Evaluation"]:
        """Return an evaluation of each category by itself, in alphabetical order; none where there are none."""
        names = sorted({each.question.category for each in self.outcomes} - {""})
        return {name: Evaluation(tuple(o for o in self.outcomes if o.question.category == name)) for name in names}


@dataclass(frozen=True, slots=True)
class Change:
    """A question that ended differently with other articles."""

    before: Outcome
    after: Outcome


def evaluate(matcher: Matcher, labelled: Iterable[Labelled]) -> Evaluation:
    """Ask every question, at the thresholds that customers meet."""
    return Evaluation(tuple(_outcome(matcher, question) for question in labelled))


def changes_between(before: Evaluation, after: Evaluation) -> list[Change]:
    """Return the questions that moved between a right answer, a wrong one and none. Both asked the same questions."""
    pairs = zip(before.outcomes, after.outcomes, strict=True)
    return [Change(*pair) for pair in pairs if ending_of(pair[0]) != ending_of(pair[1])]


def ending_of(outcome: Outcome) -> str:
    """Return in two or three words how a question ended for the customer."""
    if outcome.band is Band.ANSWER:
        return "right" if outcome.is_right else "wrong"
    if outcome.band is Band.ASK_BACK:
        return "asked back"
    return "handed over"


def endings(outcomes: Sequence[Outcome]) -> Counter[str]:
    """Count how questions ended."""
    return Counter(map(ending_of, outcomes))


def _outcome(matcher: Matcher, question: Labelled) -> Outcome:
    matches = matcher.match(question.text)
    band = band_of(matches)
    offered = {Band.ANSWER: matches[:1], Band.ASK_BACK: worth_a_button(matches), Band.NONE: ()}[band]
    return Outcome(
        question=question,
        band=band,
        best=matches[0].article.slug if matches else None,
        score=matches[0].score if matches else 0.0,
        is_offered=any(match.article.slug in question.slugs for match in offered),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
