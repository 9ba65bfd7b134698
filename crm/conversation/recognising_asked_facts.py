"""Tells what an agent asks a customer for, so that nobody is asked for what they have said already. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from crm.conversation.recognising_sentences import sentences_in
from crm.kernel.language import Language
from crm.kernel.stemming import stem
from crm.knowledge import read_word_file, read_words, words_of

HINT_FROM: Final = 80.0
"""A match score, from 0 to 100: from here on the agent is shown what is known."""
WAIT_FROM: Final = 92.0
"""From here on the message waits for one tap: it asks for nothing else."""
_WORDS: Final = Path(__file__).parent / "words"
_FILE: Final = "asked_facts.yaml"
_MOST_SENTENCES: Final = 6
_LONGEST: Final = 14  # words: who writes more does not only ask
_NO_MATTER: Final = read_words("""
    ya kak kakak bapak ibu bu pak dulu dong saya kami kita nya mohon maaf untuk dengan di ke yang dan agar supaya biar
    cek dicek halo hai baik oke siap
    kindly please just also sorry so that we i can check for hi hello sir madam okay ok
""")


class AskedFor(StrEnum):
    """What can be asked for that may be known."""

    ORDER = "order"
    ADDRESS = "address"
    PHONE = "phone"
    PRODUCT = "product"
    DATE = "date"
    PHOTO = "photo"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for, with its match score. `is_all`: the message holds nothing beside."""

    what: AskedFor
    score: float
    is_all: bool

    @property
    def may_wait(self) -> bool:
        """Whether it is so surely this question, and nothing else, that it may wait for a tap."""
        return self.is_all and self.score >= WAIT_FROM


def asked_in(text: str) -> list[Asked]:
    """Return what a message asks for, each once, in the order asked."""
    sentences = [(sentence, _reduced(sentence)) for sentence in sentences_in(text, _MOST_SENTENCES)]
    told = [(sentence, words) for sentence, words in sentences if words]
    found: dict[AskedFor, Asked] = {}
    for sentence, words in told:
        best = process.extractOne(words, _questions().keys(), scorer=fuzz.token_sort_ratio, score_cutoff=HINT_FROM)
        if best is not None and len(sentence.split()) <= _LONGEST:
            what = _questions()[best[0]]
            found.setdefault(what, Asked(what, best[1], is_all=len(told) == 1))
    return list(found.values())


def _reduced(sentence: str) -> str:
    """Return the stems of a sentence without what is said for politeness, and without numbers."""
    return " ".join(stem(word) for word in words_of(sentence) if word not in _NO_MATTER and not word.isdigit())


@cache
def _questions() -> Mapping[str, AskedFor]:
    files = [read_word_file(_WORDS / language / _FILE) for language in Language]
    return {_reduced(question): AskedFor(name) for file in files for name, asked in file.items() for question in asked}
