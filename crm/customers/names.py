"""Names as another system keeps them, made fit to be read and compared. Pure."""

import re
import unicodedata
from typing import Final

from rapidfuzz import fuzz

LONGEST_NAME: Final = 120  # characters
_ALIKE: Final = 90.0
_NOT_OF_A_NAME: Final = re.compile(r"^[\W_]+|[^\w.)]+$")
_LETTERS: Final = re.compile(r"[^\W_]+")


def tidy_name(written: str) -> str:
    """Return a name on one line, without signs around it; SITI RAHMA and siti rahma become Siti Rahma."""
    text = unicodedata.normalize("NFKC", written)
    text = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())
    name = _NOT_OF_A_NAME.sub("", " ".join(text.split()))[:LONGEST_NAME].strip()
    if name.isupper() or name.islower():
        return " ".join(word if _is_short_for(word) else word.capitalize() for word in name.split(" "))
    return name


def _is_short_for(word: str) -> bool:
    """S.H., M.Si. and the like keep their capitals."""
    return "." in word and word.isupper() and len(word) > len("A.")


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names may be one person's, written by hand twice. No name says nothing against it."""
    first, second = _key(one), _key(other)
    return not first or not second or first == second or fuzz.ratio(first, second) >= _ALIKE


def _key(name: str) -> str:
    return " ".join(_LETTERS.findall(name.casefold()))
