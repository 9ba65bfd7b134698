"""Whether new words are about a complaint that is already known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.cases import case_number
from crm.conversation.recognising import KnownComplaint, Likeness, likeness_of, score_same_complaint
from crm.conversation.understanding import Complaint, ComplaintCategory

BROKEN = KnownComplaint(
    category=ComplaintCategory.DAMAGED,
    words="pesanan saya 4411 sampai rusak, botolnya pecah",
    order_number="4411",
    case_number=case_number(42),
)
A_DAY = 24.0


@pytest.mark.parametrize(
    ("text", "hours_since", "likeness"),
    [
        ("K-1042 sudah sampai mana?", 2_000.0, Likeness.HIGH),
        ("pesanan 4411 gimana kabarnya?", 2 * A_DAY, Likeness.HIGH),
        ("order 4411 is broken", A_DAY, Likeness.HIGH),
        ("masih rusak juga", A_DAY, Likeness.HIGH),
        ("botolnya pecah semua", 3.0, Likeness.MIDDLE),
        ("belum dibalas juga nih", A_DAY, Likeness.MIDDLE),
        ("any update on my complaint?", 2 * A_DAY, Likeness.MIDDLE),
        ("pesanan 5522 rusak", 1.0, Likeness.LOW),
        ("pesanan 5522 juga masih rusak, komplain lagi", 1.0, Likeness.LOW),
        ("kasirnya jutek", 1.0, Likeness.LOW),
        ("jam buka berapa", 0.1, Likeness.LOW),
        ("barang pecah", 90 * A_DAY, Likeness.LOW),
        ("", 0.0, Likeness.LOW),
    ],
)
def test_a_known_complaint_is_recognised(text: str, hours_since: float, likeness: Likeness) -> None:
    score = score_same_complaint(text, BROKEN, hours_since)
    assert likeness_of(score) is likeness, score


def test_a_complaint_is_compared_like_its_text() -> None:
    text = "order 4411 is broken"
    complaint = Complaint(ComplaintCategory.DAMAGED, "4411", text)
    assert score_same_complaint(complaint, BROKEN, A_DAY) == score_same_complaint(text, BROKEN, A_DAY)


@given(st.text(st.characters(codec=None), max_size=200), st.floats(0, 100_000))
def test_any_words_get_a_score(text: str, hours_since: float) -> None:
    assert 0 <= score_same_complaint(text, BROKEN, hours_since) <= 100


@given(
    st.sampled_from(["pesanan rusak", "masih rusak", "botol pecah", "kabar?"]), st.floats(0, 5_000), st.floats(0, 5_000)
)
def test_more_time_never_makes_it_likelier(text: str, sooner: float, later: float) -> None:
    sooner, later = sorted((sooner, later))
    assert score_same_complaint(text, BROKEN, sooner) >= score_same_complaint(text, BROKEN, later)
