"""Tells what cannot wait: poisoning, allergy, injury, harassment, fraud, threats, self-harm. Rather once too often."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from crm.conversation.learning_serious import likeliest_kind, seriousness
from crm.conversation.lexicon import telling_words
from crm.conversation.recognising_complaint_words import (
    ASKING,
    HYPOTHETICAL,
    NEGATIONS,
    PERSONAL,
    PROCEDURES,
)
from crm.kernel.language import Language
from crm.knowledge import Phrase, contains_phrase, read_word_file

_WORDS: Final = Path(__file__).parent / "words"
_FILE: Final = "serious.yaml"
_BEGINNING: Final = 4  # letters, by which most sentences are seen to hold nothing of the kind
_JOKING: Final = "joking"
_REMEMBERED: Final = 2048  # sentences: customers ask much the same
_FEWEST_WORDS: Final = 5
"""Of fewer words the examples say little: "bukan saya", "maaf tadi"."""
LIKELY: Final = 0.85
"""From here on what the examples say counts: set on those that were left out of them in turn."""


class SeriousKind(StrEnum):
    """What cannot wait. Where several fit, the first counts: what threatens life comes before money."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    ALLERGY = "allergy"
    POISONING = "poisoning"
    INJURY = "injury"
    HARASSMENT = "harassment"
    FRAUD = "fraud"


_ASKED_ABOUT: Final = frozenset({SeriousKind.ALLERGY, SeriousKind.POISONING, SeriousKind.INJURY, SeriousKind.FRAUD})
"""Of these people ask in general, or say "if": then nothing has happened."""

Part = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Sign:
    """What tells of something serious: all of its parts stand in one sentence, in any order."""

    kind: SeriousKind
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Signs:
    """All signs by how the rarest word of their first part begins. Both languages together: people mix them."""

    by_beginning: Mapping[str, Sequence[_Sign]]
    joking: Part


def signs_in(sentences: Sequence[tuple[str, Phrase]]) -> SeriousKind | None:
    """Return what of a turn cannot wait by the signs in it, or None. A sentence comes with its words as normalised."""
    found = {kind for sentence, words in sentences for kind in _kinds_in(sentence, words)}
    if not found and len(sentences) > 1:
        found = set(_kinds_in(" ".join(sentence for sentence, _ in sentences), _all_words(sentences)))
    return next((kind for kind in SeriousKind if kind in found), None)


def likely_in(sentences: Sequence[tuple[str, Phrase]]) -> SeriousKind | None:
    """Return what of a turn cannot wait by what was learned from examples, where that is likely enough."""
    words = _all_words(sentences)
    if len(words) < _FEWEST_WORDS or seriousness(words) < LIKELY:
        return None
    return SeriousKind(likeliest_kind(words))


def _all_words(sentences: Sequence[tuple[str, Phrase]]) -> Phrase:
    return tuple(word for _, words in sentences for word in words)


@lru_cache(_REMEMBERED)
def _kinds_in(sentence: str, words: Phrase) -> frozenset[SeriousKind]:
    return frozenset(_signs_of(sentence, words))


def _signs_of(sentence: str, words: Phrase) -> Iterator[SeriousKind]:
    shipped, words = _shipped(), telling_words(words)
    beginnings = {word[:_BEGINNING] for word in words} & shipped.by_beginning.keys()
    if not beginnings:
        return
    text, asks = shipped.joking.sub(" ", " ".join(words)), _asks(sentence, words)
    for sign in (sign for beginning in beginnings for sign in shipped.by_beginning[beginning]):
        if asks and sign.kind in _ASKED_ABOUT:
            continue
        if all(_said(part, text) for part in sign.parts):
            yield sign.kind


def _asks(sentence: str, words: Phrase) -> bool:
    """Whether a sentence only asks or imagines: "do your cookies contain nuts", "kalau keracunan bagaimana"."""
    if not HYPOTHETICAL.isdisjoint(words) or contains_phrase(words, PROCEDURES):
        return True
    is_question = "?" in sentence or words[0] in ASKING or words[-1] in NEGATIONS
    return is_question and PERSONAL.isdisjoint(words)


def _said(part: Part, text: str) -> bool:
    return any(
        text[: found.start()].rpartition(" ")[0].rpartition(" ")[2] not in NEGATIONS for found in part.finditer(text)
    )


@cache
def _shipped() -> _Signs:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for language in Language:
        for name, written in read_word_file(_WORDS / language / _FILE).items():
            names[name] += written
    found: defaultdict[str, list[_Sign]] = defaultdict(list)
    for kind in SeriousKind:
        for item in names[kind]:
            sign = _Sign(kind, tuple(_parts(item, names)))
            for beginning in set(_beginnings(item.split(" + ")[0], names)):
                found[beginning].append(sign)
    return _Signs(found, _part(names[_JOKING]))


def _parts(item: str, names: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    """Yield the parts of a sign. A group's own members may have two parts: those are one pattern with a gap."""
    for part in item.split(" + "):
        yield _part(names[part[1:]] if part.startswith("@") else (part,))


def _part(choices: Sequence[str]) -> Part:
    return re.compile(rf"\b(?:{'|'.join(map(_pattern, choices))})\b")


def _pattern(phrase: str) -> str:
    return ".*".join(r"\s".join(map(_word_pattern, piece.split())) for piece in phrase.split(" + "))


def _word_pattern(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    return re.escape((telling_words((word,)) or (word,))[0])


def _beginnings(part: str, names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield how the longest word of each choice begins: it is the rarest."""
    for phrase in names[part[1:]] if part.startswith("@") else (part,):
        yield max(phrase.replace("*", "").split(" + ")[0].split(), key=len)[:_BEGINNING]
