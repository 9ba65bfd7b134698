"""How numbers, money and times are written, in both languages. Written by hand where the few forms differ from CLDR."""

from datetime import date, datetime, timedelta
from typing import Final

from crm.kernel.language import Language
from crm.kernel.zones import zone_name

_DAYS: Final = {
    Language.ID: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    Language.ID: (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_WEEK: Final = timedelta(days=7)
_MINUTES_IN_HOUR: Final = 60
_NOON: Final = 12
_METRES_IN_KM: Final = 1000
_WHOLE_FROM_KM: Final = 20


def number(language: Language, value: int) -> str:
    """1.240 in Indonesian, 1,240 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language is Language.ID else grouped


def money(language: Language, rupiah: int) -> str:
    """Rp125.000 in Indonesian, Rp125,000 in English."""
    return f"{'-' if rupiah < 0 else ''}Rp{number(language, abs(rupiah))}"


def points(language: Language, value: int) -> str:
    """1.240 poin in Indonesian, 1,240 points in English."""
    return f"{number(language, value)} {_counted(language, value, 'poin', 'point')}"


def duration(language: Language, minutes: int) -> str:
    """10 menit, 2 jam; 10 minutes, 2 hours. What is no whole number of hours stays in minutes."""
    if minutes and minutes % _MINUTES_IN_HOUR == 0:
        hours = minutes // _MINUTES_IN_HOUR
        return f"{number(language, hours)} {_counted(language, hours, 'jam', 'hour')}"
    return f"{number(language, minutes)} {_counted(language, minutes, 'menit', 'minute')}"


def distance(language: Language, metres: float) -> str:
    """850 m, 1,2 km, 1.240 km; in English 1.2 km and 1,240 km. Nearer than 10 metres is told as that."""
    rounded = max(10, round(metres / 10) * 10)
    if rounded < _METRES_IN_KM:
        return f"{rounded} m"
    kilometres = metres / _METRES_IN_KM
    if kilometres >= _WHOLE_FROM_KM:
        return f"{number(language, round(kilometres))} km"
    written = f"{kilometres:.1f}"
    return f"{written.replace('.', ',') if language is Language.ID else written} km"


def full_date(language: Language, day: date) -> str:
    """14 Maret 2026, 14 March 2026."""
    return f"{_day_and_month(language, day)} {day.year}"


def short_date(language: Language, day: date, today: date) -> str:
    """14 Maret, 14 March; with the year when it is not this one."""
    return _day_and_month(language, day) if day.year == today.year else full_date(language, day)


_LETTERS_OF_A_MONTH: Final = 3


def short_day(language: Language, day: date) -> str:
    """3 Nov, 3 Nov: on a button, where there is little room."""
    return f"{day.day} {_MONTHS[language][day.month - 1][:_LETTERS_OF_A_MONTH]}"


def weekday(language: Language, day: date) -> str:
    """Sabtu, Saturday."""
    return _DAYS[language][day.weekday()]


def clock(language: Language, moment: datetime) -> str:
    """09.00 in Indonesian, 9:00 am in English."""
    if language is Language.ID:
        return f"{moment:%H.%M}"
    return f"{moment.hour % _NOON or _NOON}:{moment:%M} {'am' if moment.hour < _NOON else 'pm'}"


def clock_with_zone(language: Language, moment: datetime) -> str:
    """Pukul 09.00 WIB, 9:00 am (Jakarta time)."""
    zone = zone_name(moment, language)
    if language is Language.ID:
        return f"pukul {clock(language, moment)} {zone}"
    return f"{clock(language, moment)} ({zone})"


def moment_near(language: Language, moment: datetime, now: datetime) -> str:
    """Besok pukul 09.00 WIB; tomorrow at 9:00 am (Jakarta time). `moment` and `now` are in the reader's zone."""
    day = day_near(language, moment.date(), now.date())
    joined = " " if language is Language.ID else " at "
    return f"{day}{joined}{clock_with_zone(language, moment)}"


def deadline(language: Language, moment: datetime, now: datetime) -> str:
    """Besok pukul 09.00 WIB; 9:00 am tomorrow (Jakarta time): what follows "paling lambat" and "by"."""
    if language is Language.ID:
        return moment_near(language, moment, now)
    day = day_near(language, moment.date(), now.date())
    return f"{clock(language, moment)} {day} ({zone_name(moment, language)})"


def day_near(language: Language, day: date, today: date) -> str:
    """Besok, Jumat, Senin, 4 Januari; tomorrow, on Friday, on Monday 4 January."""
    in_indonesian = language is Language.ID
    if day == today:
        return "hari ini" if in_indonesian else "today"
    if day == today + timedelta(days=1):
        return "besok" if in_indonesian else "tomorrow"
    if today < day < today + _WEEK:
        return weekday(language, day) if in_indonesian else f"on {weekday(language, day)}"
    date_of_day = short_date(language, day, today)
    return f"{weekday(language, day)}, {date_of_day}" if in_indonesian else f"on {weekday(language, day)} {date_of_day}"


def _day_and_month(language: Language, day: date) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]}"


def _counted(language: Language, count: int, indonesian: str, english: str) -> str:
    if language is Language.ID:
        return indonesian
    return english if count == 1 else f"{english}s"
