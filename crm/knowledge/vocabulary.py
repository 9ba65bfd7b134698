"""From words to what they stand for: words that say the same become one, words that say nothing are left out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from crm.kernel.language import Language
from crm.knowledge.fillers import FILLERS
from crm.knowledge.normalising import words_of
from crm.knowledge.word_tables import read_word_file

LONGEST_PHRASE = 2  # words
_WORDS = Path(__file__).parent / "words"
_PREFIXES = ("di", "meng", "meny", "mem", "men", "me", "ber", "ter", "peng", "pem", "pen", "per", "pe", "re", "un")
_SUFFIXES = ("nya", "kan", "ku", "mu", "kah", "lah", "an", "i", "ing", "ed", "es", "s", "ment", "ation")
_PREFIXES_BY_START = {letter: tuple(p for p in _PREFIXES if p[0] == letter) for letter in "dmbtpru"}
_SUFFIXES_BY_END = {letter: tuple(s for s in _SUFFIXES if s[-1] == letter) for letter in "anuhigdst"}
_AFTER_A_LOST_E = frozenset({"ing", "ed", "es", "s", "ation"})  # changing, but wifi is no wife
_SHORTEST_STEM = 3
_REMEMBERED_WORDS = 20_000


class Vocabulary:
    """Which words mean the same. Immutable once built; a word without a meaning of its own stands for itself.

    `synonyms` are single words with their meaning, `phrases` pairs of words with one meaning or several.
    `in_phrases` are the words that may be one half of such a pair.
    """

    def __init__(self, synonyms: Mapping[str, str], phrases: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self.synonyms = synonyms
        self._phrases = phrases
        self.in_phrases = frozenset(word for pair in phrases for word in pair)
        self.meanings = frozenset(synonyms.values()) | {meaning for found in phrases.values() for meaning in found}
        self._concept_or_word = lru_cache(_REMEMBERED_WORDS)(self._find_concept_or_word)

    def with_more(self, groups: Sequence[Sequence[str]]) -> "Vocabulary":
        """Return this vocabulary with groups of words and phrases that mean the same as the first of each group.

        The first one keeps the meaning that it has. Phrases have at most two words.
        """
        synonyms, phrases = dict(self.synonyms), dict(self._phrases)
        for first, *others in groups:
            meaning = self._meaning_of(words_of(first))
            for written in (first, *others):
                words = words_of(written)
                if len(words) == 1:
                    synonyms[words[0]] = meaning[0]
                elif len(words) == LONGEST_PHRASE:
                    phrases[words[0], words[1]] = meaning
        return Vocabulary(synonyms, phrases)

    def _meaning_of(self, words: Sequence[str]) -> tuple[str, ...]:
        if len(words) == LONGEST_PHRASE:
            return self._phrases.get((words[0], words[1]), ("-".join(words),))
        return (self.concept_of(words[0]) or words[0],)

    def merge_phrases(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words with every pair that has a meaning of its own ("money back") replaced by that meaning."""
        if self._phrases.keys().isdisjoint(pairwise(words)):
            return words
        merged: list[str] = []
        following = pairwise([*words, ""])
        for pair in following:
            meaning = self._phrases.get(pair)
            if meaning is None:
                merged.append(pair[0])
            else:
                merged += meaning
                next(following, None)
        return merged

    def concept_of(self, word: str, known: Collection[str] = ()) -> str | None:
        """Return what a word stands for: "" for a filler, its meaning, a known word, or None if it is not known.

        Where the word itself says nothing, it is tried without its affixes: "pesanannya", "refunds", "mengembalikan".
        """
        for form in (word, *_without_affixes(word)):
            if form in self.synonyms:
                return self.synonyms[form]
            if form in FILLERS:
                return ""
            if form in known:
                return form
        return None

    def alike(self, word: str) -> frozenset[str]:
        """Return the words of either language that mean the same as a word, itself among them."""
        meaning = self.concept_of(word)
        same = (other for other, means in self.synonyms.items() if means == meaning) if meaning else ()
        return frozenset({word, *same})

    def says_nothing(self, word: str) -> bool:
        """Whether a word is a filler, with or without its affixes."""
        return not self._concept_or_word(word)

    def concepts_in(self, words: Sequence[str]) -> frozenset[str]:
        """Return what normalised words stand for, as far as that is known without any article."""
        return frozenset(filter(None, map(self._concept_or_word, self.merge_phrases(words))))

    def _find_concept_or_word(self, word: str) -> str:
        found = self.concept_of(word)
        return word if found is None else found


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return the words of both languages' synonyms.yaml."""
    synonyms: dict[str, str] = {}
    phrases: dict[tuple[str, str], tuple[str, ...]] = {}
    for language in Language:
        for meaning, written in read_word_file(_WORDS / language / "synonyms.yaml").items():
            for word in written:
                first, _, second = word.partition(" ")
                if second:
                    phrases[first, second] = tuple(meaning.split("+"))
                else:
                    synonyms[first] = meaning
    return Vocabulary(synonyms, phrases)


def _without_affixes(word: str) -> Iterator[str]:
    for suffix in _SUFFIXES_BY_END.get(word[-1:], ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            yield word[: -len(suffix)]
            if suffix in _AFTER_A_LOST_E:
                yield word[: -len(suffix)] + "e"
    for prefix in _PREFIXES_BY_START.get(word[:1], ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            yield word[len(prefix) :]
