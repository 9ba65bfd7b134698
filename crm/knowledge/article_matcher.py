"""The matcher: what a classifier learned from the example questions, and how alike the best of them is in meaning.

The classifier finds the article from many small signs, also in words that no example has; the likeness tells whether
the examples speak of the same thing at all, which a classifier, who must choose, cannot know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import exp, log, tanh
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


LEAD_THAT_SETTLES = 5.0  # of the classifiers' evidence: a greater lead says hardly more
USUAL_QUESTIONS, USUAL_ARTICLES = 1_000, 40
FEWEST_ARTICLES = 25  # who has just begun to write them has no clearer customers
OF_ANOTHER = 60.0  # a match score: where another business is named, nothing is surer than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for an article being the right one.

    `likeness`: how much of the meaning its best question shares, 0 to 1. `lead`: how far it is ahead of the next in
    what the classifiers say, negative where it is behind. `known`: how much of the text's meaning any of its questions
    speaks of, 0 to 1. `has_stranger`: something in the text is in no article at all. `names_another`: another
    business is named, and not by this article. `questions` and `articles`: how many there are; the more, the more alike
    one of them always is.
    """

    likeness: float
    lead: float
    known: float
    has_stranger: bool
    names_another: bool
    questions: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How what speaks for an article becomes its match score.

    The score is 100 times the chance, found by logistic regression, that it is the right one. docs/understanding.md
    tells on which questions.
    """

    likeness_speaks: float  # how much a likeness of 1 adds to what the classifiers say for an article
    heard_speaks: float = 1.0  # by how much what the second classifier says is multiplied
    at_nothing: float
    by_likeness: float
    by_lead: float
    by_known: float
    by_stranger: float
    by_questions: float
    by_articles: float

    def score(self, signs: Signs) -> float:
        """Return the match score, 0 to 100."""
        score = 100 / (1 + exp(-self._speaks_for(signs)))
        return min(score, OF_ANOTHER) if signs.names_another else score

    def _speaks_for(self, signs: Signs) -> float:
        return (
            self.at_nothing
            + self.by_likeness * signs.likeness
            + self.by_lead * LEAD_THAT_SETTLES * tanh(signs.lead / LEAD_THAT_SETTLES)
            + self.by_known * signs.known
            + self.by_stranger * signs.has_stranger
            + self.by_questions * log(signs.questions / USUAL_QUESTIONS)
            + self.by_articles * log(max(signs.articles, FEWEST_ARTICLES) / USUAL_ARTICLES)
        )


CORE = Weighing(
    likeness_speaks=3.0,
    at_nothing=-3.20, by_likeness=1.66, by_lead=0.82, by_known=1.98, by_stranger=-0.59,
    by_questions=-0.1, by_articles=-0.6,
)  # fmt: skip


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
        self._questions = max(1, len(asked))
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
        scores = {at: self._weighing.score(signs) for at, signs in self._signs(text, words).items()}
        if words and words in self._verbatim:
            scores[self._verbatim[words]] = 100.0  # the owner wrote this very question: that settles it
        ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)[:MOST_MATCHES]
        return tuple(Match(self.articles[at], round(score, 1)) for at, score in ranked)

    def signs(self, text: str) -> dict[str, Signs]:
        """Return by their slugs what speaks for the articles for which most does, the best first."""
        return {self.articles[at].slug: signs for at, signs in self._signs(text, words_of(text)).items()}

    def _signs(self, text: str, words: Sequence[str]) -> dict[int, Signs]:
        meant = self._index.respelt(words)
        concepts = self._index.concepts_in(meant)
        likeness = self._index.likeness(concepts)
        evidence = self._classifier.evidence(features_of(meant, concepts))
        if self._hear is not None:
            heard = [self._weighing.heard_speaks * speaks for speaks in self._hear(text)]
            evidence = list(map(add, evidence, heard))
        for at, alike in likeness.items():
            evidence[at] += self._weighing.likeness_speaks * alike
        best = nlargest(MOST_MATCHES, range(len(evidence)), key=evidence.__getitem__)
        ahead, second, *_ = (*(max(0.0, evidence[at]) for at in best), 0.0, 0.0)
        has_stranger = self._index.has_stranger(concepts)
        return {
            at: Signs(
                likeness=likeness.get(at, 0.0),
                lead=evidence[at] - (second if at == best[0] else ahead),
                known=self._index.known_share(concepts, at),
                has_stranger=has_stranger,
                names_another=self._index.names_another(concepts, at),
                questions=self._questions,
                articles=len(self.articles),
            )
            for at in best
        }
