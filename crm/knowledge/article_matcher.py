"""The matcher: what a classifier learned from the example questions, and how alike the best of them is in meaning.

The classifier finds the article from many small signs, also in words that no example has; the likeness tells whether
the examples speak of the same thing at all, which a classifier, who must choose, cannot know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import exp
from operator import add, itemgetter

from crm.knowledge.articles import Article
from crm.knowledge.classifying import Classifier
from crm.knowledge.features import features_of
from crm.knowledge.indexing import MeaningIndex
from crm.knowledge.matching import MOST_MATCHES, Match
from crm.knowledge.normalising import words_of
from crm.knowledge.vocabulary import Vocabulary, shipped_vocabulary

_LONGEST_TEXT = 600  # characters; what is longer is a story, and its beginning tells what it is about
_REMEMBERED_TEXTS = 4_000  # most customers ask the same

Hear = Callable[[str], Sequence[float]]
"""What speaks for each kind in a text: the logarithm of a probability, but for a constant."""

Learn = Callable[[Sequence[str], Sequence[int], int], Hear]
"""Learns from texts, the kind of each, and the number of kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How what speaks for an article becomes its match score.

    The score is 100 times the chance, found by logistic regression, that it is the right one, given its likeness and
    how far it is ahead of the next. docs/understanding.md tells on which questions.
    """

    likeness_speaks: float  # how much a likeness of 1 adds to what the classifiers say for an article
    at_nothing: float
    by_likeness: float
    by_lead: float

    def score(self, likeness: float, lead: float) -> float:
        """Return the match score, 0 to 100."""
        return 100 / (1 + exp(-(self.at_nothing + self.by_likeness * likeness + self.by_lead * lead)))


CORE = Weighing(likeness_speaks=3.0, at_nothing=-2.55, by_likeness=3.26, by_lead=0.79)


class ArticleMatcher:
    """Finds the articles that answer a text. Immutable once built.

    `also_learn` makes a second classifier from the example questions, whose opinion is added to that of the first;
    `weighing` is then the one that was found for both.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        vocabulary: Vocabulary | None = None,
        also_learn: Learn | None = None,
        weighing: Weighing = CORE,
    ) -> None:
        self.articles = tuple(articles)
        self._weighing = weighing
        questions = [
            (at, question)
            for at, article in enumerate(self.articles)
            for question in (*article.all_questions, *article.title.values())
        ]
        asked = [(at, words_of(question)) for at, question in questions]
        self._verbatim = {words: at for at, words in reversed(asked)}
        self._index = MeaningIndex(asked, vocabulary or shipped_vocabulary())
        kinds = [at for at, _ in asked]
        texts = [features_of(words, self._index.concepts_in(words)) for _, words in asked]
        self._classifier = Classifier.learn(texts, kinds, len(self.articles))
        written = [question for _, question in questions]
        self._hear = None if also_learn is None else also_learn(written, kinds, len(self.articles))
        self._matches_of = lru_cache(_REMEMBERED_TEXTS)(self._find_matches)

    def match(self, text: str) -> tuple[Match, ...]:
        """Return at most five different articles, the best first. Never raises, whatever the text is."""
        return self._matches_of(text[:_LONGEST_TEXT])

    def _find_matches(self, text: str) -> tuple[Match, ...]:
        words = words_of(text)
        scores = self._scores(text, words)
        if words and words in self._verbatim:
            scores[self._verbatim[words]] = 100.0  # the owner wrote this very question: that settles it
        ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)[:MOST_MATCHES]
        return tuple(Match(self.articles[at], round(score, 1)) for at, score in ranked)

    def _scores(self, text: str, words: Sequence[str]) -> dict[int, float]:
        """The match scores of the articles for which most speaks."""
        meant = self._index.respelt(words)
        concepts = self._index.concepts_in(meant)
        likeness = self._index.likeness(concepts)
        evidence = self._classifier.evidence(features_of(meant, concepts))
        if self._hear is not None:
            evidence = list(map(add, evidence, self._hear(text)))
        for at, alike in likeness.items():
            evidence[at] += self._weighing.likeness_speaks * alike
        best = nlargest(MOST_MATCHES, range(len(evidence)), key=evidence.__getitem__)
        ahead, second, *_ = (*(max(0.0, evidence[at]) for at in best), 0.0, 0.0)
        return {
            at: self._weighing.score(likeness.get(at, 0.0), evidence[at] - (second if at == best[0] else ahead))
            for at in best
        }
