"""Mistyped words."""

import pytest

from crm.knowledge.spelling import Speller

SPELLER = Speller(["can", "help", "address", "delivery", "subscription", "want", "bayar"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acn", ("can",)),
        ("adress", ("address",)),
        ("addresss", ("address",)),
        ("delievry", ("delivery",)),
        ("subcsripton", ("subscription",)),
        ("byaar", ("bayar",)),
        ("wanthelp", ("want", "help")),
        ("deliveryaddress", ("delivery", "address")),
        ("hulp", ()),  # a short word has too many neighbours
        ("xyzzyx", ()),
        ("a" * 1_000, ()),
        ("", ()),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: tuple[str, ...]) -> None:
    assert SPELLER.correct(typed) == meant
