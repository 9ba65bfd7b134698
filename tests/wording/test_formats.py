"""Numbers and times, exactly as VOICE writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm.conversation.wording import formats
from crm.kernel.language import Language
from crm.kernel.zones import zone_name

ID, EN = Language.ID, Language.EN
JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        (lambda language: formats.money(language, 125_000), "Rp125.000", "Rp125,000"),
        (lambda language: formats.money(language, -500), "-Rp500", "-Rp500"),
        (lambda language: formats.points(language, 1_240), "1.240 poin", "1,240 points"),
        (lambda language: formats.points(language, 1), "1 poin", "1 point"),
        (lambda language: formats.duration(language, 10), "10 menit", "10 minutes"),
        (lambda language: formats.duration(language, 1), "1 menit", "1 minute"),
        (lambda language: formats.duration(language, 60), "1 jam", "1 hour"),
        (lambda language: formats.duration(language, 90), "90 menit", "90 minutes"),
        (lambda language: formats.full_date(language, date(2026, 3, 14)), "14 Maret 2026", "14 March 2026"),
        (lambda language: formats.short_date(language, date(2026, 3, 14), date(2026, 9, 1)), "14 Maret", "14 March"),
        (
            lambda language: formats.short_date(language, date(2025, 3, 14), date(2026, 9, 1)),
            "14 Maret 2025",
            "14 March 2025",
        ),
        (lambda language: formats.weekday(language, date(2026, 3, 14)), "Sabtu", "Saturday"),
    ],
)
def test_numbers_and_dates_are_written_in_each_language_by_its_own_rules(
    written: Callable[[Language], str], indonesian: str, english: str
) -> None:
    assert written(ID) == indonesian
    assert written(EN) == english


@pytest.mark.parametrize(
    ("hour", "minute", "indonesian", "english"),
    [
        (9, 0, "pukul 09.00 WIB", "9:00 am (Jakarta time)"),
        (0, 5, "pukul 00.05 WIB", "12:05 am (Jakarta time)"),
        (12, 0, "pukul 12.00 WIB", "12:00 pm (Jakarta time)"),
        (16, 30, "pukul 16.30 WIB", "4:30 pm (Jakarta time)"),
    ],
)
def test_a_time_always_names_its_zone(hour: int, minute: int, indonesian: str, english: str) -> None:
    moment = datetime(2026, 3, 14, hour, minute, tzinfo=JAKARTA)
    assert formats.clock_with_zone(ID, moment) == indonesian
    assert formats.clock_with_zone(EN, moment) == english


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("Asia/Jakarta", "WIB", "Jakarta time"),
        ("Asia/Pontianak", "WIB", "Pontianak time"),
        ("Asia/Makassar", "WITA", "Makassar time"),
        ("Asia/Jayapura", "WIT", "Jayapura time"),
        ("Asia/Singapore", "waktu Singapura", "Singapore time"),
        ("Europe/London", "waktu London", "London time"),
        ("America/Argentina/Buenos_Aires", "waktu Buenos Aires", "Buenos Aires time"),
        ("UTC", "UTC", "UTC"),
        ("Etc/GMT-7", "UTC+7", "UTC+7"),
    ],
)
def test_a_zone_is_called_what_people_call_it(zone: str, indonesian: str, english: str) -> None:
    moment = datetime(2026, 3, 14, 9, tzinfo=ZoneInfo(zone))
    assert zone_name(moment, ID) == indonesian
    assert zone_name(moment, EN) == english


def test_a_bare_offset_is_named_by_its_distance_from_utc() -> None:
    assert zone_name(datetime(2026, 3, 14, tzinfo=UTC), ID) == "UTC"
    assert zone_name(datetime.fromisoformat("2026-03-14T09:00+05:30"), EN) == "UTC+5:30"
    assert zone_name(datetime.fromisoformat("2026-03-14T09:00-03:00"), EN) == "UTC-3"


@pytest.mark.parametrize(
    ("moment", "indonesian", "english"),
    [
        ("2026-11-23 16:00", "hari ini pukul 16.00 WIB", "4:00 pm today (Jakarta time)"),
        ("2026-11-24 08:00", "besok pukul 08.00 WIB", "8:00 am tomorrow (Jakarta time)"),
        ("2026-11-29 08:00", "Minggu pukul 08.00 WIB", "8:00 am on Sunday (Jakarta time)"),
        ("2026-11-30 08:00", "Senin, 30 November pukul 08.00 WIB", "8:00 am on Monday 30 November (Jakarta time)"),
        (
            "2027-01-04 08:00",
            "Senin, 4 Januari 2027 pukul 08.00 WIB",
            "8:00 am on Monday 4 January 2027 (Jakarta time)",
        ),
        ("2026-11-20 08:00", "Jumat, 20 November pukul 08.00 WIB", "8:00 am on Friday 20 November (Jakarta time)"),
    ],
)
def test_a_deadline_is_said_as_one_would_say_it_today(moment: str, indonesian: str, english: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=JAKARTA)
    assert formats.deadline(ID, local, MONDAY_NOON) == indonesian
    assert formats.deadline(EN, local, MONDAY_NOON) == english


def test_a_moment_reads_as_a_place_in_time() -> None:
    wednesday = datetime(2026, 11, 25, 8, tzinfo=JAKARTA)
    assert formats.moment_near(ID, wednesday, MONDAY_NOON) == "Rabu pukul 08.00 WIB"
    assert formats.moment_near(EN, wednesday, MONDAY_NOON) == "on Wednesday at 8:00 am (Jakarta time)"
