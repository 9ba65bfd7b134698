"""Tells a complaint from a question about complaints."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.conversation.lexicon import Lexicon, telling_words
from crm.conversation.recognising_complaint_words import (
    ASKED_FOR,
    ASKING,
    CAME_INSTEAD,
    HYPOTHETICAL,
    NEGATIONS,
    NOT_GOODS,
    ORDERED,
    OWN_MISTAKES,
    PERSONAL,
    PROCEDURES,
    YES_OR_NO,
    ComplaintCategory,
)
from crm.conversation.recognising_orders import order_number_in
from crm.knowledge import Phrase, contains_phrase

_PRECEDENCE = {category: at for at, category in enumerate(ComplaintCategory)}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that went wrong, in the customer's own words."""

    category: ComplaintCategory
    order_number: str | None
    words: str


def complaint_category(text: str, words: Phrase, lexicon: Lexicon) -> ComplaintCategory | None:
    """Return what one sentence complains about, or None if it does not complain.

    `words` are the words of the text as the normaliser leaves them.
    """
    found = signals_in(telling_words(words), lexicon)
    if _came_instead(words):
        found.append(ComplaintCategory.WRONG_ITEM)
    if not found:
        return None
    if _asks_how_it_stands(words) or (_asks_about_procedure(text, words) and order_number_in(text) is None):
        return None
    return foremost(found)


def foremost(categories: Iterable[ComplaintCategory]) -> ComplaintCategory:
    """Return the category that counts when several would fit: a wrong item that is also late is a wrong item."""
    return min(categories, key=_PRECEDENCE.__getitem__)


def signals_in(words: Phrase, lexicon: Lexicon) -> list[ComplaintCategory]:
    """Return the categories of all signals in the telling words that are neither taken back nor only imagined."""
    found: list[ComplaintCategory] = []
    signals = lexicon.signals
    if signals.keys().isdisjoint(words):
        return found
    for at, word in enumerate(words):
        if word not in signals:
            continue
        here = [category for phrase, category in signals[word] if words[at : at + len(phrase)] == phrase]
        if here and not _is_taken_back(words[:at]):
            found += here
    if found and (NOT_GOODS.intersection(words) or contains_phrase(words, OWN_MISTAKES)):
        return [category for category in found if category in {ComplaintCategory.PAYMENT, ComplaintCategory.REFUND}]
    return found


def _is_taken_back(before: Phrase) -> bool:
    return bool(before) and (before[-1] in NEGATIONS or not HYPOTHETICAL.isdisjoint(before))


def _came_instead(words: Phrase) -> bool:
    """Whether something else came than was ordered: "pesan latte datangnya cappuccino", "ordered A but got B"."""
    ordered = next((at for at, word in enumerate(words) if word in ORDERED), None)
    return (
        ordered is not None and HYPOTHETICAL.isdisjoint(words) and contains_phrase(words[ordered + 1 :], CAME_INSTEAD)
    )


def _asks_how_it_stands(words: Phrase) -> bool:
    return words[0] in YES_OR_NO and words[-1] in ASKED_FOR


def _asks_about_procedure(text: str, words: Phrase) -> bool:
    if contains_phrase(words, PROCEDURES):
        return True
    return ("?" in text or words[0] in ASKING) and PERSONAL.isdisjoint(words)
