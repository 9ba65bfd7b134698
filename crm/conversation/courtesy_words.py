"""The words of greetings and courtesies, as greetings.yaml and courtesies.yaml have them in both languages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from crm.kernel.language import Language
from crm.knowledge import Phrase, Phrases, by_first_word, read_word_file, words_of

_WORDS: Final = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingWords:
    """What people greet with. greetings.yaml says what each is for; `by_phrase` names the greeting of each phrase."""

    by_phrase: Mapping[Phrase, str]
    phrases: Phrases
    knocks_alone: frozenset[Phrase]
    calling: frozenset[str]
    small: frozenset[str]
    makes_it_a_time: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtesyWords:
    """What asks for nothing. courtesies.yaml says what each is for.

    `polite` are all words that may stand in a courtesy, `only_assents` all that may stand in a bare yes or no.
    """

    thanks: frozenset[str]
    goodbye: frozenset[str]
    agreed: frozenset[str]
    wishing_well: Phrases
    agreed_alone: frozenset[Phrase]
    good_night: frozenset[Phrase]
    around_wishes: frozenset[str]
    well: frozenset[str]
    unwell: frozenset[str]
    assents: frozenset[str]
    dissents: frozenset[str]
    polite: frozenset[str]
    only_assents: frozenset[str]


@cache
def greeting_words() -> GreetingWords:
    """Return the words of greetings.yaml."""
    names = _by_name("greetings.yaml")
    others = {name: _singles(names.pop(name)) for name in ("calling", "small", "makes_it_a_time")}
    knocks = frozenset(names.pop("knocks_alone"))
    by_phrase = {phrase: greeting for greeting, phrases in names.items() for phrase in phrases}
    return GreetingWords(by_phrase=by_phrase, phrases=by_first_word(by_phrase), knocks_alone=knocks, **others)


@cache
def courtesy_words() -> CourtesyWords:
    """Return the words of courtesies.yaml."""
    names = _by_name("courtesies.yaml")
    wishing = by_first_word(names.pop("wishing_well"))
    agreed_alone, good_night = frozenset(names.pop("agreed_alone")), frozenset(names.pop("good_night"))
    single = {name: _singles(phrases) for name, phrases in names.items()}
    around, around_assent = single.pop("around"), single.pop("around_assent")
    greeted = greeting_words()
    polite = around.union(greeted.calling, greeted.small, single["thanks"], single["goodbye"], single["agreed"])
    only_assents = around_assent | single["assents"] | single["dissents"]
    return CourtesyWords(
        wishing_well=wishing, agreed_alone=agreed_alone, good_night=good_night,
        polite=polite, only_assents=only_assents, **single,
    )  # fmt: skip


def _by_name(file: str) -> dict[str, list[Phrase]]:
    """Return the phrases of a file of all languages by their names, in words as the normaliser leaves them."""
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for language in Language:
        for name, written in read_word_file(_WORDS / language / file).items():
            found[name] += map(words_of, written)
    return found


def _singles(phrases: Sequence[Phrase]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase)
