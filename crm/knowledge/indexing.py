"""Which articles mean what a text means: an inverted index over the concepts of the example questions."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log

from rapidfuzz.fuzz import ratio

from crm.kernel.stemming import stem
from crm.knowledge.fillers import FAINT, FILLERS, light_words, names_of_others
from crm.knowledge.matching import MOST_MATCHES
from crm.knowledge.spelling import Speller
from crm.knowledge.vocabulary import Vocabulary

_MOST_RANKED = 20
_REMEMBERED_WORDS = 20_000
_SHORTEST_ROOT = 4  # letters: "siti" is not of "sit"
_LONGEST_NOISE = 2  # an unknown word of two letters is a slip, not a subject
_FAINT_SHARE = 0.3
_ENOUGH_WEIGHT = 2.4  # a text that means less than this ("order") is in too many articles to be sure of one
_SHARE_OF_SPELLING = 0.15  # of the likeness; the rest is the shared meaning
_SHARE_OF_MEANING = 1 - _SHARE_OF_SPELLING


@dataclass(frozen=True, slots=True)
class _Question:
    """One example question, ready to be compared."""

    article: int
    concepts: frozenset[str]
    sorted_concepts: str
    weight: float


class MeaningIndex:
    """The example questions by what they mean. Immutable once built.

    `asked` are the questions as normalised words, each with the number of its article.
    """

    def __init__(self, asked: Sequence[tuple[int, Sequence[str]]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known = frozenset(word for _, words in asked for word in vocabulary.merge_phrases(words))
        self._by_stem = {
            stem(word): concept for word in sorted(self._known) if (concept := vocabulary.concept_of(word, self._known))
        }
        self._speller = Speller(self._known | FILLERS | vocabulary.synonyms.keys())
        self._meant_by = lru_cache(_REMEMBERED_WORDS)(self._find_meant_by)
        meant = [(at, self.concepts_in(words)) for at, words in asked]
        self._weights = _weigh(meant)
        self._unknown_weight = max(self._weights.values(), default=1.0)
        self._enough_weight = min(_ENOUGH_WEIGHT, self._unknown_weight)
        self._questions = [
            _Question(at, concepts, " ".join(sorted(concepts)), self._weigh(concepts))
            for at, concepts in sorted(set(meant), key=lambda pair: (pair[0], sorted(pair[1])))
            if concepts
        ]
        self._concepts_of: defaultdict[int, set[str]] = defaultdict(set)
        for question in self._questions:
            self._concepts_of[question.article] |= question.concepts
        self._question_weights = [question.weight for question in self._questions]
        self._index: defaultdict[str, list[int]] = defaultdict(list)
        for at, question in enumerate(self._questions):
            for concept in question.concepts:
                self._index[concept].append(at)

    def respelt(self, words: Sequence[str]) -> list[str]:
        """Return the words with those that nobody knows put right: one for one, or two that were run together."""
        return list(chain.from_iterable(map(self._meant_by, words)))

    def concepts_in(self, words: Sequence[str]) -> frozenset[str]:
        """Return what words that are spelt right stand for; a word that nobody knows stands for itself."""
        return frozenset(filter(None, map(self._concept_of, self._vocabulary.merge_phrases(words))))

    def likeness(self, concepts: frozenset[str]) -> dict[int, float]:
        """Return how much of the meaning an article shares in its best question, 0 to 1, for the most alike."""
        best: dict[int, float] = {}
        fifth = 0.0  # the likeness of the last article that may still be returned
        spelt = " ".join(sorted(concepts))
        whole = self._weigh(concepts)
        certainty = min(1.0, whole / self._enough_weight)
        for shared, at in self._candidates(concepts, whole):
            question = self._questions[at]
            meaning = shared * _SHARE_OF_MEANING
            highest = (meaning + _SHARE_OF_SPELLING) * certainty  # however it is spelt
            if highest <= fifth:
                break  # the rest shares still less
            beaten = best.get(question.article, 0.0)
            if highest <= beaten:
                continue
            likeness = (meaning + ratio(spelt, question.sorted_concepts) / 100 * _SHARE_OF_SPELLING) * certainty
            if likeness > beaten:
                best[question.article] = likeness
                if len(best) >= MOST_MATCHES:
                    fifth = sorted(best.values())[-MOST_MATCHES]
        return best

    def known_share(self, concepts: frozenset[str], article: int) -> float:
        """Return how much of the meaning any of an article's questions speaks of, 0 to 1."""
        whole = self._weigh(concepts)
        return self._weigh(concepts & self._concepts_of[article]) / whole if whole else 0.0

    def has_stranger(self, concepts: frozenset[str]) -> bool:
        """Whether any of this is what no article speaks of."""
        return not concepts <= self._weights.keys()

    def names_another(self, concepts: frozenset[str], article: int) -> bool:
        """Whether another business is named, and none of an article's questions names it."""
        names = names_of_others()
        return any(names & {concept, stem(concept)} for concept in concepts - self._concepts_of[article])

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

    def _find_meant_by(self, word: str) -> tuple[str, ...]:
        """One word put right: itself if it is known or too short to be mistaken for another."""
        if len(word) <= _LONGEST_NOISE or word in self._vocabulary.in_phrases:
            return (word,)
        if self._vocabulary.concept_of(word, self._known) is not None:
            return (word,)
        return self._speller.correct(word) or (word,)

    def _concept_of(self, word: str) -> str:
        found = self._vocabulary.concept_of(word, self._known)
        if found is None:
            return self._concept_of_stranger(word)
        return found

    def _concept_of_stranger(self, word: str) -> str:
        """A word that neither the articles nor the vocabulary have: by its stem one of theirs, or it for itself."""
        root = stem(word)
        if len(root) >= _SHORTEST_ROOT and root in self._by_stem:
            return self._by_stem[root]
        is_light = not light_words().isdisjoint({word, root})
        return "" if is_light or len(word) <= _LONGEST_NOISE else word

    def _weigh(self, concepts: Set[str]) -> float:
        weights, unknown = self._weights, self._unknown_weight
        return sum([weights.get(concept, unknown) for concept in concepts])


def _weigh(meant: Sequence[tuple[int, frozenset[str]]]) -> dict[str, float]:
    """Weigh each concept: the fewer articles speak of it, the more it tells."""
    articles = len({at for at, _ in meant})
    spread = Counter(concept for _, concept in {(at, concept) for at, concepts in meant for concept in concepts})
    return {
        concept: log(1 + articles / count) * (_FAINT_SHARE if concept in FAINT else 1.0)
        for concept, count in spread.items()
    }
