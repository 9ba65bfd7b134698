"""By what an interaction is found: the stems of its words, whose it is, and when it was said. Pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

from crm.kernel.masking import masked
from crm.kernel.stemming import stem

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
_LONGEST_WORD: Final = 64  # characters
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = re.compile(r"\d{12,}|\d(?:[ .-]?\d){12,}")
"""A card, an identity card, an account: in one piece or in groups. Nobody may find a person by such a number."""


@lru_cache(64)  # a text is asked about once to be indexed, and once more in each search that scans it
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that may be shown, without numbers of 12 digits and more.

    In groups it takes 13 digits: three numbers of an order in a row are none.
    """
    return frozenset(stem(word)[:_LONGEST_WORD] for word in words_in(text))


def words_in(text: str) -> list[str]:
    """Return the words of which `stems_of` gives the stems."""
    return _WORD.findall(_LONG_NUMBER.sub(" ", _APOSTROPHES.sub("", _folded(masked(text)))))


def _folded(text: str) -> str:
    """Return one case, one form of each letter, no accents."""
    if text.isascii():
        return text.lower()
    letters = normalize("NFKD", normalize("NFKC", text).casefold())
    return "".join(letter for letter in letters if not combining(letter))


def tokens_of(customer_id: int, said_at: datetime, text: str) -> frozenset[str]:
    """Return all tokens of an interaction: its stems, and those that carry a sign."""
    day = said_at.astimezone(UTC).date()
    return stems_of(text) | {customer_token(customer_id), _year(day), _month(day), _day(day)}


def customer_token(customer_id: int) -> str:
    """Return the token of all that a customer said or was told."""
    return f"#{customer_id}"


def time_tokens(since: datetime | None, until: datetime | None) -> tuple[str, ...]:
    """Return tokens of which everything said from `since` to before `until` has one, and little else has any."""
    first = since.astimezone(UTC).date() if since else FIRST_DAY
    last = (until.astimezone(UTC) - timedelta(microseconds=1)).date() if until else LAST_DAY
    return tuple(_covering(max(first, FIRST_DAY), min(last, LAST_DAY)))


def _covering(first: date, last: date) -> Iterator[str]:
    """Yield whole years, and around them whole months, and around them days."""
    while first <= last:
        end_of_year, end_of_month = date(first.year, 12, 31), first.replace(day=monthrange(first.year, first.month)[1])
        if (first.month, first.day) == (1, 1) and end_of_year <= last:
            token, end = _year(first), end_of_year
        elif first.day == 1 and end_of_month <= last:
            token, end = _month(first), end_of_month
        else:
            token, end = _day(first), first
        yield token
        first = end + timedelta(days=1)


def _year(day: date) -> str:
    return f"@{day:%Y}"


def _month(day: date) -> str:
    return f"@{day:%Y%m}"


def _day(day: date) -> str:
    return f"@{day:%Y%m%d}"
