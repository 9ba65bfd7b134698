"""The extra: sentence vectors under a linear head."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.knowledge import ArticleMatcher, Band, band_of
from crm.knowledge.semantic import learn_head, semantic_matcher
from tests.knowledge.examples import article

ARTICLES = (
    article("jam-buka", "Jam buka berapa?", "Buka sampai jam berapa?"),
    article("gerai", "Gerai ada di mana?", "Alamat gerai"),
    article("refund", "Bagaimana minta uang kembali?", "Mau refund"),
)
MATCHER = semantic_matcher(ARTICLES)


def test_the_head_tells_the_examples_apart() -> None:
    texts = [question for each in ARTICLES for question in each.all_questions]
    kinds = [at for at, each in enumerate(ARTICLES) for _ in each.all_questions]
    hear = learn_head(texts, kinds, len(ARTICLES))
    for text, kind in zip(texts, kinds, strict=True):
        speaks = list(hear(text))
        assert speaks.index(max(speaks)) == kind


def test_it_knows_what_no_word_of_an_example_says() -> None:
    text = "my money should come back"
    assert MATCHER.match(text)[0].article.slug == "refund"
    assert MATCHER.match(text)[0].score > ArticleMatcher(ARTICLES).match(text)[0].score


def test_the_owners_very_words_settle_it_here_too() -> None:
    assert MATCHER.match("alamat gerai")[0].score == 100
    assert band_of(MATCHER.match("alamat gerai")) is Band.ANSWER


def test_there_may_be_no_articles() -> None:
    assert semantic_matcher(()).match("jam buka") == ()


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec=None), max_size=80))
def test_any_text_gets_different_articles_with_scores_in_order(text: str) -> None:
    scores = [match.score for match in MATCHER.match(text)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
