"""Which articles answer a text: the interface, the bands of the match score, and what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from crm.knowledge.articles import Article

ANSWER_FROM = 72.0  # a match score of at least this is answered
ASK_BACK_FROM = 45.0  # below this the article is not even offered as a guess
CLEAR_LEAD = 6.0  # the best article leads the second by this much, or the customer is asked which one is meant
MOST_MATCHES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """An article and how well it fits the text: a match score from 0 to 100."""

    article: Article
    score: float


class Matcher(Protocol):
    """Finds articles for a text. Built once from the articles; a new set of articles is a new matcher."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles this matcher knows."""

    def match(self, text: str) -> tuple[Match, ...]:
        """Return at most five different articles, the best first. Never raises, whatever the text is."""


class Band(Enum):
    """What a list of matches is good for."""

    ANSWER = "answer"  # the first match is the answer
    ASK_BACK = "ask back"  # the matches are guesses to choose from
    NONE = "none"


def band_of(matches: Sequence[Match]) -> Band:
    """Return what to do with these matches, best first."""
    if not matches or matches[0].score < ASK_BACK_FROM:
        return Band.NONE
    if matches[0].score < ANSWER_FROM:
        return Band.ASK_BACK
    if len(matches) > 1 and matches[0].score - matches[1].score < CLEAR_LEAD:
        return Band.ASK_BACK
    return Band.ANSWER
