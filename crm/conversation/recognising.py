"""Is this the complaint we already know? A score from the words, the category, the order and the time between."""

from dataclasses import dataclass
from enum import Enum

from rapidfuzz.fuzz import token_set_ratio

from crm.cases import case_number_in
from crm.conversation.lexicon import Lexicon, shipped_lexicon
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_complaints import Complaint, complaint_category
from crm.conversation.recognising_orders import order_number_in
from crm.knowledge import Phrase, Vocabulary, contains_phrase, words_of

SURE_FROM = 70.0  # the new words are attached, and the customer is told
UNSURE_FROM = 40.0  # the customer is asked

_SAME_ORDER = 60.0
_SAME_CATEGORY = 20.0
_OTHER_CATEGORY = -10.0
_FOLLOWS_UP = 35.0
_MOST_FOR_WORDS = 30.0
_MOST_FOR_ANOTHER_ORDER = 10.0
_LEAST_WORDS_ALIKE = 40.0  # of 100; below this, words are alike by chance
_FRESHNESS = ((1.0, 25.0), (24.0, 15.0), (72.0, 10.0), (14 * 24.0, 5.0), (60 * 24.0, 0.0))  # hours at most, points
_STALE = -20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownComplaint:
    """An open complaint of this customer, as far as it can be compared."""

    category: ComplaintCategory
    words: str
    order_number: str | None = None
    case_number: str | None = None


class Likeness(Enum):
    """What a score of score_same_complaint means."""

    HIGH = "high"  # the same: attach it
    MIDDLE = "middle"  # perhaps: ask
    LOW = "low"  # another matter


def likeness_of(score: float) -> Likeness:
    """Return the band of a score of score_same_complaint."""
    if score >= SURE_FROM:
        return Likeness.HIGH
    return Likeness.MIDDLE if score >= UNSURE_FROM else Likeness.LOW


def score_same_complaint(
    new: Complaint | str, known: KnownComplaint, hours_since: float, lexicon: Lexicon | None = None
) -> float:
    """Return from 0 to 100 how likely the new words are about the known complaint.

    `hours_since` is the time since the known complaint last moved. Its case number settles the matter; so does the
    number of another order, the other way.
    """
    lexicon = lexicon or shipped_lexicon()
    text = new if isinstance(new, str) else new.words
    words = words_of(text)
    if known.case_number is not None and case_number_in(text) == known.case_number:
        return 100.0
    category = complaint_category(text, words, lexicon) if isinstance(new, str) else new.category
    order_number = order_number_in(text) if isinstance(new, str) else new.order_number
    score = (
        _points_for_order(order_number, known.order_number)
        + _points_for_category(category, known.category)
        + _points_for_words(words, known.words, lexicon.vocabulary)
        + _points_for_time(hours_since)
    )
    if contains_phrase(words, lexicon.follow_ups.again):
        score += _FOLLOWS_UP
    if order_number and known.order_number and order_number != known.order_number:
        score = min(score, _MOST_FOR_ANOTHER_ORDER)
    return max(0.0, min(100.0, score))


def _points_for_order(new: str | None, known: str | None) -> float:
    return _SAME_ORDER if new is not None and new == known else 0.0


def _points_for_category(new: ComplaintCategory | None, known: ComplaintCategory) -> float:
    if new is None or ComplaintCategory.OTHER in {new, known}:
        return 0.0
    return _SAME_CATEGORY if new is known else _OTHER_CATEGORY


def _points_for_words(new: Phrase, known: str, vocabulary: Vocabulary) -> float:
    """Points for words that mean the same, so that "paketnya pecah" is like "the parcel is broken"."""
    ours, theirs = vocabulary.concepts_in(new), vocabulary.concepts_in(words_of(known))
    if not ours or not theirs:
        return 0.0
    alike = token_set_ratio(" ".join(sorted(ours)), " ".join(sorted(theirs)))
    return _MOST_FOR_WORDS * max(0.0, alike - _LEAST_WORDS_ALIKE) / (100.0 - _LEAST_WORDS_ALIKE)


def _points_for_time(hours_since: float) -> float:
    return next((points for most_hours, points in _FRESHNESS if hours_since <= most_hours), _STALE)
