"""What the customer said in one turn, as far as it can be told from the words alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm.kernel.language import Language
from crm.knowledge import Article, Band, Match, Matcher, band_of

MOST_QUESTIONS = 3


class ComplaintCategory(StrEnum):
    """What a complaint is about."""

    DAMAGED = "damaged"
    LATE = "late"
    MISSING = "missing"
    WRONG_ITEM = "wrong_item"
    REFUND = "refund"
    PAYMENT = "payment"
    QUALITY = "quality"
    STAFF = "staff"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that went wrong, in the customer's own words."""

    category: ComplaintCategory
    order_number: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question with the article that surely answers it, and the customer's words that asked it."""

    article: Article
    score: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that was understood of one turn."""

    language: Language | None = None
    greeting: str | None = None
    is_only_greeting: bool = False
    is_thanks: bool = False
    wants_person: bool = False
    complaint: Complaint | None = None
    questions: tuple[Answerable, ...] = ()
    guesses: tuple[Match, ...] = ()
    is_fragment: bool = False
    is_empty: bool = False


def understand(texts: Sequence[str], matcher: Matcher) -> Understanding:
    """Understand one turn: all messages the customer sent since the last answer, oldest first. Pure; never raises."""
    words = "\n".join(texts).strip()
    if not words:
        return Understanding(is_empty=True)
    matches = matcher.match(words)
    if band_of(matches) is Band.ANSWER:
        return Understanding(questions=(Answerable(matches[0].article, matches[0].score, words),))
    return Understanding(guesses=matches if band_of(matches) is Band.ASK_BACK else ())
