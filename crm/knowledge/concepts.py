"""From words to what they stand for: words that say the same become one, words that say nothing are left out."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from crm.knowledge.fillers import FILLERS
from crm.knowledge.synonyms import PHRASES, SYNONYMS

_PREFIXES = ("di", "meng", "meny", "mem", "men", "me", "ber", "ter", "peng", "pem", "pen", "per", "pe", "re", "un")
_SUFFIXES = ("nya", "kan", "ku", "mu", "kah", "lah", "an", "i", "ing", "ed", "es", "s", "ment", "ation")
_SHORTEST_STEM = 3
_REMEMBERED_WORDS = 20_000


def merge_phrases(words: Sequence[str]) -> list[str]:
    """Return the words with every pair that has a meaning of its own ("money back") replaced by that meaning."""
    merged: list[str] = []
    following = pairwise([*words, ""])
    for pair in following:
        meaning = PHRASES.get(pair)
        if meaning is None:
            merged.append(pair[0])
        else:
            merged += meaning.split("+")
            next(following, None)
    return merged


def concept_of(word: str, known: Collection[str] = ()) -> str | None:
    """Return what a word stands for: "" for a filler, a synonym's group, a known word, or None if it is not known.

    Where the word itself says nothing, it is tried without its affixes: "pesanannya", "refunds", "mengembalikan".
    """
    for form in (word, *_without_affixes(word)):
        if form in FILLERS:
            return ""
        if form in SYNONYMS:
            return SYNONYMS[form]
        if form in known:
            return form
    return None


def concepts_in(words: Sequence[str]) -> frozenset[str]:
    """Return what normalised words stand for, as far as that is known without any article."""
    return frozenset(concept for concept in map(_concept_or_word, merge_phrases(words)) if concept)


@lru_cache(_REMEMBERED_WORDS)
def _concept_or_word(word: str) -> str:
    found = concept_of(word)
    return word if found is None else found


def _without_affixes(word: str) -> Iterator[str]:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            yield word[: -len(suffix)]
            yield word[: -len(suffix)] + "e"
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            yield word[len(prefix) :]
