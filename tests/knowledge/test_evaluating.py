"""Counting how questions end."""

from crm.knowledge import ArticleMatcher, Evaluation, Labelled, evaluate
from tests.knowledge.examples import article

MATCHER = ArticleMatcher((article("jam-buka", "Jam buka berapa?"), article("gerai", "Alamat gerai di mana?")))


def labelled(text: str, *slugs: str) -> Labelled:
    return Labelled(text, frozenset(slugs))


def test_every_question_ends_in_one_way() -> None:
    evaluation = evaluate(
        MATCHER,
        [
            labelled("jam buka berapa", "jam-buka"),
            labelled("jam buka?", "jam-buka", "gerai"),
            labelled("alamat gerai", "jam-buka"),
            labelled("alamat jam", "gerai"),
            labelled("alamat jam"),
            labelled("cuaca", "gerai"),
        ],
    )
    assert evaluation == Evaluation(correct=2, wrong=1, asked_back_rightly=1, asked_back_wrongly=1, unanswered=1)


def test_shares_are_of_all_and_of_the_answered() -> None:
    evaluation = Evaluation(correct=6, wrong=2, asked_back_rightly=1, asked_back_wrongly=0, unanswered=1)
    assert (evaluation.questions, evaluation.answered) == (10, 8)
    assert (evaluation.accuracy, evaluation.coverage, evaluation.error) == (0.6, 0.8, 0.25)


def test_nothing_asked_is_no_error() -> None:
    assert (Evaluation().accuracy, Evaluation().coverage, Evaluation().error) == (0.0, 0.0, 0.0)
