"""Whether new words are about a complaint that is already known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.cases import case_number
from crm.conversation.recognising import (
    ALWAYS_ASKED,
    KnownComplaint,
    Likeness,
    likeness_of,
    recognise,
    score_same_complaint,
)
from crm.conversation.recognising_orders import names_order
from crm.conversation.understanding import Complaint, ComplaintCategory
from tests.conversation.same_complaints import REPORT, TUNE, figures, read_pairs

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
        ("botolnya pecah semua", 3.0, Likeness.HIGH),
        ("botol yang satu lagi juga pecah", 3.0, Likeness.MIDDLE),
        ("botolnya pecah", 20 * A_DAY, Likeness.MIDDLE),
        ("KD-4411 pecah", A_DAY, Likeness.LOW),
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


@pytest.mark.parametrize(
    ("text", "order_number", "is_named"),
    [
        ("KD8008 mana kak", "KD-8008", True),
        ("kd-8008 late", "KD-8008", True),
        ("order #4411", "4411", True),
        ("44112 telat", "4411", False),
        ("K-4411 gimana", "4411", False),
        ("ada 80 08 gelas", "KD-8008", False),
    ],
)
def test_an_order_is_known_however_it_is_written(text: str, order_number: str, is_named: bool) -> None:
    assert names_order(text, order_number) is is_named


@pytest.mark.parametrize("category", sorted(ALWAYS_ASKED))
def test_in_matters_of_health_money_and_staff_nothing_is_attached_unasked(category: ComplaintCategory) -> None:
    words = "pesanan 4411 masih sama"
    known = KnownComplaint(category=category, words=words, order_number="4411")
    likeness, score = recognise(Complaint(ComplaintCategory.OTHER, "4411", words), known, 1.0)
    assert (likeness, likeness_of(score)) == (Likeness.MIDDLE, Likeness.HIGH)


def test_the_labelled_pairs_are_enough_and_all_different() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 300
    assert len({(pair.text, pair.known.words) for pair in pairs}) == len(pairs)
    assert {pair.half for pair in pairs} == {TUNE, REPORT}


def test_what_is_attached_without_asking_belongs_there() -> None:
    """The promise is about the half that nothing was tuned on."""
    found = figures(pair for pair in read_pairs() if pair.half == REPORT)
    assert found.precision >= 0.95
    assert found.recall >= 0.72
    assert found.recall_with_asking >= 0.88
