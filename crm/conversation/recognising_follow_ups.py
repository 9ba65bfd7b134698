"""Tells who asks how an earlier complaint stands: "gimana kelanjutannya", "any update on the broken one?"."""

from crm.conversation.lexicon import Lexicon, telling_words
from crm.conversation.recognising_complaint_words import HYPOTHETICAL, PROCEDURES, ComplaintCategory
from crm.conversation.recognising_complaints import signals_in
from crm.knowledge import Phrase, contains_phrase, phrase_at

_LONGEST = 14  # words; who writes more tells a story
_GREETED = ("apa", "kabar")  # how are you?

# What a complaint may be about. A sentence that speaks of anything else the shop knows asks about that.
_OF_COMPLAINTS = frozenset(
    "order buy product parcel ship arrive late receive wait when track refund return payment problem mistake complaint "
    "report coffee bean change other person talk contact helpdesk grind".split()
)


def asks_for_progress(words: Phrase, category: ComplaintCategory | None, lexicon: Lexicon) -> bool:
    """Whether one sentence asks how something stands that was complained of earlier.

    `words` are the words of the text as the normaliser leaves them, `category` what the sentence complains about
    itself: who tells what happened tells it as news, unless they point back or ask about the complaint as such.
    """
    telling = telling_words(words)
    if not telling or len(telling) > _LONGEST or telling == _GREETED:
        return False
    if not HYPOTHETICAL.isdisjoint(words):
        return False
    return _points_back(words, telling, category, lexicon) and not contains_phrase(words, PROCEDURES)


def _points_back(words: Phrase, telling: Phrase, category: ComplaintCategory | None, lexicon: Lexicon) -> bool:
    is_weak = category in {None, ComplaintCategory.OTHER}
    if is_weak and _names_nothing_else(telling, lexicon):
        return True
    is_about_it = _asks_about_it(telling, lexicon, is_weak=is_weak)
    if not is_about_it and not (is_weak and contains_phrase(telling, lexicon.follow_ups.waiting)):
        return False
    return _speaks_of_nothing_else(words, lexicon)


def _asks_about_it(telling: Phrase, lexicon: Lexicon, *, is_weak: bool) -> bool:
    words = lexicon.follow_ups
    if not contains_phrase(telling, words.about):
        if not signals_in(telling, lexicon):
            return False
        if not contains_phrase(telling, words.pointing) and not (
            is_weak and contains_phrase(telling, words.describing)
        ):
            return False
    return contains_phrase(telling, words.asking)


def _names_nothing_else(telling: Phrase, lexicon: Lexicon) -> bool:
    """Whether nothing is left of the words beside phrases such as "sudah sampai mana"."""
    if lexicon.follow_ups.alone.keys().isdisjoint(telling):
        return False
    found, at = False, 0
    while at < len(telling):
        length = phrase_at(telling, at, lexicon.follow_ups.alone)
        if not length and not lexicon.vocabulary.says_nothing(telling[at]):
            return False
        found = found or length > 0
        at += length or 1
    return found


def _speaks_of_nothing_else(words: Phrase, lexicon: Lexicon) -> bool:
    meanings = lexicon.vocabulary.concepts_in(words)
    known = {meaning for meaning in meanings if meaning in lexicon.vocabulary.meanings}
    return known <= _OF_COMPLAINTS
