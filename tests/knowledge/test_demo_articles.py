"""The demo shop's articles: complete, in one voice, and found by those who ask."""

import re
from pathlib import Path

import pytest
import yaml

from crm.kernel.language import Language
from crm.knowledge import Article, ArticleMatcher, Band, Labelled, band_of, evaluate, load_articles
from tests.knowledge.examples import DEMO_ARTICLES

ARTICLES = load_articles(DEMO_ARTICLES)
MATCHER = ArticleMatcher(ARTICLES)
PHRASES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text("utf-8"))
NOTHING = PHRASES.pop("nothing")
EACH = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


@EACH
def test_every_article_speaks_both_languages(article: Article) -> None:
    assert set(article.title) == set(article.questions) == set(article.answer) == set(Language)


@EACH
def test_no_article_raises_its_voice_or_promises(article: Article) -> None:
    said = " ".join(article.answer.values())
    assert "!" not in said
    assert not re.search(
        r"<[a-z/]|\bkamu\b|\bguarantee|\bpasti\b|\bjamin|\bwe promise|kami janji|\baman\b|\bsafe\b", said, re.I
    )


@EACH
def test_an_example_question_finds_its_article(article: Article) -> None:
    for question in article.all_questions:
        matches = MATCHER.match(question)
        assert band_of(matches) is Band.ANSWER, (question, matches[:2])
        assert matches[0].article.slug == article.slug


@EACH
def test_a_button_with_the_title_finds_its_article(article: Article) -> None:
    for title in article.title.values():
        assert MATCHER.match(title)[0].article.slug == article.slug


def test_every_article_is_asked_for() -> None:
    assert set(PHRASES) == {article.slug for article in ARTICLES}


@pytest.mark.parametrize(
    ("slug", "phrase"), [(slug, phrase) for slug, phrases in PHRASES.items() for phrase in phrases]
)
def test_what_customers_ask_is_never_answered_by_another_article(slug: str, phrase: str) -> None:
    matches = MATCHER.match(phrase)
    assert slug in {match.article.slug for match in matches}, matches[:3]
    assert band_of(matches) is not Band.ANSWER or matches[0].article.slug == slug


def test_most_of_what_customers_ask_is_answered_at_once() -> None:
    evaluation = evaluate(
        MATCHER, [Labelled(phrase, frozenset({slug})) for slug, phrases in PHRASES.items() for phrase in phrases]
    )
    assert evaluation.accuracy >= 0.8
    assert evaluation.error <= 0.02


@pytest.mark.parametrize("phrase", NOTHING)
def test_what_no_article_answers_is_not_answered(phrase: str) -> None:
    assert band_of(MATCHER.match(phrase)) is not Band.ANSWER
