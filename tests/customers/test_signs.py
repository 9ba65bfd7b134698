"""Which signs prove somebody, when a number may be somebody else's by now, and what may then be told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.customers.doubting import NOT_SEEN_FOR, is_doubtful, is_same_name
from crm.customers.models import ClaimState
from crm.customers.signs import Sign, Standing, is_proved, standing
from crm.customers.standing import reached

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATELY = NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("signs", "doubtful", "proved"),
    [
        ({Sign.PHONE}, False, True),
        ({Sign.PHONE}, True, False),
        ({Sign.PHONE, Sign.CARD_DIGITS}, True, True),
        ({Sign.PHONE, Sign.BIRTHDAY}, True, True),
        ({Sign.PHONE, Sign.CARD}, True, True),
        ({Sign.CARD}, False, False),
        ({Sign.CARD, Sign.BIRTHDAY}, False, False),
        ({Sign.CONFIRMED}, False, False),
        ({Sign.AGENT}, True, True),
        (set(), False, False),
    ],
)
def test_what_proves_somebody(signs: set[Sign], doubtful: bool, proved: bool) -> None:
    assert is_proved(signs, is_doubtful=doubtful) is proved


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Rahma", "siti rahma"),
        ("Ibu Siti Rahma, S.E.", "Siti"),
        ("Siti Rachma", "Siti Rahma"),
        ("M. Budi Santoso", "Budi"),
        ("BUDI SANTOSO", "Santoso Budi"),
    ],
)
def test_names_of_one_person(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Siti Rahma", "Budi"), ("Siti Rahma", "Siti Aminah"), ("Siti", ""), ("", ""), ("Siti", "🌸")]
)
def test_names_that_tell_nothing_or_differ(one: str, other: str) -> None:
    assert not is_same_name(one, other)


def test_a_number_is_doubtful_after_90_days_by_another_name_or_where_nobody_knows() -> None:
    assert not is_doubtful("Siti Rahma", ["Siti"], LATELY, NOW)
    assert not is_doubtful("Siti Rahma", ["🌸", "Siti R"], NOW - NOT_SEEN_FOR, NOW)
    assert is_doubtful("Siti Rahma", ["Siti"], NOW - NOT_SEEN_FOR - timedelta(seconds=1), NOW)
    assert is_doubtful("Siti Rahma", ["Budi"], LATELY, NOW)
    assert is_doubtful("Siti Rahma", [], LATELY, NOW)
    assert is_doubtful("Siti Rahma", ["Siti"], None, NOW)


def test_a_merge_is_told_as_far_as_the_claim_on_it_has_come() -> None:
    assert standing(None) is Standing.CHAT
    assert standing(ClaimState.ASKED) is Standing.CHAT
    assert standing(ClaimState.ENDED) is Standing.CHAT
    assert standing(ClaimState.CONFIRMED) is Standing.STATE
    assert standing(ClaimState.OPEN) is Standing.EVERYTHING


def test_the_least_confirmed_merge_of_a_way_says_what_is_told() -> None:
    links = [(1, 2, Standing.EVERYTHING), (2, 3, Standing.STATE), (3, 4, Standing.EVERYTHING), (4, 5, Standing.CHAT)]
    told = reached(1, [1, 2, 3, 4, 5], links)
    assert told == {
        1: Standing.EVERYTHING,
        2: Standing.EVERYTHING,
        3: Standing.STATE,
        4: Standing.STATE,
        5: Standing.CHAT,
    }


STANDINGS = st.sampled_from(Standing)
LINKS = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), STANDINGS), max_size=12)


@given(LINKS, STANDINGS)
def test_nobody_is_told_more_than_every_merge_on_the_way_allows(
    links: list[tuple[int, int, Standing]], at_least: Standing
) -> None:
    told = reached(1, [1, 2, 3, 4, 5, 6], links)
    near = {1}
    for _ in range(len(links)):
        near |= {end for one, other, how in links if how >= at_least for end in (one, other) if {one, other} & near}
    assert {member for member, how in told.items() if how >= at_least > Standing.CHAT} <= near
    assert all(told[member] >= at_least for member in near)
