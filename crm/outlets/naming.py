"""Which outlet somebody means. Pure: by its names as people write them, and by its city beside a word for an outlet."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from crm.outlets.outlets import Outlet

OUTLET_WORDS: Final = frozenset(
    "gerai outlet cabang toko kedai kafe cafe store shop branch gerainya outletnya cabangnya tokonya outlets branches "
    "stores shops".split()
)
_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = frozenset({"di", "yang", "yg", "in", "at", "the", "kota", "daerah"})
_SHORT_CITIES: Final = {
    "jkt": "jakarta", "bdg": "bandung", "sby": "surabaya", "jogja": "yogyakarta", "yogya": "yogyakarta",
    "smg": "semarang", "mks": "makassar", "dps": "denpasar", "mdn": "medan", "plg": "palembang",
}  # fmt: skip
_SHORTEST_WITH_TYPO: Final = 5
_LIKE_ENOUGH: Final = 84.0

Words = tuple[str, ...]


def outlet_named_in(text: str, outlets: Sequence[Outlet]) -> Outlet | None:
    """Return the one outlet that a text names ("di gerai Dago kemarin kopinya basi"), or None for none or several."""
    named = outlets_named_in(text, outlets)
    return named[0] if len(named) == 1 else None


def outlets_named_in(text: str, outlets: Sequence[Outlet]) -> tuple[Outlet, ...]:
    """Return the outlets that a text names, in their order: by name first, otherwise all of a city that it names.

    A name may stand anywhere; a city means an outlet only behind a word for one ("gerai Bandung", "the shop in
    Bandung"), for people live in cities and have things sent there. There a name may have a typo, too.
    """
    words = words_of_names(text)
    by_name = tuple(outlet for outlet in outlets if any(_has(words, name) for name in _names_of(outlet)))
    if by_name:
        return by_name
    places = _places_in(words)
    by_typo = tuple(outlet for outlet in outlets if _is_almost_named(outlet, places))
    return by_typo or tuple(outlet for outlet in outlets if outlet.city and _is_at(words_of_names(outlet.city), places))


def cities_named_in(text: str, outlets: Sequence[Outlet]) -> tuple[Outlet, ...]:
    """Return the outlets of the city that a text names anywhere: for who surely asks about an outlet."""
    words = words_of_names(text)
    return tuple(outlet for outlet in outlets if outlet.city and _has(words, words_of_names(outlet.city)))


def words_of_names(text: str) -> Words:
    """Return the words of a text in small letters, cities by their whole names."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return tuple(_SHORT_CITIES.get(word, word) for word in words)


def _names_of(outlet: Outlet) -> list[Words]:
    """Return the names of an outlet without the words that any outlet is called by."""
    names = (
        tuple(word for word in words_of_names(name) if word not in OUTLET_WORDS) for name in (outlet.name, *outlet.also)
    )
    return [name for name in names if name]


def _has(words: Words, name: Words) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _places_in(words: Words) -> list[Words]:
    """Return what stands behind each word for an outlet, or right before it ("the Bandung shop")."""
    places = []
    for at, word in enumerate(words):
        if word in OUTLET_WORDS:
            behind = at + 1
            while behind < len(words) and words[behind] in _BETWEEN:
                behind += 1
            places += [words[behind:], words[:at][-1:]]
    return places


def _is_at(name: Words, places: Sequence[Words]) -> bool:
    return any(place[: len(name)] == name for place in places)


def _is_almost_named(outlet: Outlet, places: Sequence[Words]) -> bool:
    for name in _names_of(outlet):
        wanted = " ".join(name)
        if len(wanted) >= _SHORTEST_WITH_TYPO and any(
            fuzz.ratio(wanted, " ".join(place[: len(name)])) >= _LIKE_ENOUGH for place in places
        ):
            return True
    return False
