"""Finds the known words that a mistyped one was meant to be."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 5  # letters; shorter words have too many neighbours, only swapped letters are put right
_LONG = 8
_LONGEST = 30
_MOST_CANDIDATES = 40
_SHORTEST_PART = 3
_SMALL_WORDS = frozenset({"i", "u", "a", "my", "ur", "to", "do", "di", "ke"})


class Speller:
    """Known words, indexed by their pairs of letters and the lengths of what they may be mistyped to."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._by_letters: dict[str, str] = {"".join(sorted(word)): word for word in sorted(self._known)}
        self._by_pair: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._known):
            lengths = [length for length in range(_SHORTEST, _LONGEST + 1) if abs(length - len(word)) <= _slips(length)]
            for pair in set(_pairs(word)):
                for length in lengths:
                    self._by_pair[pair, length].append(word)

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
        best = process.extractOne(word, self._candidates(word), scorer=OSA.distance, score_cutoff=_slips(len(word)))
        return () if best is None else (best[0],)

    def _candidates(self, word: str) -> list[str]:
        shared = Counter(chain.from_iterable(self._by_pair.get((pair, len(word)), ()) for pair in _pairs(word)))
        return sorted(shared, key=shared.__getitem__, reverse=True)[:_MOST_CANDIDATES]

    def _split(self, word: str) -> tuple[str, ...]:
        for at in range(1, len(word) - _SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            if right in self._known and (left in _SMALL_WORDS or (at >= _SHORTEST_PART and left in self._known)):
                return (left, right)
        return ()


def _slips(length: int) -> int:
    return 1 if length < _LONG else 2


def _pairs(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 2] for at in range(len(marked) - 1)]
