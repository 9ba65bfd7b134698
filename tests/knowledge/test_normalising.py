"""One spelling for all spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.knowledge import normalise
from crm.knowledge.slang import SLANG

# Also what no keyboard sends: lone surrogates, control characters, every script.
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Jam buka BERAPA?", "jam buka berapa"),
        ("brp ongkir nya", "berapa ongkos kirim nya"),
        ("gk bs dmn gmn udh blm yg tdk", "tidak bisa di mana bagaimana sudah belum yang tidak"),
        ("pesenan sy blm nyampe", "pesanan saya belum sampai"),
        ("Haloooooo kaaak", "halo kak"),
        ("makasihh yaa", "terima kasih ya"),
        ("I don't know, it's free coffee", "i do not know it is free coffee"),
        ("I don\u2019t", "i do not"),
        ("can u help w/ ur order", "can you help saya your order"),
        ("pesanan #4411, Rp250.000", "pesanan 0 rp0 0"),
        ("barang2 rusak", "barang rusak"),
        ("\uff2a\uff21\uff2d buka", "jam buka"),
        ("café au lait", "cafe au lait"),
        ("mantap 👍🔥", "mantap"),
        ("👍", ""),
        ("a\x00b\ud800c", "a b c"),
        ("", ""),
    ],
)
def test_what_is_written_differently_is_spelt_the_same(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(ANY_TEXT)
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_only_single_blanks_stand_between_words(text: str) -> None:
    assert normalise(text) == " ".join(normalise(text).split())


def test_slang_is_written_out_once_and_for_all() -> None:
    assert {word for words in SLANG.values() for word in words.split()}.isdisjoint(SLANG)
