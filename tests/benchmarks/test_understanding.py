"""What is asked of the matchers for docs/understanding.md."""

from pathlib import Path

import pytest

from benchmarks.understanding.measuring import Marks, marks_of
from benchmarks.understanding.questions import Exam, exam, exam_out_of_scope, in_scope_alone, indonesian_exam
from benchmarks.understanding.yardstick import accuracy_of_the_yardstick
from crm.knowledge import ArticleMatcher

INTENTS = ("alpha", "bravo", "charlie", "delta", "echo")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five intents with ten examples to learn from, and one question each."""
    train = [f"{intent} {number},{intent}" for intent in INTENTS for number in NUMBERS]
    test = [f"please {intent},{intent}" for intent in INTENTS]
    for part, rows in (("train", train), ("test", test)):
        (tmp_path / f"retail-{part}.csv").write_text("\n".join(["text,intent", *rows]), "utf-8")
    return tmp_path


def questions_of(drawn: Exam) -> list[tuple[str, ...]]:
    return [article.all_questions for article in drawn.articles]


def test_a_few_examples_of_each_intent_are_drawn_the_same_each_time(folder: Path) -> None:
    first = exam(folder, "retail", 5, 0)
    assert [len(questions) for questions in questions_of(first)] == [5] * 5
    assert questions_of(first) == questions_of(exam(folder, "retail", 5, 0))
    assert questions_of(first) != questions_of(exam(folder, "retail", 5, 1))
    assert [len(questions) for questions in questions_of(exam(folder, "retail", None, 0))] == [10] * 5


def test_what_is_withheld_from_learning_has_no_right_answer(folder: Path) -> None:
    asked = exam_out_of_scope(folder, "retail", 5, 1)
    assert [article.slug for article in asked.articles] == ["alpha", "charlie", "delta", "echo"]
    assert [each.text for each in asked.asked if each.is_out_of_scope] == ["please bravo"]
    assert len(in_scope_alone(asked).asked) == 4


def test_the_indonesian_messages_are_those_that_nothing_was_tuned_on() -> None:
    whole = indonesian_exam()
    assert len(in_scope_alone(whole).asked) >= 350
    assert len(whole.asked) - len(in_scope_alone(whole).asked) >= 100


def test_a_matcher_and_the_yardstick_are_marked_alike(folder: Path) -> None:
    asked = exam(folder, "retail", None, 0)
    marks = marks_of(ArticleMatcher, asked)
    assert (marks.accuracy, marks.error, accuracy_of_the_yardstick(asked)) == (1.0, 0.0, 1.0)
    assert Marks.mean([marks, marks]) == marks
