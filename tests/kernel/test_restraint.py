"""When, and how often, a customer gets what nobody asked for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.restraint import DAY, WEEK, QuietHours, Restraint, quiet_until, room_at

JAKARTA, JAYAPURA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NIGHT = QuietHours(time(20), time(8))
NOON_BREAK = QuietHours(time(12), time(13, 30))
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from(
    ["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"]
).map(ZoneInfo)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
QUIET = st.builds(lambda ends: QuietHours(*ends), st.tuples(CLOCKS, CLOCKS).filter(lambda ends: ends[0] != ends[1]))


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2027-06-02T19:59", None),
        ("2027-06-02T20:00", "2027-06-03T08:00"),
        ("2027-06-02T23:59", "2027-06-03T08:00"),
        ("2027-06-03T00:00", "2027-06-03T08:00"),
        ("2027-06-03T07:59", "2027-06-03T08:00"),
        ("2027-06-03T08:00", None),
    ],
)
def test_a_night_reaches_into_the_next_day(moment: str, until: str | None) -> None:
    assert quiet_until(NIGHT, JAKARTA, at(moment)) == (until and at(until))


def test_quiet_hours_may_lie_within_a_day() -> None:
    assert quiet_until(NOON_BREAK, JAKARTA, at("2027-06-02T12:15")) == at("2027-06-02T13:30")
    assert quiet_until(NOON_BREAK, JAKARTA, at("2027-06-02T13:30")) is None


def test_it_is_the_customers_own_clock_that_counts() -> None:
    evening_in_jakarta = at("2027-06-02T18:30")
    assert quiet_until(NIGHT, JAKARTA, evening_in_jakarta) is None
    assert quiet_until(NIGHT, JAYAPURA, evening_in_jakarta) == at("2027-06-03T08:00", JAYAPURA)


def test_the_whole_day_cannot_be_quiet() -> None:
    with pytest.raises(ValueError, match="no hour"):
        QuietHours(time(8), time(8))


@given(quiet=QUIET, zone=ZONES, moment=MOMENTS)
def test_an_end_is_ahead_not_quiet_itself_and_within_about_a_day(
    quiet: QuietHours, zone: ZoneInfo, moment: datetime
) -> None:
    until = quiet_until(quiet, zone, moment)
    if until is not None:
        assert moment < until <= moment + DAY + timedelta(hours=1)
        assert quiet_until(quiet, zone, until) is None


@given(quiet=QUIET, moment=MOMENTS, minutes=st.integers(0, 24 * 60))
def test_where_no_summer_time_is_it_stays_quiet_until_that_end(
    quiet: QuietHours, moment: datetime, minutes: int
) -> None:
    until = quiet_until(quiet, JAKARTA, moment)
    between = moment + timedelta(minutes=minutes)
    if until is not None and between < until:
        assert quiet_until(quiet, JAKARTA, between) == until


@given(
    a_day=st.integers(1, 3),
    more_a_week=st.integers(0, 4),
    gaps=st.lists(st.timedeltas(timedelta(), timedelta(days=3)), max_size=30),
)
def test_whoever_waits_for_room_never_passes_a_cap(a_day: int, more_a_week: int, gaps: list[timedelta]) -> None:
    restraint = Restraint(None, a_day, a_day + more_a_week)
    now, left = at("2027-06-02T12:00"), list[datetime]()
    for gap in gaps:
        now += gap
        now = room_at(restraint, left, now) or now
        assert room_at(restraint, left, now) is None
        left.append(now)
    for moment in left:
        assert sum(moment - DAY < other <= moment for other in left) <= restraint.most_a_day
        assert sum(moment - WEEK < other <= moment for other in left) <= restraint.most_a_week
