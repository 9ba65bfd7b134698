"""Learning from examples which of several things a text asks for: a softmax regression in plain Python.

Binary features weighed by their rarity, texts of length one, stochastic descent. An example that is already sure waits
for the next full pass, so that most passes see few of them: 10,000 examples of 77 kinds take about four seconds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random
from statistics import fmean
from typing import Self

_PASSES = 9
_PASSES_TO_A_FULL_ONE = 3
_FIRST_STEP = 4.0
_STEP_SHRINKS_TO = 0.8  # of the step before, with each pass
_SURE = 0.9  # a probability: from here on there is nothing to learn from an example
_TOO_SMALL = 0.01  # a probability: to correct a kind that is hardly thought of changes nothing


@dataclass(frozen=True, slots=True)
class _Example:
    """A text ready to be learned from: the weights of each of its features for each kind, shared by all examples."""

    kind: int
    length: float
    weights: tuple[list[float], ...]
    values: tuple[float, ...]


class Classifier:
    """Tells for a text how much speaks for each kind. Immutable once it has learned."""

    def __init__(self, kinds: int, rarity: dict[str, float], weights: dict[str, list[float]], length: float) -> None:
        self._kinds = kinds
        self._rarity = rarity
        self._weights = weights
        self._usual_length = length

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]], kind_of: Sequence[int], kinds: int) -> Self:
        """Learn from texts, each as its features without repetition, and the kind of each, from 0 to `kinds` - 1."""
        rarity = _rarity(texts)
        weights = {feature: [0.0] * kinds for feature in rarity}
        examples = []
        for features, kind in zip(texts, kind_of, strict=True):
            length = _length(features, rarity)
            values = tuple(rarity[feature] ** 2 / length for feature in features)
            examples.append(_Example(kind, length, tuple(weights[feature] for feature in features), values))
        _descend([example for example in examples if example.values])
        return cls(kinds, rarity, weights, fmean([example.length for example in examples] or [1.0]))

    def evidence(self, features: Sequence[str]) -> list[float]:
        """Return for each kind what speaks for it: the logarithm of a probability, but for a constant."""
        known = [feature for feature in features if feature in self._weights]
        if not known:
            return [0.0] * self._kinds
        length = max(_length(known, self._rarity), self._usual_length)  # a word alone tells less than a sentence
        return [total / length for total in map(sum, zip(*(self._weights[feature] for feature in known), strict=True))]


def _rarity(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Weigh each feature: the fewer texts have it, the more it tells."""
    seen = Counter(feature for features in texts for feature in features)
    return {feature: 1 + log((1 + len(texts)) / (1 + times)) for feature, times in seen.items()}


def _length(features: Sequence[str], rarity: dict[str, float]) -> float:
    return sqrt(sum([rarity[feature] ** 2 for feature in features]))


def _descend(examples: list[_Example]) -> None:
    """Change the weights that the examples share until they tell the examples' kinds."""
    random, step, unsure = Random(0), _FIRST_STEP, examples  # noqa: S311 the same order each time, no secret
    for number in range(_PASSES):
        todo = list(examples if number % _PASSES_TO_A_FULL_ONE == 0 else unsure)
        random.shuffle(todo)
        unsure = [example for example in todo if not _learn(example, step)]
        step *= _STEP_SHRINKS_TO


def _learn(example: _Example, step: float) -> bool:
    """Correct the weights by one example, unless they were sure of it: then tell so."""
    totals = list(map(sum, zip(*example.weights, strict=True)))
    highest = max(totals)
    odds = [exp((total - highest) / example.length) for total in totals]
    whole = sum(odds)
    if odds[example.kind] / whole > _SURE:
        return True
    for kind, of_it in enumerate(odds):
        wrong_by = of_it / whole - (kind == example.kind)
        if abs(wrong_by) > _TOO_SMALL:
            _correct(example, kind, step * wrong_by)
    return False


def _correct(example: _Example, kind: int, by: float) -> None:
    for weights, value in zip(example.weights, example.values, strict=True):
        weights[kind] -= by * value
