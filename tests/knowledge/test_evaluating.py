"""Counting how questions end."""

from crm.knowledge import ArticleMatcher, Evaluation, Labelled, changes_between, ending_of, evaluate
from tests.knowledge.examples import article

OPENING, OUTLETS = article("jam-buka", "Jam buka berapa?"), article("gerai", "Alamat gerai di mana?")
MATCHER = ArticleMatcher((OPENING, OUTLETS))


def labelled(text: str, *slugs: str, category: str = "") -> Labelled:
    return Labelled(text, frozenset(slugs), category)


ASKED = [
    labelled("jam buka berapa", "jam-buka", category="toko"),
    labelled("jam buka?", "jam-buka", "gerai", category="toko"),
    labelled("alamat gerai", "jam-buka"),
    labelled("alamat jam", "gerai"),
    labelled("cuaca"),
    labelled("gerai"),
]


def test_every_question_ends_in_one_way() -> None:
    evaluation = evaluate(MATCHER, ASKED)
    assert [ending_of(outcome) for outcome in evaluation.outcomes] == [
        *("right", "right", "wrong", "asked back", "handed over", "wrong")
    ]
    assert (evaluation.questions, len(evaluation.answered), evaluation.correct) == (6, 4, 2)


def test_shares_are_of_all_of_the_answered_and_of_their_scope() -> None:
    evaluation = evaluate(MATCHER, ASKED)
    assert (evaluation.accuracy, evaluation.coverage, evaluation.error) == (2 / 6, 4 / 6, 0.5)
    assert (evaluation.best_accuracy, evaluation.offered, evaluation.refused) == (3 / 4, 1.0, 0.5)


def test_another_threshold_answers_more_or_less() -> None:
    evaluation = evaluate(MATCHER, ASKED)
    assert evaluation.answering_from(0) == (1.0, 3 / 6)
    assert evaluation.answering_from(100) == (3 / 6, 1 / 3)  # gerai alone is the title of an article
    assert evaluation.answering_from(101) == (0.0, 0.0)


def test_confusions_are_told_the_most_frequent_first() -> None:
    twice = [*ASKED, labelled("gerai kak")]
    told = [(pair, len(outcomes)) for pair, outcomes in evaluate(MATCHER, twice).confusions()]
    assert told == [(("", "gerai"), 2), (("jam-buka", "gerai"), 1)]


def test_categories_are_counted_by_themselves() -> None:
    assert [(name, e.questions) for name, e in evaluate(MATCHER, ASKED).of_categories().items()] == [("toko", 2)]


def test_a_change_of_articles_shows_what_it_moved() -> None:
    weather = article("cuaca", "Cuaca hari ini?")
    before, after = evaluate(MATCHER, ASKED), evaluate(ArticleMatcher((OPENING, OUTLETS, weather)), ASKED)
    assert changes_between(before, before) == []
    moved = {change.before.question.text: ending_of(change.after) for change in changes_between(before, after)}
    assert moved["cuaca"] == "wrong"


def test_nothing_asked_is_no_error() -> None:
    nothing = Evaluation()
    assert (nothing.accuracy, nothing.coverage, nothing.error, nothing.refused, nothing.offered) == (0, 0, 0, 0, 0)
