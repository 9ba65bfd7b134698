"""Cuts what a customer wrote into the parts that may each mean something of their own."""

import re
from collections.abc import Iterator

# Not after "no. 4411", "Mr. Jones" and the like, nor inside Rp250.000. Both patterns begin with all signs that they
# may begin with, so that the letters in between are passed over quickly.
_ENDS = re.compile(
    r"[.;…?!\n](?:(?<=\n)|(?<=[?!])[?!]*(?=\s|$)"
    r"|(?<=[.;…])(?<!\b(?:no|mr|ms|dr|jl).)(?<!\b(?:mrs|bpk|tgl).)[.;…]*(?=\s|$))",
    re.IGNORECASE,
)
_BUT = r"tapi|tp|tpi|tetapi|namun|cuman|sayangnya|but"
_JOINTS = re.compile(
    rf"[,\s](?:(?<=,)\s+|(?<=\s)\s*(?:dan|and|terus|trus|trs|sama|serta|also|oh iya|btw|{_BUT})\s+)", re.IGNORECASE
)
_CONTRAST = re.compile(rf"\b(?:{_BUT}|cuma|sayang|however|though|padahal)\b", re.IGNORECASE)


def sentences_in(text: str, most: int) -> list[str]:
    """Return at most so many sentences, each with its question mark. The last holds all that is left."""
    sentences: list[str] = []
    start = 0
    for end in _ENDS.finditer(text):
        if len(sentences) == most - 1:
            break
        sentences += _kept(text[start : end.end()])
        start = end.end()
    return [*sentences, *_kept(text[start:])]


def clauses_in(sentence: str, most: int) -> list[str]:
    """Return the clauses of a sentence that commas and "and" keep apart, or nothing if it has only one."""
    clauses = [clause for part in _JOINTS.split(sentence, maxsplit=most - 1) for clause in _kept(part)]
    return clauses if len(clauses) > 1 else []


def sets_against(sentence: str) -> bool:
    """Whether a sentence sets one thing against another: "enak, tapi lama"."""
    return _CONTRAST.search(sentence) is not None


def _kept(part: str) -> Iterator[str]:
    if stripped := part.strip():
        yield stripped
