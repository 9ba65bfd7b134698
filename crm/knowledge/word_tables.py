"""How tables of words are written: as plain text, so that whoever speaks the language can edit them.

In the source words are kept apart by white space, and a hyphen joins the words of a phrase. In the files of words/ a
name stands before a colon, and after it its words and phrases with commas between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import yaml

Phrase: TypeAlias = tuple[str, ...]
Phrases: TypeAlias = Mapping[str, tuple[Phrase, ...]]
"""By their first word, so that only few are compared."""


def read_words(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


def read_phrases(table: str) -> tuple[Phrase, ...]:
    """Return the phrases of a table, each as its words."""
    return tuple(tuple(phrase.split("-")) for phrase in table.split())


def read_synonyms(table: str) -> dict[str, str]:
    """Turn lines of `word: other words for it` into other word -> word."""
    found: dict[str, str] = {}
    for line in table.strip().splitlines():
        word, _, others = line.partition(":")
        found.update(dict.fromkeys(others.split(), word))
    return found


def read_word_file(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the words and phrases of a shipped file by their names. It is ours and tested: what is wrong raises."""
    names = yaml.safe_load(path.read_text("utf-8"))
    return {name: split_words(words) for name, words in names.items()}


def split_words(words: str) -> tuple[str, ...]:
    """Return what commas keep apart, in small letters."""
    return tuple(" ".join(word.lower().split()) for word in words.split(",") if word.strip())


def by_first_word(phrases: Iterable[Phrase]) -> Phrases:
    """Return phrases ready to be looked for, each once."""
    found: defaultdict[str, dict[Phrase, None]] = defaultdict(dict)
    for phrase in phrases:
        found[phrase[0]][phrase] = None
    return {word: tuple(same_start) for word, same_start in found.items()}


def contains_phrase(words: Phrase, phrases: Phrases) -> bool:
    """Whether one of the phrases stands in these words."""
    if phrases.keys().isdisjoint(words):
        return False
    for at, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                return True
    return False


def phrase_at(words: Phrase, at: int, phrases: Phrases) -> int:
    """Return how many words the longest of the phrases has that begins at this place, 0 for none."""
    longest = 0
    for phrase in phrases.get(words[at], ()):
        if len(phrase) > longest and (len(phrase) == 1 or words[at : at + len(phrase)] == phrase):
            longest = len(phrase)
    return longest
