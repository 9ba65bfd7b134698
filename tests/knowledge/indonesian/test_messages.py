"""The set is as large, as labelled and as much of its own as it says."""

from collections import Counter

from crm.knowledge import load_articles, normalise
from tests.knowledge.examples import DEMO_ARTICLES
from tests.knowledge.indonesian.messages import (
    ACKNOWLEDGEMENT,
    NOTHING,
    OPENING,
    REPORT,
    TUNE,
    about_articles,
    labelled_with,
    read_messages,
)

MESSAGES = read_messages()
ARTICLES = load_articles(DEMO_ARTICLES)
LEAST_AN_ARTICLE = 12


def test_it_is_large_enough() -> None:
    assert len(MESSAGES) >= 1000
    assert len(about_articles(MESSAGES)) >= 600
    assert len(labelled_with(MESSAGES, NOTHING)) >= 200
    assert len(labelled_with(MESSAGES, OPENING)) >= 50
    assert len(labelled_with(MESSAGES, ACKNOWLEDGEMENT)) >= 50


def test_every_article_is_asked_for_and_no_other() -> None:
    asked = Counter(message.label for message in about_articles(MESSAGES))
    assert set(asked) == {article.slug for article in ARTICLES}
    assert min(asked.values()) >= LEAST_AN_ARTICLE


def test_each_label_is_halved() -> None:
    tuned = Counter(message.label for message in MESSAGES if message.half == TUNE)
    reported = Counter(message.label for message in MESSAGES if message.half == REPORT)
    assert tuned.total() + reported.total() == len(MESSAGES)
    assert all(abs(tuned[label] - reported[label]) <= 1 for label in tuned | reported)


def test_no_message_stands_twice() -> None:
    assert [text for text, times in Counter(message.text for message in MESSAGES).items() if times > 1] == []


def test_no_message_is_an_example_of_an_article() -> None:
    examples = {
        normalise(example) for article in ARTICLES for example in (*article.all_questions, *article.title.values())
    }
    assert [message.text for message in MESSAGES if normalise(message.text) in examples] == []
