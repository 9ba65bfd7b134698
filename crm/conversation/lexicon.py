"""By which words customers are understood: the shipped ones of both languages, and the business's own beside them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from crm.conversation.recognising_complaint_words import BETWEEN, ComplaintCategory
from crm.kernel.language import Language
from crm.knowledge import Phrase, Phrases, Vocabulary, by_first_word, read_word_file, shipped_vocabulary, words_of

COMPLAINTS_FILE: Final = "complaints.yaml"
FOLLOW_UPS_FILE: Final = "follow_ups.yaml"
REMARKS_FILE: Final = "remarks.yaml"
UPSET_FILE: Final = "upset.yaml"
SHIPPED_WORDS: Final = Path(__file__).parent / "words"
_SHORTEST_WITH_NYA = 6  # kabarnya is kabar, but tanya is no ta
_REMEMBERED_TEXTS = 64  # understanding asks several times for those of one sentence

Signal: TypeAlias = tuple[Phrase, ComplaintCategory]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpWords:
    """What people say who have complained already. follow_ups.yaml says what each is for."""

    asking: Phrases
    about: Phrases
    pointing: Phrases
    describing: Phrases
    waiting: Phrases
    alone: Phrases
    again: Phrases
    another: Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkWords:
    """What people say who praise, suggest or wish. remarks.yaml says what each is for."""

    praising: Phrases
    good: Phrases
    things: Phrases
    much: Phrases
    fixtures: Phrases
    better: Phrases
    suggesting: Phrases
    heading: Phrases
    announcing: Phrases
    proposing: Phrases
    wishing: Phrases
    wanting: Phrases
    if_there: Phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by which a turn is understood, beside the articles. Immutable: changed files make a new one.

    `complaining` are the single words of all signals.
    """

    vocabulary: Vocabulary
    signals: Mapping[str, tuple[Signal, ...]]
    follow_ups: FollowUpWords
    remarks: RemarkWords
    upset: Phrases
    complaining: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        words = {word for phrases in self.signals.values() for phrase, _ in phrases for word in phrase}
        object.__setattr__(self, "complaining", frozenset(words))

    def with_more(
        self, same: Sequence[Sequence[str]], complaints: Mapping[ComplaintCategory, Sequence[str]]
    ) -> "Lexicon":
        """Return these words with a business's own: groups that mean the same, and words that complain."""
        if not (same or complaints):
            return self
        signals = dict(self.signals)
        for category, written in complaints.items():
            for phrase in map(telling_words, map(words_of, written)):
                signals[phrase[0]] = (*signals.get(phrase[0], ()), (phrase, category))
        return replace(self, vocabulary=self.vocabulary.with_more(same), signals=signals)


@cache
def shipped_lexicon() -> Lexicon:
    """Return the words that Ingat brings with it."""
    signals: defaultdict[str, list[Signal]] = defaultdict(list)
    follow_ups = _by_name(FOLLOW_UPS_FILE)
    for language in Language:
        for category, written in read_word_file(SHIPPED_WORDS / language / COMPLAINTS_FILE).items():
            for phrase in map(telling_words, map(words_of, written)):
                signals[phrase[0]].append((phrase, ComplaintCategory(category)))
    return Lexicon(
        vocabulary=shipped_vocabulary(),
        signals={word: tuple(found) for word, found in signals.items()},
        follow_ups=FollowUpWords(
            again=by_first_word(tuple(words_of(written)) for written in follow_ups.pop("again")),
            **_phrases(follow_ups),
        ),
        remarks=_remark_words(),
        upset=by_first_word(tuple(words_of(written)) for written in _by_name(UPSET_FILE)["upset"]),
    )


def _remark_words() -> RemarkWords:
    names = _by_name(REMARKS_FILE)
    heading = by_first_word(tuple(words_of(written)) for written in names.pop("heading"))
    return RemarkWords(heading=heading, **_phrases(names))


def _by_name(file: str) -> dict[str, list[str]]:
    """Return the words and phrases of a file of all languages by their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language in Language:
        for name, written in read_word_file(SHIPPED_WORDS / language / file).items():
            found[name] += written
    return found


def _phrases(names: Mapping[str, Sequence[str]]) -> dict[str, Phrases]:
    return {
        name: by_first_word(telling_words(words_of(phrase)) for phrase in written) for name, written in names.items()
    }


@lru_cache(_REMEMBERED_TEXTS)
def telling_words(words: Phrase) -> Phrase:
    """Return normalised words without the small ones in between, and without "-nya"."""
    return tuple(
        [
            word[:-3] if word.endswith("nya") and len(word) >= _SHORTEST_WITH_NYA else word
            for word in words
            if word not in BETWEEN
        ]
    )
