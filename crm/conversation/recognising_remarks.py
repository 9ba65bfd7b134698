"""Tells praise, suggestions and wishes from questions: "kopinya enak banget", "sebaiknya kasih colokan"."""

from dataclasses import dataclass
from enum import StrEnum

from crm.conversation.lexicon import Lexicon, RemarkWords, telling_words
from crm.conversation.recognising_complaint_words import HYPOTHETICAL, NEGATIONS
from crm.knowledge import Phrase, Phrases, contains_phrase, phrase_at, read_words

_ASKING = read_words("""
    apa apakah mana berapa bagaimana gimana kapan siapa kah adakah bisakah bolehkah rekomendasi rekomen rekomendasinya
    what which how where when who recommend recommendation
""")
_WEAKENED = NEGATIONS | {"kurang", "ga", "cukup", "isnt", "belum", "nothing"}
_ENDS_A_QUESTION = frozenset({"tidak", "ndak", "belum", "bukan", "kah"})
_REQUESTING = read_words("""
    mau minta cari nyari ada bisa tolong pengen ingin beli pesan order jual untuk any want need looking for can could
    would please
""")
_SMALL = read_words("deh lah kak kakak admin donk kok mas mbak bang cuy bro")
_SCORNFUL = frozenset("👎🙄😡😤🤬😒💢🖕")
_NUMBER = "0"  # as the normaliser writes it: "harusnya ada 3" counts, and suggests nothing
_LONGEST_REMARK = 30  # words; what is longer tells a story
_LONGEST_ANNOUNCEMENT = 2
_LONGEST_PRAISE = 14  # words, where no phrase of praise stands in them


class RemarkKind(StrEnum):
    """What a customer says of the business without asking or complaining."""

    PRAISE = "praise"
    SUGGESTION = "suggestion"
    WISH = "wish"


@dataclass(frozen=True, slots=True)
class Remark:
    """Praise, a suggestion or a wish, in the customer's own words.

    `is_hope`: a wish for what is not there yet, which no article grants, instead of one that asks whether it is.
    """

    kind: RemarkKind
    words: str
    is_hope: bool = False


def remark_in(text: str, words: Phrase, lexicon: Lexicon) -> RemarkKind | None:
    """Return what one sentence or clause remarks, or None. `words` are those that the normaliser leaves of the text."""
    said, telling = lexicon.remarks, _telling(words)
    if not telling or len(telling) > _LONGEST_REMARK:
        return None
    if contains_phrase(telling, said.proposing):
        return RemarkKind.SUGGESTION
    if asks_anything(text, words):
        return None
    if contains_phrase(telling, said.wishing) or _wants_if_there(telling, lexicon):
        return RemarkKind.WISH
    is_suggested = contains_phrase(telling, said.suggesting) and _NUMBER not in words
    if is_suggested or contains_phrase(words, said.heading):
        return RemarkKind.SUGGESTION
    if _praises(text, telling, said):
        return RemarkKind.PRAISE
    wants_better = contains_phrase(telling, said.fixtures) and contains_phrase(telling, said.better)
    return RemarkKind.SUGGESTION if wants_better else None


def asks(text: str, words: Phrase) -> bool:
    """Whether a clause asks or requests something, rather than tells it."""
    return asks_anything(text, words) or not _REQUESTING.isdisjoint(words)


def asks_anything(text: str, words: Phrase) -> bool:
    """Whether a clause is a question."""
    return "?" in text or not _ASKING.isdisjoint(words) or _asks_at_its_end(words)


def announces(words: Phrase, lexicon: Lexicon) -> bool:
    """Whether a clause does nothing but announce a suggestion: "saran dong kak", "I have an idea"."""
    telling = tuple(word for word in _telling(words) if not lexicon.vocabulary.says_nothing(word) or word == "ide")
    return 0 < len(telling) <= _LONGEST_ANNOUNCEMENT and phrase_at(telling, 0, lexicon.remarks.announcing) == len(
        telling
    )


def proposes_after(text: str, words: Phrase, lexicon: Lexicon) -> bool:
    """Whether a clause says what should be otherwise, where a suggestion was announced before it."""
    return not asks_anything(text, words) and contains_phrase(_telling(words), lexicon.remarks.better)


def _telling(words: Phrase) -> Phrase:
    return tuple(word for word in telling_words(words) if word not in _SMALL)


def hopes(words: Phrase, lexicon: Lexicon) -> bool:
    """Whether a wish hopes for what is not there yet, instead of asking for something "if you have it"."""
    return contains_phrase(_telling(words), lexicon.remarks.wishing)


def wished_for(words: Phrase, lexicon: Lexicon) -> str:
    """Return what a wish is for: its words without those that only wish."""
    said, telling = lexicon.remarks, _telling(words)
    kept, at = [], 0
    while at < len(telling):
        frames = (said.wishing, said.if_there, said.wanting)
        length = max(phrase_at(telling, at, phrases) for phrases in frames)
        if not length:
            kept.append(telling[at])
        at += length or 1
    return " ".join(kept)


def _asks_at_its_end(words: Phrase) -> bool:
    return not _ENDS_A_QUESTION.isdisjoint(words[-2:])


def _wants_if_there(telling: Phrase, lexicon: Lexicon) -> bool:
    return contains_phrase(telling, lexicon.remarks.if_there) and contains_phrase(telling, lexicon.remarks.wanting)


def _praises(text: str, telling: Phrase, said: RemarkWords) -> bool:
    """Whether words praise, and it is neither taken back, imagined nor meant in scorn."""
    if not _SCORNFUL.isdisjoint(text) or not HYPOTHETICAL.isdisjoint(telling):
        return False
    return _stands(telling, said.praising) or _calls_something_good(telling, said)


def _calls_something_good(telling: Phrase, said: RemarkWords) -> bool:
    """Whether something of the shop is called good, or anything very good. "Kopi yang enak" is what one looks for."""
    if len(telling) > _LONGEST_PRAISE or not _REQUESTING.isdisjoint(telling):
        return False
    return _stands(telling, said.good, besides=frozenset({"yang", "paling"})) and (
        contains_phrase(telling, said.things) or contains_phrase(telling, said.much)
    )


def _stands(telling: Phrase, phrases: Phrases, besides: frozenset[str] = frozenset()) -> bool:
    """Whether one of the phrases stands there without a word before it that takes it back."""
    weakened = _WEAKENED | besides
    return any(
        phrase_at(telling, at, phrases) and weakened.isdisjoint(telling[max(0, at - 2) : at])
        for at in range(len(telling))
    )
