"""The matcher: an inverted index over what the example questions mean, ranked with rapidfuzz."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import log

from rapidfuzz.fuzz import ratio

from crm.knowledge.articles import Article
from crm.knowledge.fillers import FAINT, FILLERS
from crm.knowledge.matching import MOST_MATCHES, Match
from crm.knowledge.normalising import words_of
from crm.knowledge.spelling import Speller
from crm.knowledge.vocabulary import Vocabulary, shipped_vocabulary

_LONGEST_TEXT = 600  # characters; what is longer is a story, and its beginning tells what it is about
_MOST_RANKED = 20
_REMEMBERED_WORDS = 20_000
_LONGEST_NOISE = 2  # an unknown word of two letters is a slip, not a subject
_FAINT_SHARE = 0.3
_ENOUGH_WEIGHT = 2.4  # a text that means less than this ("order") is in too many articles to be sure of one
_HIGHEST_BESIDE_VERBATIM = 90.0
_SHARE_OF_SPELLING = 0.15  # of the score; the rest is the shared meaning


@dataclass(frozen=True, slots=True)
class _Question:
    """One example question, ready to be compared."""

    article: int
    concepts: frozenset[str]
    sorted_concepts: str
    weight: float


class ArticleMatcher:
    """Finds the articles whose example questions mean what a text means. Immutable once built."""

    def __init__(self, articles: Sequence[Article], vocabulary: Vocabulary | None = None) -> None:
        self.articles = tuple(articles)
        self._vocabulary = vocabulary or shipped_vocabulary()
        asked = [
            (at, words_of(question))
            for at, article in enumerate(self.articles)
            for question in (*article.all_questions, *article.title.values())
        ]
        self._verbatim = {" ".join(words): at for at, words in reversed(asked)}
        self._known = frozenset(word for _, words in asked for word in self._vocabulary.merge_phrases(words))
        self._speller = Speller(self._known | FILLERS | self._vocabulary.synonyms.keys())
        self._concepts_of = lru_cache(_REMEMBERED_WORDS)(self._find_concepts)
        meant = [(at, self._concepts(words)) for at, words in asked]
        self._weights = _weigh(meant, len(self.articles))
        self._unknown_weight = max(self._weights.values(), default=1.0)
        self._enough_weight = min(_ENOUGH_WEIGHT, self._unknown_weight)
        self._questions = [
            _Question(at, concepts, " ".join(sorted(concepts)), self._weigh(concepts))
            for at, concepts in sorted(set(meant), key=lambda pair: (pair[0], sorted(pair[1])))
            if concepts
        ]
        self._index: defaultdict[str, list[int]] = defaultdict(list)
        for at, question in enumerate(self._questions):
            for concept in question.concepts:
                self._index[concept].append(at)

    def match(self, text: str) -> tuple[Match, ...]:
        """Return at most five different articles, the best first. Never raises, whatever the text is."""
        words = words_of(text[:_LONGEST_TEXT])
        scores = self._scores(self._concepts(words))
        verbatim = self._verbatim.get(" ".join(words)) if words else None
        if verbatim is not None:  # the owner wrote this very question: that settles it
            scores = {at: min(score, _HIGHEST_BESIDE_VERBATIM) for at, score in scores.items()}
            scores[verbatim] = 100.0
        ranked = nlargest(MOST_MATCHES, scores.items(), key=lambda found: found[1])
        return tuple(Match(self.articles[at], round(score, 1)) for at, score in ranked)

    def _scores(self, concepts: frozenset[str]) -> dict[int, float]:
        """The match score of each article that has a question among the candidates."""
        best: dict[int, float] = {}
        spelt = " ".join(sorted(concepts))
        certainty = min(1.0, self._weigh(concepts) / self._enough_weight)
        for shared, at in self._candidates(concepts):
            question = self._questions[at]
            alike = (
                100 * shared * (1 - _SHARE_OF_SPELLING) + ratio(spelt, question.sorted_concepts) * _SHARE_OF_SPELLING
            )
            if alike * certainty > best.get(question.article, 0.0):
                best[question.article] = alike * certainty
        return best

    def _candidates(self, concepts: frozenset[str]) -> list[tuple[float, int]]:
        """The questions that share most of their meaning with the text: the share, 0 to 1, and the question."""
        shared: defaultdict[int, float] = defaultdict(float)
        for concept in concepts:
            weight = self._weights.get(concept, 0.0)
            for at in self._index.get(concept, ()):
                shared[at] += weight
        whole = self._weigh(concepts)
        questions = self._questions
        return nlargest(
            _MOST_RANKED, ((2 * weight / (whole + questions[at].weight), at) for at, weight in shared.items())
        )

    def _concepts(self, words: Sequence[str]) -> frozenset[str]:
        return frozenset(
            concept for word in self._vocabulary.merge_phrases(words) for concept in self._concepts_of(word)
        )

    def _find_concepts(self, word: str) -> tuple[str, ...]:
        """What one word stands for: itself if it is not known, two things if two words were run together."""
        found = self._vocabulary.concept_of(word, self._known)
        if found is not None:
            return (found,) if found else ()
        if len(word) <= _LONGEST_NOISE:
            return ()
        meant = [self._vocabulary.concept_of(known, self._known) for known in self._speller.correct(word)]
        return tuple(filter(None, meant)) if meant else (word,)

    def _weigh(self, concepts: frozenset[str]) -> float:
        return sum(self._weights.get(concept, self._unknown_weight) for concept in concepts)


def _weigh(meant: Sequence[tuple[int, frozenset[str]]], articles: int) -> dict[str, float]:
    """Weigh each concept: the fewer articles speak of it, the more it tells."""
    spread = Counter(concept for _, concept in {(at, concept) for at, concepts in meant for concept in concepts})
    return {
        concept: log(1 + articles / count) * (_FAINT_SHARE if concept in FAINT else 1.0)
        for concept, count in spread.items()
    }
