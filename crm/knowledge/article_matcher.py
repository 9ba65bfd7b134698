"""The matcher: what a classifier learned from the example questions, and how alike the best of them is in meaning.

The classifier finds the article from many small signs, also in words that no example has; the likeness tells whether
the examples speak of the same thing at all, which a classifier, who must choose, cannot know.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import exp
from operator import itemgetter

from crm.knowledge.articles import Article
from crm.knowledge.classifying import Classifier
from crm.knowledge.features import features_of
from crm.knowledge.indexing import MeaningIndex
from crm.knowledge.matching import MOST_MATCHES, Match
from crm.knowledge.normalising import words_of
from crm.knowledge.vocabulary import Vocabulary, shipped_vocabulary

_LONGEST_TEXT = 600  # characters; what is longer is a story, and its beginning tells what it is about
_REMEMBERED_TEXTS = 4_000  # most customers ask the same
_LIKENESS_SPEAKS = 3.0  # how much a likeness of 1 adds to what the classifier says for an article

# The match score is 100 times the chance, found by logistic regression, that an article is the right one, given its
# likeness and how far it is ahead of the next. docs/understanding.md tells on which questions.
_AT_NOTHING, _BY_LIKENESS, _BY_LEAD = -2.55, 3.26, 0.79


class ArticleMatcher:
    """Finds the articles that answer a text. Immutable once built."""

    def __init__(self, articles: Sequence[Article], vocabulary: Vocabulary | None = None) -> None:
        self.articles = tuple(articles)
        asked = [
            (at, words_of(question))
            for at, article in enumerate(self.articles)
            for question in (*article.all_questions, *article.title.values())
        ]
        self._verbatim = {words: at for at, words in reversed(asked)}
        self._index = MeaningIndex(asked, vocabulary or shipped_vocabulary())
        self._classifier = Classifier.learn(
            [features_of(words, self._index.concepts_in(words)) for _, words in asked],
            [at for at, _ in asked],
            len(self.articles),
        )
        self._matches_of = lru_cache(_REMEMBERED_TEXTS)(self._find_matches)

    def match(self, text: str) -> tuple[Match, ...]:
        """Return at most five different articles, the best first. Never raises, whatever the text is."""
        return self._matches_of(words_of(text[:_LONGEST_TEXT]))

    def _find_matches(self, words: tuple[str, ...]) -> tuple[Match, ...]:
        scores = self._scores(words)
        if words and words in self._verbatim:
            scores[self._verbatim[words]] = 100.0  # the owner wrote this very question: that settles it
        ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)[:MOST_MATCHES]
        return tuple(Match(self.articles[at], round(score, 1)) for at, score in ranked)

    def _scores(self, words: Sequence[str]) -> dict[int, float]:
        """The match score of each article."""
        meant = self._index.respelt(words)
        concepts = self._index.concepts_in(meant)
        likeness = self._index.likeness(concepts)
        evidence = self._classifier.evidence(features_of(meant, concepts))
        for at, alike in likeness.items():
            evidence[at] += _LIKENESS_SPEAKS * alike
        ahead, second = sorted([0.0, 0.0, *evidence])[-1:-3:-1]
        return {
            at: _score(likeness.get(at, 0.0), speaks - (second if speaks == ahead else ahead))
            for at, speaks in enumerate(evidence)
        }


def _score(likeness: float, lead: float) -> float:
    return 100 / (1 + exp(-(_AT_NOTHING + _BY_LIKENESS * likeness + _BY_LEAD * lead)))
