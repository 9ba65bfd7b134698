"""Finds the day that a text speaks of: "5 Desember", "tgl 12/12/2026", "on 3 November". Pure."""

import re
from datetime import date

from crm.conversation.reading_dates import MONTHS

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<![\d/-])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]({_NAMES})\b\.?,?(?:[ -](\d{{4}}))?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b({_NAMES}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?(?![\d:])", re.IGNORECASE)
_NUMBERS = re.compile(
    r"(?:\b(?:tanggal|tgl|on|before|sebelum|untuk|for)\.? )(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2,4}))?(?![\d/-])",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CENTURY = 2000
_LONG_AGO_DAYS = 180


def date_in(text: str, today: date) -> date | None:
    """Return the day a text names, or None. Without a year it is the one that is nearest, ahead rather than behind."""
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        return _in_year(found[3], MONTHS[found[2].lower()], int(found[1]), today)
    if found := _MONTH_FIRST.search(text):
        return _in_year(found[3], MONTHS[found[1].lower()], int(found[2]), today)
    if found := _NUMBERS.search(text):
        return _in_year(found[3], int(found[2]), int(found[1]), today)
    return None


def _in_year(written: str | None, month: int, day: int, today: date) -> date | None:
    if written is not None:
        year = int(written)
        return _day(year if year > _CENTURY else year + _CENTURY, month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and (today - this_year).days <= _LONG_AGO_DAYS:
        return this_year
    return _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
