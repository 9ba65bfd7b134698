"""How well a matcher does on questions whose right answers are known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crm.knowledge.matching import Band, Matcher, band_of


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the slugs of the articles that answer it. No slugs: nothing the business wrote answers it."""

    text: str
    slugs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How many questions ended in which way."""

    correct: int = 0
    wrong: int = 0
    asked_back_rightly: int = 0  # the right article is among the guesses
    asked_back_wrongly: int = 0
    unanswered: int = 0

    @property
    def questions(self) -> int:
        """All questions that were asked."""
        return self.answered + self.asked_back_rightly + self.asked_back_wrongly + self.unanswered

    @property
    def answered(self) -> int:
        """The questions that got an article at once."""
        return self.correct + self.wrong

    @property
    def accuracy(self) -> float:
        """The share of all questions that were answered at once, and rightly."""
        return _share(self.correct, self.questions)

    @property
    def coverage(self) -> float:
        """The share of all questions that were answered at once."""
        return _share(self.answered, self.questions)

    @property
    def error(self) -> float:
        """The share of the answered that were answered wrongly."""
        return _share(self.wrong, self.answered)


def evaluate(matcher: Matcher, labelled: Iterable[Labelled]) -> Evaluation:
    """Ask every question and count how it ends, at the thresholds that customers meet."""
    return Evaluation(**Counter(_ending(matcher, question) for question in labelled))


def _ending(matcher: Matcher, question: Labelled) -> str:
    matches = matcher.match(question.text)
    band = band_of(matches)
    if band is Band.ANSWER:
        return "correct" if matches[0].article.slug in question.slugs else "wrong"
    if band is Band.ASK_BACK:
        guessed = any(match.article.slug in question.slugs for match in matches)
        return "asked_back_rightly" if guessed else "asked_back_wrongly"
    return "unanswered"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
