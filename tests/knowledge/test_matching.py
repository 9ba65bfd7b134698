"""Finding articles: the bands, and what must hold for any text and any articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.language import Language
from crm.knowledge import ArticleMatcher, Band, Match, Matcher, band_of, worth_a_button
from tests.knowledge.examples import article

OPENING = article("jam-buka", "Jam buka berapa?", "Buka sampai jam berapa?")
OUTLETS = article("gerai", "Gerai ada di mana?", "Alamat gerai")
REFUND = article("refund", "How do I get a refund?", language=Language.EN)
MATCHER: Matcher = ArticleMatcher((OPENING, OUTLETS, REFUND))


def found(text: str, matcher: Matcher = MATCHER) -> str | None:
    matches = matcher.match(text)
    return matches[0].article.slug if band_of(matches) is Band.ANSWER else None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Jam buka berapa?", "jam-buka"),
        ("halo kakk, bukanya jam brp yaa 🙏", "jam-buka"),
        ("gerainya dmn", "gerai"),
        ("alamt gerai", "gerai"),
        ("alamatgerai", "gerai"),
        ("I want my money back", "refund"),
        ("minta pengembalian dana", "refund"),
        ("apa kabar", None),
        ("cuaca hari ini", None),
        ("", None),
        ("???", None),
    ],
)
def test_a_question_is_found_however_it_is_written(text: str, slug: str | None) -> None:
    assert found(text) == slug


def test_the_owners_very_words_settle_it() -> None:
    vague = ArticleMatcher((article("a", "Bisa?"), article("b", "Pesanan"), article("c", "Pesanan saya")))
    assert [found(text, vague) for text in ("bisa??", "pesanan", "PESANAN SAYA")] == ["a", "b", "c"]


def test_no_articles_match_nothing() -> None:
    assert ArticleMatcher(()).match("Jam buka berapa?") == ()


def test_the_best_comes_first_and_at_most_five_are_offered() -> None:
    many = ArticleMatcher([article(f"a{number}", f"kopi rasa {word}") for number, word in enumerate("abcdefgh")])
    matches = many.match("kopi rasa")
    assert len(matches) == 5
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        ((), Band.NONE),
        ((19.9,), Band.NONE),
        ((20.0,), Band.ASK_BACK),
        ((83.9, 10.0), Band.ASK_BACK),
        ((84.0, 10.0), Band.ANSWER),
    ],
)
def test_the_best_score_tells_the_band(scores: tuple[float, ...], band: Band) -> None:
    assert band_of([Match(OPENING, score) for score in scores]) is band


def test_what_two_articles_answer_is_asked_back_with_both() -> None:
    alike = ArticleMatcher((article("a", "Kopi luwak ada?"), article("b", "Ada teh luwak?"), article("c", "Jam buka?")))
    matches = alike.match("luwak ada?")
    assert band_of(matches) is Band.ASK_BACK
    assert {match.article.slug for match in worth_a_button(matches)} == {"a", "b"}


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_gets_different_articles_with_scores_in_order(text: str) -> None:
    matches = MATCHER.match(text)
    assert len({match.article.slug for match in matches}) == len(matches) <= 5
    assert all(0 <= match.score <= 100 for match in matches)


@given(st.lists(st.text(st.characters(codec=None), min_size=1, max_size=40), max_size=8), st.text(max_size=60))
def test_any_articles_make_a_matcher(questions: list[str], text: str) -> None:
    matcher = ArticleMatcher([article(f"a{number}", question) for number, question in enumerate(questions)])
    assert len(matcher.match(text)) <= 5


def test_a_hundred_kilobytes_are_matched_by_their_beginning() -> None:
    assert found("jam buka berapa " + "\n" * 600 + "x" * 100_000) == "jam-buka"


@pytest.mark.parametrize("text", ["a" * 100_000, "pesanan " * 12_500, "1" * 100_000, "\ud800" * 100_000, "😀" * 50_000])
def test_a_hundred_kilobytes_of_anything_are_no_question(text: str) -> None:
    assert found(text) is None
