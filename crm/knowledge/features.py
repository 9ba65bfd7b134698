"""What a text looks like to the classifier: its stems alone and in pairs, parts of its words, and what they mean."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from crm.kernel.stemming import stem

_PART = 3  # letters; a word's beginning and end are marked


def features_of(words: Sequence[str], concepts: Iterable[str]) -> list[str]:
    """Return the features of a text, each once and in the same order in every process.

    `words` are normalised, `concepts` what they stand for. The marks keep the kinds of features apart.
    """
    stems = [stem(word) for word in words]
    parts = (part for word in words for part in _parts(f"^{word}$"))
    pairs = (f"{one} {next_one}" for one, next_one in pairwise(stems))
    meanings = (f"={concept}" for concept in sorted(concepts))
    return list(dict.fromkeys([*(f"~{one}" for one in stems), *pairs, *parts, *meanings]))


def _parts(word: str) -> list[str]:
    return [word[at : at + _PART] for at in range(len(word) - _PART + 1)]
