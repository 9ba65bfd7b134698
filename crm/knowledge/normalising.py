"""One spelling for everything that people write differently without meaning anything by it."""

import re
from unicodedata import combining, normalize

from crm.knowledge.slang import SLANG

_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_NOT_IN_WORDS = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STRETCHED_END = re.compile(r"([aiuhky])\1\b")  # yaa, makasihh; but not "free", "too"
_DIGITS = re.compile(r"\d+")
_REDUPLICATED = re.compile(r"\b([^\W\d_]{3,})2\b")  # barang2


def normalise(text: str) -> str:
    """Return the words of a text in small letters, one blank apart, in full instead of in slang.

    Punctuation and emoji are gone, stretched letters are single, every number is "0". Normalising again changes
    nothing.
    """
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """Return the words of the normalised text."""
    plain = _NOT_IN_WORDS.sub(" ", _APOSTROPHES.sub("", _fold(text)))
    plain = _STRETCHED_END.sub(r"\1", _STRETCHED.sub(r"\1", plain))
    plain = _DIGITS.sub("0", _REDUPLICATED.sub(r"\1", plain))
    words: list[str] = []
    for word in plain.split():
        if word in SLANG:
            words += SLANG[word].split()
        else:
            words.append(word)
    return words


def _fold(text: str) -> str:
    """One case, one form of each letter, no accents."""
    if text.isascii():
        return text.lower()
    letters = normalize("NFKD", normalize("NFKC", text).casefold())
    return "".join(letter for letter in letters if not combining(letter))
