"""Who asks how an earlier complaint stands, by a labelled list; and who hardly ever does, by thousands of questions."""

import csv
from pathlib import Path

import pytest
import yaml

from crm.conversation.lexicon import shipped_lexicon
from crm.conversation.recognising_follow_ups import asks_for_progress
from crm.knowledge import words_of
from tests.conversation.test_understanding import understood

LABELLED: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("follow_ups.yaml").read_text("utf-8"))
QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "questions.csv"


@pytest.mark.parametrize("text", LABELLED["asks"])
def test_who_asks_how_it_stands_is_understood(text: str) -> None:
    assert understood(text).follow_up is not None


@pytest.mark.parametrize("text", LABELLED["means_something_else"])
def test_who_means_something_else_is_not_taken_for_it(text: str) -> None:
    assert understood(text).follow_up is None


def test_everyday_questions_are_no_follow_ups() -> None:
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        questions = [row["text"] for row in csv.DictReader(lines)]
    taken = [text for text in questions if asks_for_progress(words_of(text), None, shipped_lexicon())]
    assert taken == []


def test_what_it_means_to_who_has_no_complaint_is_kept() -> None:
    follow_up = understood("sudah sampai mana?").follow_up
    assert follow_up is not None
    assert follow_up.instead.complaint is None


def test_a_follow_up_names_its_order() -> None:
    follow_up = understood("pesanan 4411 gimana kabarnya?").follow_up
    assert follow_up is not None
    assert follow_up.order_number == "4411"
