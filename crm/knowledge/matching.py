"""Which articles answer a text: the interface, the bands of the match score, and what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from crm.knowledge.articles import Article

ANSWER_FROM = 84.0  # a match score of at least this is answered
ASK_BACK_FROM = 20.0  # the best article with at least this is asked for, with buttons
OFFERED_FROM = 5.0  # where we ask back anyway, an article with at least this is a button, too
MOST_MATCHES = 5
MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An article and how well it fits the text: a match score from 0 to 100, higher the clearer it is ahead."""

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
    return Band.ANSWER if matches[0].score >= ANSWER_FROM else Band.ASK_BACK


def worth_a_button(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches, best first, that are worth offering where we ask back."""
    return tuple(match for match in matches if match.score >= OFFERED_FROM)[:MOST_BUTTONS]
