"""Finds the known word that a misspelt one was meant to be."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # shorter words have too many neighbours
_LONG = 8
_MOST_CANDIDATES = 40


class Speller:
    """Known words, indexed by their pairs of letters, so that only a few are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            if len(word) >= _SHORTEST:
                for pair in set(_pairs(word)):
                    self._by_pair[pair].append(word)

    def correct(self, word: str) -> str | None:
        """Return the known word one slip away, or two for a long word; None if there is none."""
        if len(word) < _SHORTEST:
            return None
        slips = 1 if len(word) < _LONG else 2
        best = process.extractOne(word, self._candidates(word, slips), scorer=OSA.distance, score_cutoff=slips)
        return None if best is None else best[0]

    def _candidates(self, word: str, slips: int) -> list[str]:
        shared: defaultdict[str, int] = defaultdict(int)
        for pair in _pairs(word):
            for known in self._by_pair.get(pair, ()):
                if abs(len(known) - len(word)) <= slips:
                    shared[known] += 1
        return sorted(shared, key=lambda known: -shared[known])[:_MOST_CANDIDATES]


def _pairs(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 2] for at in range(len(marked) - 1)]
