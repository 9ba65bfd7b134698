"""What stands in one cell."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingat.business.problems import SettingError
from ingat.importing import values

TODAY = date(2026, 11, 28)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    "cell",
    ["14/03/1990", "14-03-1990", "1990-03-14", "14 Maret 1990", "14.3.1990", "14/3/90", "Rabu, 14 Maret 1990",
     "14 Mar 1990", "March 14, 1990", "1990-03-14 00:00:00", "14-Mar-90"],
)  # fmt: skip
def test_ways_of_writing_one_day(cell: str) -> None:
    assert values.birthday(TODAY)(cell) == date(1990, 3, 14)


@pytest.mark.parametrize(
    "cell", ["03/14/1990", "31/02/1990", "besok", "14/03", "0000-00-00", "14/03/1890", "29/11/2026"]
)
def test_what_is_no_birthday_is_refused(cell: str) -> None:
    with pytest.raises(SettingError):
        values.birthday(TODAY)(cell)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("03/11/2026 14:00", datetime(2026, 11, 3, 7, 0, tzinfo=UTC)),
        ("3 November 2026 pukul 14.00 WIB", datetime(2026, 11, 3, 7, 0, tzinfo=UTC)),
        ("3 November 2026, 14.00 WIT", datetime(2026, 11, 3, 5, 0, tzinfo=UTC)),
        ("2026-11-03T07:00:00Z", datetime(2026, 11, 3, 7, 0, tzinfo=UTC)),
        ("2026-11-03T07:00:00.123Z", datetime(2026, 11, 3, 7, 0, tzinfo=UTC)),
        ("3/11/2026", datetime(2026, 11, 2, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_in_the_zone_that_it_names_or_in_the_business_s(cell: str, moment: datetime) -> None:
    assert values.moment_in(JAKARTA, TODAY)(cell) == moment


@pytest.mark.parametrize("cell", ["Rp125.000", "125,000.00", "125000", "Rp 125.000,-", "IDR 125,000"])
def test_ways_of_writing_one_amount(cell: str) -> None:
    assert values.rupiah(cell) == 125_000


@given(st.text(max_size=60))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    readers = (
        *(values.text, values.code, values.card, values.email, values.language, values.rupiah),
        *(values.phone_in("ID"), values.birthday(TODAY), values.day(TODAY), values.moment_in(JAKARTA, TODAY)),
    )
    for read in readers:
        with suppress(SettingError):
            read(cell)
