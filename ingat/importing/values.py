"""The values of single cells, whoever wrote them. What cannot be read raises a SettingError."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from crm.customers.phones import e164
from crm.kernel.language import Language
from ingat.business.problems import SettingError
from ingat.importing.words import LANGUAGES, MONTHS, NO, NOTHING, YES

LONGEST_TEXT: Final = 500  # characters
LONGEST_CODE: Final = 64
EARLIEST_YEAR: Final = 1900
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_IN_WORDS: Final = re.compile(r"(?:[a-z]+,? )?(\d{1,2})[ -]([a-z]+)\.?,?[ -](\d{4}|\d{2})")
_MONTH_FIRST: Final = re.compile(r"([a-z]+)\.? (\d{1,2}),? (\d{4})")
_CLOCK: Final = re.compile(
    r"(?:,? (?:pukul |jam |at )?|t)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?: ?(wib|wita|wit|z))?$"
)
_ZONES: Final = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "z": "UTC"}
_DATE_REMEDY: Final = "Write it as 14/03/1990, 14 Maret 1990 or 1990-03-14"
_SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SHORTENED_REMEDY: Final = "Make the column text in the spreadsheet, and save it again"
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_CARD: Final = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,39}")
_MONEY: Final = re.compile(r"(?:rp|idr)?\.? ?(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{2}|,-)?", re.IGNORECASE)


def is_nothing(cell: str) -> bool:
    """Tell whether a cell is empty, or says in one of the usual ways that there is nothing."""
    return cell.strip().lower() in NOTHING


def text(cell: str) -> str:
    """Return words on one line."""
    words = " ".join(cell.split())
    if len(words) > LONGEST_TEXT:
        raise SettingError(f"there are {len(words)} characters in one cell", f"Shorten it to {LONGEST_TEXT}")
    return words


def code(cell: str) -> str:
    """Return a number that another system gives, as written."""
    _refuse_shortened(cell)
    words = " ".join(cell.split())
    if len(words) > LONGEST_CODE:
        raise SettingError(f'the number "{words[:12]}…" has {len(words)} characters', f"Shorten it to {LONGEST_CODE}")
    return words


def card(cell: str) -> str:
    """Return a card's number in capitals and without blanks."""
    _refuse_shortened(cell)
    number = "".join(cell.split()).upper()
    if not _CARD.fullmatch(number):
        raise SettingError(f'"{number[:40]}" is not a card number', "Write letters and digits")
    return number


def phone_in(region: str) -> Callable[[str], str]:
    """Return what reads a phone number of a region: in E.164."""

    def phone(cell: str) -> str:
        _refuse_shortened(cell)
        number = e164(cell, region)
        if number is None:
            raise SettingError(f'"{cell[:40]}" is not a phone number', "Write one number, as 0812 3456 7890")
        return number

    return phone


def email(cell: str) -> str:
    """Return an e-mail address in small letters."""
    address = cell.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise SettingError(f'"{cell[:40]}" is not an e-mail address', "Write it as siti@example.com")
    return address


def is_yes(cell: str) -> bool:
    """Return whether a cell says yes. What says neither yes nor no is refused."""
    word = cell.strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise SettingError(f'"{cell[:20]}" is neither yes nor no', "Write ya or tidak")


def language(cell: str) -> Language:
    """Return a language by its code or name."""
    found = LANGUAGES.get(cell.strip().lower())
    if found is None:
        raise SettingError(f'there is no language "{cell[:40]}"', "Write id or en")
    return found


def rupiah(cell: str) -> int:
    """Return an amount of money in rupiah: Rp125.000, 125,000.00 and 125000 are the same."""
    found = _MONEY.fullmatch(cell.strip())
    if found is None:
        raise SettingError(f'"{cell[:40]}" is not an amount', "Write it as 125000 or Rp125.000")
    return int(re.sub(r"[.,]", "", found[1]))


def birthday(today: date) -> Callable[[str], date]:
    """Return what reads a birthday: a date that is past today."""

    def read(cell: str) -> date:
        day = _date(_without_clock(cell)[0], today)
        if day.year < EARLIEST_YEAR or day > today:
            raise SettingError(f'nobody was born on "{cell[:40]}"', _DATE_REMEDY)
        return day

    return read


def day(today: date) -> Callable[[str], date]:
    """Return what reads a date."""
    return lambda cell: _date(_without_clock(cell)[0], today)


def moment_in(zone: ZoneInfo, today: date) -> Callable[[str], datetime]:
    """Return what reads a date with or without a time of day, in a zone: without one, the day's beginning."""

    def read(cell: str) -> datetime:
        day_written, clock, named = _without_clock(cell)
        return datetime.combine(_date(day_written, today), clock, tzinfo=named or zone)

    return read


def _refuse_shortened(cell: str) -> None:
    if _SHORTENED.fullmatch(cell.strip()):
        raise SettingError(f'the spreadsheet has shortened a number to "{cell[:40]}"', _SHORTENED_REMEDY)


def _without_clock(cell: str) -> tuple[str, time, ZoneInfo | None]:
    written = " ".join(unicodedata.normalize("NFKC", cell).lower().split())
    found = _CLOCK.search(written)
    if found is None:
        return written, time(0), None
    try:
        clock = time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        raise SettingError(f'there is no time "{found[0].strip()}"', "Write it as 14:30") from None
    zone = ZoneInfo(_ZONES[found[4]]) if found[4] else None
    return written[: found.start()], clock, zone


def _date(written: str, today: date) -> date:
    try:
        year, month, number = _parts(written, today)
        return date(year, month, number)
    except (ValueError, KeyError):
        raise SettingError(f'the date "{written[:40]}" cannot be read', _DATE_REMEDY) from None


def _parts(written: str, today: date) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(written):
        return _full_year(found[3], today), int(found[2]), int(found[1])
    if found := _IN_WORDS.fullmatch(written):
        return _full_year(found[3], today), MONTHS[found[2]], int(found[1])
    if found := _MONTH_FIRST.fullmatch(written):
        return int(found[3]), MONTHS[found[1]], int(found[2])
    raise ValueError(written)


def _full_year(written: str, today: date) -> int:
    """A year of two digits is the last that has them."""
    year = int(written)
    if len(written) > len("90"):
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year
