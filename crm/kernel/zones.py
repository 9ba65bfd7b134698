"""What people call a time zone. A time that is told without its zone is read in the wrong one."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from crm.kernel.language import Language

INDONESIAN_ZONES: Final = {
    "WIB": ("Asia/Jakarta", "Asia/Pontianak"),
    "WITA": ("Asia/Makassar", "Asia/Ujung_Pandang"),
    "WIT": ("Asia/Jayapura",),
}
_ABBREVIATION_OF: Final = {key: name for name, keys in INDONESIAN_ZONES.items() for key in keys}
_NAME_IS_ENOUGH: Final = {"UTC", "GMT"}


def zone_name(moment: datetime, language: Language) -> str:
    """Return what the moment's zone is called: "WIB" and "waktu Singapura", "Jakarta time" and "Singapore time".

    A zone without a city is named by its distance from UTC, as in "UTC+7".
    """
    zone = moment.tzinfo
    if isinstance(zone, ZoneInfo) and "/" in zone.key and not zone.key.startswith("Etc/"):
        return _named_by_city(zone.key, language)
    if isinstance(zone, ZoneInfo) and zone.key in _NAME_IS_ENOUGH:
        return zone.key
    return _named_by_offset(moment)


@lru_cache(maxsize=256)
def _named_by_city(key: str, language: Language) -> str:
    if language is Language.ID:
        return _ABBREVIATION_OF.get(key) or f"waktu {_city(key, 'id')}"
    return f"{_city(key, 'en')} time"


def _city(key: str, locale: str) -> str:
    location = get_timezone_location(ZoneInfo(key), locale=Locale(locale), return_city=True)
    return location.rsplit("/", 1)[-1]


def _named_by_offset(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a moment needs its zone: {moment!r}")
    minutes = offset // timedelta(minutes=1)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
