"""The matcher: an inverted index over what the example questions mean, ranked with rapidfuzz."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log
from operator import itemgetter

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
_REMEMBERED_MEANINGS = 4_000  # most customers ask the same, in words that mean the same
_LONGEST_NOISE = 2  # an unknown word of two letters is a slip, not a subject
_FAINT_SHARE = 0.3
_ENOUGH_WEIGHT = 2.4  # a text that means less than this ("order") is in too many articles to be sure of one
_HIGHEST_BESIDE_VERBATIM = 90.0
_SHARE_OF_SPELLING = 0.15  # of the score; the rest is the shared meaning
_SHARE_OF_MEANING = 1 - _SHARE_OF_SPELLING


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
        self._verbatim = {words: at for at, words in reversed(asked)}
        self._known = frozenset(word for _, words in asked for word in self._vocabulary.merge_phrases(words))
        self._speller = Speller(self._known | FILLERS | self._vocabulary.synonyms.keys())
        self._matches_of = lru_cache(_REMEMBERED_MEANINGS)(self._find_matches)
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
        self._question_weights = [question.weight for question in self._questions]
        self._index: defaultdict[str, list[int]] = defaultdict(list)
        for at, question in enumerate(self._questions):
            for concept in question.concepts:
                self._index[concept].append(at)

    def match(self, text: str) -> tuple[Match, ...]:
        """Return at most five different articles, the best first. Never raises, whatever the text is."""
        words = words_of(text[:_LONGEST_TEXT])
        concepts = self._concepts(words)
        verbatim = self._verbatim.get(words) if words else None
        if verbatim is None:
            return self._matches_of(concepts)
        beside = {at: min(score, _HIGHEST_BESIDE_VERBATIM) for at, score in self._scores(concepts).items()}
        return self._rank(beside | {verbatim: 100.0})  # the owner wrote this very question: that settles it

    def _find_matches(self, concepts: frozenset[str]) -> tuple[Match, ...]:
        return self._rank(self._scores(concepts))

    def _rank(self, scores: dict[int, float]) -> tuple[Match, ...]:
        ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)[:MOST_MATCHES]
        return tuple(Match(self.articles[at], round(score, 1)) for at, score in ranked)

    def _scores(self, concepts: frozenset[str]) -> dict[int, float]:
        """The match score of each article that has a question among the candidates, as far as it may be returned."""
        best: dict[int, float] = {}
        fifth = 0.0  # the score of the last article that would be returned
        spelt = " ".join(sorted(concepts))
        whole = self._weigh(concepts)
        certainty = min(1.0, whole / self._enough_weight)
        for shared, at in self._candidates(concepts, whole):
            question = self._questions[at]
            meaning = 100 * shared * _SHARE_OF_MEANING
            highest = (meaning + 100 * _SHARE_OF_SPELLING) * certainty  # however it is spelt
            if highest <= fifth:
                break  # the rest shares still less
            beaten = best.get(question.article, 0.0)
            if highest <= beaten:
                continue
            score = (meaning + ratio(spelt, question.sorted_concepts) * _SHARE_OF_SPELLING) * certainty
            if score > beaten:
                best[question.article] = score
                if len(best) >= MOST_MATCHES:
                    fifth = sorted(best.values())[-MOST_MATCHES]
        return best

    def _candidates(self, concepts: frozenset[str], whole: float) -> list[tuple[float, int]]:
        """The questions that share most of their meaning with the text: the share, 0 to 1, and the question.

        `whole` is the weight of the text's meaning.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        for concept in concepts:
            if concept in self._index:
                weight = self._weights[concept]
                for at in self._index[concept]:
                    shared[at] += weight
        weights = self._question_weights
        shares = [(2 * weight / (whole + weights[at]), at) for at, weight in shared.items()]
        return sorted(shares, reverse=True)[:_MOST_RANKED]

    def _concepts(self, words: Sequence[str]) -> frozenset[str]:
        return frozenset(chain.from_iterable(map(self._concepts_of, self._vocabulary.merge_phrases(words))))

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
        weights, unknown = self._weights, self._unknown_weight
        return sum([weights.get(concept, unknown) for concept in concepts])


def _weigh(meant: Sequence[tuple[int, frozenset[str]]], articles: int) -> dict[str, float]:
    """Weigh each concept: the fewer articles speak of it, the more it tells."""
    spread = Counter(concept for _, concept in {(at, concept) for at, concepts in meant for concept in concepts})
    return {
        concept: log(1 + articles / count) * (_FAINT_SHARE if concept in FAINT else 1.0)
        for concept, count in spread.items()
    }
