"""Case numbers: kept together on a phone, and recognised however they come back."""

import pytest

from crm.cases import case_number, case_number_in


def test_a_case_number_does_not_break_at_the_end_of_a_line() -> None:
    assert case_number(42) == "K\N{NON-BREAKING HYPHEN}1042"


@pytest.mark.parametrize(
    "text",
    [
        case_number(42),
        f"{case_number(42)} gimana kabarnya?",
        "K-1042 gimana?",
        "k-1042",
        "k1042",
        "K 1042",
        "K - 1042",
        "keluhan K\N{EN DASH}1042 ya kak",
        "K\N{HYPHEN}1042",
        "(K-1042)",
        "soal k1042, sudah sampai mana",
    ],
)
def test_a_case_number_is_recognised_however_it_is_typed(text: str) -> None:
    assert case_number_in(text) == case_number(42)


@pytest.mark.parametrize("text", ["", "OK 1042", "200k 1042 unit", "K-10", "pesanan 1042", "K", "toko1042", "Rp50k"])
def test_what_is_no_case_number_is_none(text: str) -> None:
    assert case_number_in(text) is None
