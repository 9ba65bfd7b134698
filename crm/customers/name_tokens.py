"""Words of names, and by what a mistyped word is found among them. Pure."""

import re
from itertools import combinations
from typing import Final
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from crm.kernel.token_index import AllOf, AnyOf, Expression

ALIKE: Final = 0.66
"""How like another a word must be to stand for it, from 0 to 1: one letter of three may differ, two of six."""
SPLIT_FROM: Final = 3
"""Letters that each half of two words written as one has at least."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD: Final = 40
_MOST_WORDS: Final = 12
_SHORTEST_SHORTENED: Final = 3
_MOST_GRAMS: Final = 8
_OLD_SPELLING: Final = (("oe", "u"), ("tj", "c"), ("dj", "j"))
_FORMS_OF_ADDRESS: Final = frozenset(
    "bu ibu bunda pak bapak bpk mas mbak mba kak kakak bang abang om tante koko cici mr mrs ms miss sdr sdri".split()
)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in one spelling: small letters, no accents, old spellings as today's."""
    letters = normalize("NFKD", normalize("NFKC", name).casefold().replace("'", "").replace("\u2019", ""))
    plain = "".join(letter for letter in letters if not combining(letter))
    for old, new in _OLD_SPELLING:
        plain = plain.replace(old, new)
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in _WORD.findall(plain)))[:_MOST_WORDS]


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words of a name that is looked for: without forms of address, unless there is nothing else."""
    words = name_words(text)
    return tuple(word for word in words if word not in _FORMS_OF_ADDRESS) or words


def likeness(word: str, other: str) -> float:
    """Return how like two words are, from 0 to 1: by letters missing, added, changed, or swapped with the next."""
    return OSA.normalized_similarity(word, other)


def parts_of(word: str) -> frozenset[str]:
    """Return the tokens by which a word is found: itself, itself without one letter, its runs of three letters."""
    return frozenset(_shortened(word)) | _grams(word)


def one_letter_off(word: str) -> Expression:
    """Ask for all words with one letter missing, added, changed or swapped, and some others."""
    return AnyOf(tuple(sorted(_shortened(word))))


def two_grams_shared(word: str) -> Expression:
    """Ask for all words that share two of eight runs of three letters."""
    grams = sorted(_grams(word))[:_MOST_GRAMS]
    if len(grams) == 1:
        return grams[0]
    return AnyOf(tuple(AllOf(pair) for pair in combinations(grams, 2)))


def _shortened(word: str) -> set[str]:
    letters = range(len(word)) if len(word) >= _SHORTEST_SHORTENED else ()
    return {f"#{word}"} | {f"#{word[:at]}{word[at + 1 :]}" for at in letters}


def _grams(word: str) -> frozenset[str]:
    padded = f"_{word}_"
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
