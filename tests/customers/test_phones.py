"""Telephone numbers come in many ways of typing and leave in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.customers.phones import e164


@pytest.mark.parametrize(
    "typed",
    ["0812 3456 7890", "+62 812-3456-7890", "6281234567890", "81234567890", "'081234567890", "(0812) 3456.7890"],
)
def test_ways_of_typing_one_number_are_one(typed: str) -> None:
    assert e164(typed) == "+6281234567890"


def test_a_number_without_prefix_is_one_of_the_region() -> None:
    assert e164("9123 4567", "SG") == "+6591234567"
    assert e164("021 5550 1234") == "+622155501234"


@pytest.mark.parametrize("typed", ["", "abc", "0812", "8.12E+10", "0812 3456 7890 / 0813 1111 2222", "1234567890123"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert e164(typed) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    number = e164(typed)
    assert number is None or e164(number) == number
