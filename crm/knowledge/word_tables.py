"""How tables of words are written in the source: as plain text, so that whoever speaks the language can edit them.

Words are kept apart by white space; a hyphen joins the words of a phrase.
"""

from collections.abc import Sequence


def read_words(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


def read_phrases(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a table, each as its words."""
    return tuple(tuple(phrase.split("-")) for phrase in table.split())


def read_synonyms(table: str) -> dict[str, str]:
    """Turn lines of `word: other words for it` into other word -> word."""
    found: dict[str, str] = {}
    for line in table.strip().splitlines():
        word, _, others = line.partition(":")
        found.update(dict.fromkeys(others.split(), word))
    return found


def contains_phrase(words: Sequence[str], phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Whether one of the phrases stands in these words."""
    sentence = f" {' '.join(words)} "
    return any(f" {' '.join(phrase)} " in sentence for phrase in phrases)
