"""A second opinion on what cannot wait, learned from examples: nobody who is in need keeps to the words of a table."""

import csv
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import Final, NamedTuple

from crm.knowledge import Classifier, Phrase, features_of, words_of

EXAMPLES: Final = Path(__file__).parent / "words" / "serious_examples.csv"
HARMLESS: Final = "harmless"


class _Learned(NamedTuple):
    """Whether something is serious, and what, if it is."""

    whether: Classifier
    which: Classifier
    kinds: tuple[str, ...]


@lru_cache(2048)  # customers ask much the same
def seriousness(words: Phrase) -> float:
    """Return how likely words are serious, from 0 to 1: as the examples have it, of which every third is."""
    serious, harmless = learned().whether.evidence(features_of(words, ()))
    return 1 / (1 + exp(harmless - serious))


def likeliest_kind(words: Phrase) -> str:
    """Return which kind of serious words are the most like, if they are."""
    evidence = learned().which.evidence(features_of(words, ()))
    return learned().kinds[max(range(len(evidence)), key=evidence.__getitem__)]


@cache
def learned() -> _Learned:
    """Learn from the examples, once in a process: it takes about a second."""
    with EXAMPLES.open(encoding="utf-8", newline="") as lines:
        examples = [(row["kind"], features_of(words_of(row["text"]), ())) for row in csv.DictReader(lines)]
    whether = Classifier.learn([features for _, features in examples], [kind == HARMLESS for kind, _ in examples], 2)
    serious = [(kind, features) for kind, features in examples if kind != HARMLESS]
    kinds = tuple(dict.fromkeys(kind for kind, _ in serious))
    told = [kinds.index(kind) for kind, _ in serious]
    return _Learned(whether, Classifier.learn([features for _, features in serious], told, len(kinds)), kinds)
