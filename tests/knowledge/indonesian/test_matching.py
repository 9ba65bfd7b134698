"""How the core matcher does on these messages: what it was not tuned on, and never worse than this."""

from collections.abc import Iterable

from crm.knowledge import ArticleMatcher, Labelled, evaluate, load_articles
from tests.knowledge.examples import DEMO_ARTICLES
from tests.knowledge.indonesian.messages import NOTHING, REPORT, Message, about_articles, labelled_with, read_messages

MATCHER = ArticleMatcher(load_articles(DEMO_ARTICLES))
REPORTED = tuple(message for message in read_messages() if message.half == REPORT)


def labelled(messages: Iterable[Message]) -> list[Labelled]:
    return [Labelled(message.text, frozenset({message.label} - {NOTHING})) for message in messages]


def test_half_is_answered_at_once_and_hardly_ever_wrongly() -> None:
    evaluation = evaluate(MATCHER, labelled(about_articles(REPORTED)))
    assert evaluation.accuracy >= 0.45
    assert evaluation.error <= 0.03


def test_where_it_asks_back_the_right_article_is_among_the_buttons() -> None:
    evaluation = evaluate(MATCHER, labelled(about_articles(REPORTED)))
    assert evaluation.offered >= 0.8


def test_hardly_anything_is_answered_wrongly_with_what_no_article_answers_among_it() -> None:
    asked = (*about_articles(REPORTED), *labelled_with(REPORTED, NOTHING))
    assert evaluate(MATCHER, labelled(asked)).error <= 0.05


def test_what_no_article_answers_is_mostly_refused() -> None:
    assert evaluate(MATCHER, labelled(labelled_with(REPORTED, NOTHING))).refused >= 0.93
