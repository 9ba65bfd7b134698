"""What holds for every turn, whatever is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.conversation.understanding import MOST_QUESTIONS
from crm.knowledge import MOST_BUTTONS
from tests.conversation.test_understanding import understood

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
LIKELY_TEXT = st.lists(
    st.sampled_from(
        "halo pesanan 4411 rusak? jam buka! refund, kak ok makasih cs dan\n order 😡 tidak kalau".split(" ")
    ),
    max_size=20,
).map(" ".join)


@given(st.lists(ANY_TEXT | LIKELY_TEXT, max_size=6))
def test_any_turn_is_understood_somehow(texts: list[str]) -> None:
    understanding = understood(*texts)
    slugs = {question.article.slug for question in understanding.questions}

    assert understanding.is_empty == (not "".join(texts).strip())
    assert len(slugs) == len(understanding.questions) <= MOST_QUESTIONS
    assert len(understanding.guesses) <= MOST_BUTTONS
    assert not (understanding.guesses and (slugs or understanding.complaint or understanding.wants_person))
    assert not (understanding.is_only_greeting and understanding.greeting is None)
    assert not (understanding.is_fragment and (understanding.complaint or understanding.courtesy or len(slugs) > 1))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "pesanan rusak. " * 7_000,
        "order" * 20_000 + "1",
        "1 " * 50_000,
        "\x00\ud800" * 50_000,
        "😀" * 50_000,
        "?\n" * 50_000,
        "no. " * 25_000,
        "halo " * 20_000,
        "dan " * 25_000,
    ],
)
def test_a_hundred_kilobytes_are_understood_in_their_beginning(text: str) -> None:
    assert not understood(text).is_empty


def test_a_thousand_messages_are_one_turn() -> None:
    assert understood(*["pesanan 4411 rusak"] * 1_000).complaint is not None
