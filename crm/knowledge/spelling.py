"""Finds the known words that a mistyped one was meant to be."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 5  # letters; shorter words have too many neighbours, only swapped letters are put right
_LONG = 8
_LONGEST = 30
_MOST_CANDIDATES = 40
_SHORTEST_PART = 3
_SMALL_WORDS = frozenset({"i", "u", "a", "my", "ur", "to", "do", "di", "ke"})


class Speller:
    """Known words, indexed by their pairs of letters, so that only a few are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._by_letters: dict[str, str] = {"".join(sorted(word)): word for word in sorted(self._known)}
        self._by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST - 1:
                for pair in set(_pairs(word)):
                    self._by_pair[pair].append(word)

    def correct(self, word: str) -> tuple[str, ...]:
        """Return what an unknown word was meant to be: a known word, or two that were run together, or nothing.

        One slip is forgiven, two in a long word.
        """
        if len(word) > _LONGEST:
            return ()
        swapped = self._by_letters.get("".join(sorted(word)))
        if swapped is not None:
            return (swapped,)
        if len(word) < _SHORTEST:
            return ()
        return self._nearest(word) or self._split(word)

    def _nearest(self, word: str) -> tuple[str, ...]:
        slips = 1 if len(word) < _LONG else 2
        best = process.extractOne(word, self._candidates(word, slips), scorer=OSA.distance, score_cutoff=slips)
        return () if best is None else (best[0],)

    def _candidates(self, word: str, slips: int) -> list[str]:
        shared: defaultdict[str, int] = defaultdict(int)
        for pair in _pairs(word):
            for known in self._by_pair.get(pair, ()):
                if abs(len(known) - len(word)) <= slips:
                    shared[known] += 1
        return sorted(shared, key=lambda known: -shared[known])[:_MOST_CANDIDATES]

    def _split(self, word: str) -> tuple[str, ...]:
        for at in range(1, len(word) - _SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            if right in self._known and (left in _SMALL_WORDS or (at >= _SHORTEST_PART and left in self._known)):
                return (left, right)
        return ()


def _pairs(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 2] for at in range(len(marked) - 1)]
