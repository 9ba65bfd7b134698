"""One spelling for everything that people write differently without meaning anything by it."""

import re
from functools import lru_cache
from itertools import chain
from unicodedata import combining, normalize

from crm.knowledge.slang import SLANG

_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STRETCHED_END = re.compile(r"([aiuhky])\1\b")  # yaa, makasihh; but not "free", "too"
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"0([^\W\d_]+)")  # 1kg, 24jam: a number and what it counts
_REDUPLICATED = re.compile(r"\b([^\W\d_]{3,})2\b")  # barang2
_THE = "nya"
_SHORTEST_WITH_THE = 4  # letters: "punya" is not of "pu"
_REMEMBERED_TEXTS = 64  # understanding asks several times for the words of one text
_REMEMBERED_WORDS = 20_000
_LONGEST_REMEMBERED = 600  # characters of the text: a story's endless words are not kept


def normalise(text: str) -> str:
    """Return the words of a text in small letters, one blank apart, in full instead of in slang.

    Punctuation and emoji are gone, stretched letters are single, every number is "0". Normalising again changes
    nothing.
    """
    return " ".join(words_of(text))


@lru_cache(_REMEMBERED_TEXTS)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of the normalised text."""
    in_full = _in_full_remembered if len(text) <= _LONGEST_REMEMBERED else _in_full
    return tuple(chain.from_iterable(map(in_full, _WORD.findall(_APOSTROPHES.sub("", _fold(text))))))


def _fold(text: str) -> str:
    """One case, one form of each letter, no accents."""
    if text.isascii():
        return text.lower()
    letters = normalize("NFKD", normalize("NFKC", text).casefold())
    return "".join(letter for letter in letters if not combining(letter))


def _in_full(written: str) -> tuple[str, ...]:
    """Return what one word stands for that was written in a hurry: "bgttt", "barang2", "gmn"."""
    plain = _STRETCHED_END.sub(r"\1", _STRETCHED.sub(r"\1", written))
    plain = _DIGITS.sub("0", _REDUPLICATED.sub(r"\1", plain))
    counted = _COUNTED.fullmatch(plain)
    return ("0", *_spelt(counted[1]).split()) if counted else tuple(_spelt(plain).split())


def _spelt(word: str) -> str:
    """Return a word as books have it, also with the ending that says which one: "pesennya" is "pesannya"."""
    if word in SLANG:
        return SLANG[word]
    root = word.removesuffix(_THE)
    return SLANG[root] + _THE if root != word and len(root) >= _SHORTEST_WITH_THE and root in SLANG else word


_in_full_remembered = lru_cache(_REMEMBERED_WORDS)(_in_full)
