"""Whether a number may have come to somebody else since the business knew it. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from rapidfuzz import fuzz, process

NOT_SEEN_FOR: Final = timedelta(days=90)
"""Who was not active for longer may have given the number up: operators hand numbers out again."""
SAME_WORD: Final = 80.0
"""The least likeness, 0 to 100, of two words of names that are taken for one: Rahma and Rachma."""
SHORTEST_WORD: Final = 3  # letters: "M." and "I" tell nobody apart


def is_doubtful(known_name: str, shown_names: Collection[str], last_active_at: datetime | None, now: datetime) -> bool:
    """Whether a telephone number may have come to somebody else since the business knew it.

    It may where no shown name is like the known one, or the customer was not seen for 90 days, or nobody knows when.
    """
    if last_active_at is None or now - last_active_at > NOT_SEEN_FOR:
        return True
    return not any(is_same_name(known_name, shown) for shown in shown_names)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: every word of the shorter is, nearly, a word of the longer."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return bool(shorter) and all(
        process.extractOne(word, longer, scorer=fuzz.ratio, score_cutoff=SAME_WORD) for word in shorter
    )


def _words(name: str) -> list[str]:
    words = "".join(letter if letter.isalpha() else " " for letter in name.casefold()).split()
    return [word for word in words if len(word) >= SHORTEST_WORD and word not in _TITLES]


_TITLES: Final = frozenset(
    "bapak bpk pak ibu mbak mas bang kak kakak haji hajjah prof drg drs dra mrs miss muh moh mhd bin binti".split()
)
