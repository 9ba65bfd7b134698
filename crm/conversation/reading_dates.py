"""Reads a birthday as people type it. Pure."""

import re
from datetime import date
from typing import Final

EARLIEST_YEAR: Final = 1900
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb peb pebruari",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
"""The months by what people call them, in both languages."""
_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4}|\d{2})(?!\d)")
_NAMED_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_TOGETHER: Final = re.compile(r"(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)")


def birthday_in(text: str, today: date) -> date | None:
    """Return the birthday in a text, the day before the month where both are numbers; None if there is no full one.

    A year of two digits is the last such year. What lies in the future or before 1900 is none.
    """
    words = text.casefold()
    for day, month, year in _candidates(words):
        found = _date(int(day), month, year, today)
        if found is not None:
            return found
    return None


def _candidates(words: str) -> list[tuple[str, int, str]]:
    found = [(one[3], int(one[2]), one[1]) for one in _YEAR_FIRST.finditer(words)]
    found += [(one[1], MONTHS[one[2]], one[3]) for one in _NAMED.finditer(words) if one[2] in MONTHS]
    found += [(one[2], MONTHS[one[1]], one[3]) for one in _NAMED_FIRST.finditer(words) if one[1] in MONTHS]
    found += [(one[1], int(one[2]), one[3]) for one in _DAY_FIRST.finditer(words)]
    found += [(one[1], int(one[2]), one[3]) for one in _TOGETHER.finditer(words)]
    return found


def _date(day: int, month: int, written_year: str, today: date) -> date | None:
    year = int(written_year)
    if len(written_year) < len("1990"):
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if year >= EARLIEST_YEAR and found <= today else None
