"""Which outlet is near, which is meant, and whether it is open."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.calendar import BusinessHours, Holiday, OpenSpan
from crm.outlets import Outlet, distance_m, hours_now, nearest, outlet_named_in, outlets_named_in

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
DAY = (OpenSpan(time(7), time(21)),)


def outlet(name: str, city: str, at: tuple[float, float], **more: object) -> Outlet:
    hours = BusinessHours(WIB, (DAY,) * 7)
    values = {"slug": name.lower(), "name": f"Gerai {name}", "city": city, "address": f"Jalan Contoh, {city}"}
    return Outlet(**values | {"latitude": at[0], "longitude": at[1], "hours": hours} | more)  # type: ignore[arg-type]


DAGO = outlet("Dago", "Bandung", (-6.8853, 107.6137))
SENOPATI = outlet("Senopati", "Jakarta", (-6.2349, 106.8093), also=("Kebayoran Baru",))
KEMANG = outlet("Kemang", "Jakarta", (-6.2607, 106.8136))
LOSARI = outlet("Losari", "Makassar", (-5.1432, 119.4075), hours=BusinessHours(WITA, (DAY,) * 7))
ALL = (DAGO, SENOPATI, KEMANG, LOSARI)


def test_the_nearest_come_first() -> None:
    near = nearest(ALL, -6.9, 107.6)
    assert [each.outlet.slug for each in near] == ["dago", "kemang", "senopati"]
    assert 2_000 < near[0].distance_m < 2_500


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_globe(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> None:
    there = distance_m(latitude, longitude, other_latitude, other_longitude)
    assert there == pytest.approx(distance_m(other_latitude, other_longitude, latitude, longitude))
    assert 0 <= there <= 20_016_000


def test_distances_are_those_of_an_atlas() -> None:
    assert distance_m(-6.2, 106.8167, -6.9175, 107.6191) == pytest.approx(119_000, rel=0.02)  # Jakarta, Bandung


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("di gerai Dago kemarin kopinya basi", DAGO),
        ("Kemarin saya beli di Dago, kopinya basi", DAGO),
        ("gerai Bandung pelayanannya lambat", DAGO),
        ("the Bandung shop was dirty", DAGO),
        ("the shop in Bandung was dirty", DAGO),
        ("cabang bdg kotor", DAGO),
        ("outlet senopatii gelasnya pecah", SENOPATI),
        ("yang di kebayoran baru antreannya lama", SENOPATI),
        ("toko jakarta pesanan saya salah", None),  # there are two
        ("gerai Dago dan gerai Losari sama saja", None),
        ("paket saya dikirim ke Bandung rusak", None),  # people live in cities
        ("pesanan 4411 rusak", None),
        ("", None),
    ],
)
def test_a_complaint_names_an_outlet_or_does_not(text: str, meant: Outlet | None) -> None:
    assert outlet_named_in(text, ALL) is meant


def test_a_city_means_all_of_its_outlets() -> None:
    assert outlets_named_in("ada gerai di jkt?", ALL) == (SENOPATI, KEMANG)


@given(st.text(max_size=80))
def test_any_text_names_outlets_or_none(text: str) -> None:
    assert set(outlets_named_in(text, ALL)) <= set(ALL)


def test_an_outlet_is_open_by_its_own_clock() -> None:
    moment = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # 20:30 WIB, 21:30 WITA
    here, there = hours_now(DAGO, moment), hours_now(LOSARI, moment)
    assert here.is_open
    assert here.until == datetime(2026, 11, 23, 21, 0, tzinfo=WIB)
    assert not there.is_open
    assert there.opens_at == datetime(2026, 11, 24, 7, 0, tzinfo=WITA)


def test_a_holiday_is_closed_and_named() -> None:
    hours = BusinessHours(WIB, (DAY,) * 7, (Holiday(date(2026, 12, 25), "Natal"),))
    on_holiday = hours_now(outlet("Dago", "Bandung", (0, 0), hours=hours), datetime(2026, 12, 25, 5, tzinfo=UTC))
    assert not on_holiday.is_open
    assert on_holiday.holiday is not None
    assert on_holiday.opens_at == datetime(2026, 12, 26, 7, 0, tzinfo=WIB)


def test_a_break_is_an_end_midnight_is_none_and_always_is_never() -> None:
    friday = datetime(2026, 11, 27, 11, 0, tzinfo=WIB)
    prayers = BusinessHours(WIB, ((OpenSpan(time(7), time(11, 30)), OpenSpan(time(13), time(21))),) * 7)
    assert hours_now(outlet("a", "b", (0, 0), hours=prayers), friday).until == friday.replace(hour=11, minute=30)
    late = BusinessHours(WIB, ((OpenSpan(time(0), time(2)), OpenSpan(time(16), time(0))),) * 7)
    evening = hours_now(outlet("a", "b", (0, 0), hours=late), friday.replace(hour=20))
    assert evening.until == datetime(2026, 11, 28, 2, 0, tzinfo=WIB)
    always = BusinessHours(WIB, ((OpenSpan(time(0), time(0)),),) * 7)
    assert hours_now(outlet("a", "b", (0, 0), hours=always), friday).until is None
