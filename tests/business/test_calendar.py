"""When the business is open: what must hold for every business, and the days that are easily got wrong."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.calendar import BusinessHours, Holiday, OpenSpan, due_after, is_open, next_opening

JAKARTA = ZoneInfo("Asia/Jakarta")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE_DAY = (OpenSpan(time(8), time(12)), OpenSpan(time(13), time(17)))
OFFICE = BusinessHours(JAKARTA, (OFFICE_DAY,) * 5 + ((), ()), (Holiday(date(2026, 12, 25), "Natal"),))
BAR = BusinessHours(JAKARTA, ((),) * 4 + ((OpenSpan(time(20), time(2)),), (OpenSpan(time(20), time(2)),), ()))
ALWAYS = BusinessHours(JAKARTA, ((OpenSpan(time(0), time(0)),),) * 7)

spans = st.builds(OpenSpan, opens=st.times(), closes=st.times())
days = st.lists(spans, max_size=3).map(tuple)
holidays = st.lists(
    st.builds(Holiday, date=st.dates(date(2026, 1, 1), date(2026, 3, 31)), name=st.just("Libur")), max_size=40
).map(tuple)
businesses = st.builds(
    BusinessHours,
    zone=st.sampled_from([JAKARTA, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]),
    week=st.tuples(*[days] * 7).filter(any),
    holidays=holidays,
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of zoned moments


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@given(hours=businesses, moment=moments)
def test_the_next_opening_is_open_and_not_before_now(hours: BusinessHours, moment: datetime) -> None:
    opening = next_opening(hours, moment)
    assert opening >= moment
    assert is_open(hours, opening)
    assert opening.tzinfo is hours.zone


@given(hours=businesses, moment=moments)
def test_who_is_open_need_not_open(hours: BusinessHours, moment: datetime) -> None:
    assert is_open(hours, moment) == (next_opening(hours, moment) == moment)


@given(hours=businesses, moment=moments, part=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_nothing_is_open_before_the_next_opening(hours: BusinessHours, moment: datetime, part: float) -> None:
    opening = next_opening(hours, moment)
    between = moment + part * (opening - moment)
    if between < opening:
        assert not is_open(hours, between)


@given(hours=businesses, moment=moments, first=st.integers(0, 3000), more=st.integers(1, 3000))
def test_more_open_minutes_end_later_and_can_be_counted_in_two_parts(
    hours: BusinessHours, moment: datetime, first: int, more: int
) -> None:
    halfway = due_after(hours, moment, first)
    end = due_after(hours, moment, first + more)
    assert end >= halfway + timedelta(minutes=more)
    assert end == due_after(hours, halfway, more)


@pytest.mark.parametrize(
    ("hours", "moment", "opened"),
    [
        (OFFICE, "2026-11-23 08:00", True),
        (OFFICE, "2026-11-23 07:59:59", False),
        (OFFICE, "2026-11-23 12:00", False),
        (OFFICE, "2026-11-23 13:00", True),
        (OFFICE, "2026-11-23 17:00", False),
        (OFFICE, "2026-11-28 10:00", False),
        (OFFICE, "2026-12-25 10:00", False),
        (BAR, "2026-11-27 23:00", True),
        (BAR, "2026-11-28 01:59", True),
        (BAR, "2026-11-28 02:00", False),
        (BAR, "2026-11-27 01:00", False),
        (BAR, "2026-11-29 01:00", True),
        (ALWAYS, "2026-11-29 00:00", True),
        (ALWAYS, "2026-11-29 23:59:59", True),
    ],
)
def test_opening_is_open_and_closing_is_closed(hours: BusinessHours, moment: str, opened: bool) -> None:
    assert is_open(hours, at(moment)) is opened


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23 06:00", "2026-11-23 08:00"),
        ("2026-11-23 12:30", "2026-11-23 13:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),
        ("2026-12-24 18:00", "2026-12-28 08:00"),
    ],
)
def test_nights_weekends_and_holidays_are_waited_for(moment: str, opening: str) -> None:
    assert next_opening(OFFICE, at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("moment", "minutes", "due"),
    [
        ("2026-11-23 09:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 11:30", 60, "2026-11-23 13:30"),
        ("2026-11-23 11:00", 60, "2026-11-23 12:00"),
        ("2026-11-23 16:30", 60, "2026-11-24 08:30"),
        ("2026-11-27 20:00", 10, "2026-11-30 08:10"),
        ("2026-12-24 16:00", 120, "2026-12-28 09:00"),
    ],
)
def test_only_open_minutes_count_towards_a_reply(moment: str, minutes: int, due: str) -> None:
    assert due_after(OFFICE, at(moment), minutes) == at(due)


def test_a_holiday_closes_the_day_but_not_the_night_that_began_before_it() -> None:
    closed_saturday = BusinessHours(JAKARTA, BAR.week, (Holiday(date(2026, 11, 28), "Libur"),))
    assert is_open(closed_saturday, at("2026-11-28 01:00"))
    assert not is_open(closed_saturday, at("2026-11-28 21:00"))
    assert not is_open(closed_saturday, at("2026-11-29 01:00"))


def test_a_night_of_summer_time_is_as_long_as_it_is() -> None:
    night = BusinessHours(NEW_YORK, ((OpenSpan(time(22), time(6)),),) * 7)
    opening_in_spring = at("2026-03-07 22:00", NEW_YORK)
    opening_in_autumn = at("2026-10-31 22:00", NEW_YORK)
    assert due_after(night, opening_in_spring, 7 * 60) == at("2026-03-08 06:00", NEW_YORK)
    assert due_after(night, opening_in_autumn, 9 * 60) == at("2026-11-01 06:00", NEW_YORK)


def test_a_moment_from_anywhere_means_the_same_instant() -> None:
    in_utc = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert is_open(OFFICE, in_utc)
    assert next_opening(OFFICE, in_utc - timedelta(hours=1)) == in_utc


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        is_open(OFFICE, datetime(2026, 11, 23, 9))  # noqa: DTZ001 - the mistake that is refused


@pytest.mark.parametrize("week", [((),) * 7, (OFFICE_DAY,) * 6])
def test_a_business_that_never_opens_or_has_another_week_is_refused(week: tuple[tuple[OpenSpan, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"a week has|never opens"):
        BusinessHours(JAKARTA, week)
