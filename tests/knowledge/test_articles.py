"""An article in one language serves customers of both."""

from crm.kernel.language import Language
from crm.knowledge import Article, ArticleKind

BOTH = Article(
    slug="halal",
    title={Language.ID: "Halal?", Language.EN: "Is it halal?"},
    questions={Language.ID: ("Apakah halal?",), Language.EN: ("Is it halal?",)},
    answer={Language.ID: "Ya.", Language.EN: "Yes."},
)
ONE = Article(
    slug="halal",
    title={Language.EN: "Is it halal?"},
    questions={Language.EN: ("Is it halal?",)},
    answer={Language.EN: "Yes."},
)


def test_each_customer_reads_their_own_language() -> None:
    assert (BOTH.title_in(Language.ID), BOTH.answer_in(Language.ID)) == ("Halal?", "Ya.")
    assert (BOTH.title_in(Language.EN), BOTH.answer_in(Language.EN)) == ("Is it halal?", "Yes.")


def test_a_missing_language_is_replaced_by_the_other() -> None:
    assert (ONE.title_in(Language.ID), ONE.answer_in(Language.ID)) == ("Is it halal?", "Yes.")


def test_questions_of_all_languages_are_found() -> None:
    assert BOTH.all_questions == ("Apakah halal?", "Is it halal?")


def test_an_article_answers_unless_it_says_otherwise() -> None:
    assert BOTH.kind is ArticleKind.ANSWER
