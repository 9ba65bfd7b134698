"""Who corrects a number, in either language; and who does not, though it looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.conversation.recognising_corrections import Correction, correction_in, with_corrections


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("eh salah, maksudnya 4412", "4412", None),
        ("bukan 4411 tapi 4412", "4412", "4411"),
        ("bukan 4411 kak, tapi 4412 ya", "4412", "4411"),
        ("bkn pesanan 4411 tp 4412", "4412", "4411"),
        ("sorry I meant 4412", "4412", None),
        ("*4412", "4412", None),
        ("4412*", "4412", None),
        ("ralat: pesanan 4412", "4412", None),
        ("maaf salah ketik, 4412", "4412", None),
        ("typo kak harusnya 4412", "4412", None),
        ("yg bener 4412 kak", "4412", None),
        ("4412, bukan 4411", "4412", "4411"),
        ("it's 4412, not 4411", "4412", "4411"),
        ("not 4411 but 4412", "4412", "4411"),
        ("not order KD-4411, it's KD-4412", "KD-4412", "KD-4411"),
        ("oops wrong number, order 4412", "4412", None),
        ("maksud saya pesanan kd-4412", "KD-4412", None),
        ("should be 4412, my mistake", "4412", None),
        ("eh keliru min, 4412", "4412", None),
        ("4412 maksudnya", "4412", None),
        ("its 5513 sorry", "5513", None),
        ("sorry 5513", "5513", None),
        ("maaf kak, pesanan 5513", "5513", None),
        ("oops, order #5513", "5513", None),
        ("pesanan 4411 gimana, eh maksudnya 4412", "4412", "4411"),
    ],
)
def test_a_correction_is_understood(text: str, right: str, wrong: str | None) -> None:
    assert correction_in(text) == Correction(right, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "eh salah",
        "pesanan 4412 salah kirim",
        "4412",
        "order 4412 is the wrong item",
        "pesanan 4412 belum sampai",
        "maksudnya gimana?",
        "bukan soal itu",
        "bukan 4411",
        "pesanan saya 4411 dan 4412 pecah",
        "K-1042 maksudnya",
        "not 4411 but 4411",
        "harganya harusnya Rp 45.000 kan",
        "wrong coffee in 4412",
        "sorry, order 4412 is late",
        "maaf ganggu, pesanan 4412 sampai mana",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert correction_in(text) is None


@given(st.text(max_size=300))
def test_any_text_may_be_asked(text: str) -> None:
    found = correction_in(text)
    assert found is None or found.right != found.wrong


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["pesanan 4411 pecah", "eh salah, maksudnya 4412"], ["pesanan 4412 pecah"]),
        (["order 4411 broken", "*4412"], ["order 4412 broken"]),
        (["halo", "4411 belum sampai", "bukan 4411 tapi 4412"], ["halo", "4412 belum sampai"]),
        (["pesanan 4411 pecah, eh salah maksudnya 4412"], ["pesanan 4412 pecah"]),
        (["order 4411, sorry I meant 4412, arrived broken"], ["order 4412, arrived broken"]),
        (["pesanan 4411 dan 4412 pecah"], ["pesanan 4411 dan 4412 pecah"]),
        (["pesanan 4411 salah kirim, 4412 belum sampai"], ["pesanan 4411 salah kirim, 4412 belum sampai"]),
        (["eh salah, maksudnya 4412"], ["eh salah, maksudnya 4412"]),
        ([], []),
    ],
)
def test_what_a_turn_corrects_itself_is_put_right(texts: list[str], meant: list[str]) -> None:
    assert list(with_corrections(texts)) == meant


@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_turn_may_be_put_right(texts: list[str]) -> None:
    assert len(with_corrections(texts)) <= len(texts)
