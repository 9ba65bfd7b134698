"""`ingat replay`: what it counts, it counts from the database and from what the customers hold."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ingat.business import load_business
from ingat.counting import Answered, Outcome, Stored
from ingat.demo import DEMO_BUSINESS
from ingat.replaying import figures_of, read_questions, replay
from ingat.supervision import FatalError

SHARED = Path(__file__).parents[3] / "shared" / "data" / "support-questions"
ASKED = {("7", 1), ("7", 3)}
HELD = Counter({Answered("7", "Buka 07.00."): 1, Answered("7", "Sama-sama."): 1})


def stored(**changes: object) -> Stored:
    """Two questions, both stored and answered, but for what is changed."""
    as_it_should_be = {
        "questions": Counter(ASKED),
        "answers": HELD,
        "outcomes": Counter({Outcome.ANSWERED: 2}),
        "unanswered": 0,
        "answered_again": 0,
    }
    return Stored(**(as_it_should_be | changes))  # type: ignore[arg-type] # each test changes one field


def test_all_stored_and_held_once_is_clean() -> None:
    assert figures_of(ASKED, HELD, stored(), customers=1, took_s=1.0).is_clean


@pytest.mark.parametrize(
    ("held", "changed"),
    [
        pytest.param(HELD, stored(questions=Counter({("7", 1): 1})), id="a question was not stored"),
        pytest.param(HELD, stored(unanswered=1), id="a question got no answer"),
        pytest.param(HELD - Counter({Answered("7", "Sama-sama."): 1}), stored(), id="an answer did not arrive"),
    ],
)
def test_what_is_missing_anywhere_is_lost(held: Counter[Answered], changed: Stored) -> None:
    figures = figures_of(ASKED, held, changed, customers=1, took_s=1.0)

    assert (figures.lost, figures.doubled) == (1, 0)


@pytest.mark.parametrize(
    ("held", "changed"),
    [
        pytest.param(HELD, stored(questions=Counter([*ASKED, ("7", 1)])), id="a question was stored twice"),
        pytest.param(HELD, stored(answered_again=1), id="a question was answered twice"),
        pytest.param(HELD + Counter({Answered("7", "Sama-sama."): 1}), stored(), id="an answer arrived twice"),
    ],
)
def test_what_is_there_too_often_is_doubled(held: Counter[Answered], changed: Stored) -> None:
    figures = figures_of(ASKED, held, changed, customers=1, took_s=1.0)

    assert (figures.lost, figures.doubled) == (0, 1)


async def test_every_question_of_the_demo_is_answered_once() -> None:
    articles = load_business(DEMO_BUSINESS).matcher.articles
    questions = [article.all_questions[0] for article in articles][:24]

    figures = await replay([*questions, "warna langit di planet mars apa", "Pesanan 4411 sampai pecah"])

    assert (figures.asked, figures.stored, figures.lost, figures.doubled) == (26, 26, 0, 0)
    assert figures.outcomes.total() == 26
    assert figures.outcomes[Outcome.ASKED_BACK] == 1
    assert figures.outcomes[Outcome.COMPLAINT] == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public questions are not beside the repository")
async def test_public_questions_are_neither_lost_nor_doubled() -> None:
    figures = await replay(read_questions(SHARED / "retail-test.csv", 60), customers=12)

    assert (figures.stored, figures.lost, figures.doubled) == (60, 0, 0)


def test_questions_are_the_column_named_text(tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text('intent,text\nhours,"Buka jam berapa, kak?"\nnone,\nhello,halo\n')

    assert read_questions(file) == ["Buka jam berapa, kak?", "halo"]
    assert read_questions(file, limit=1) == ["Buka jam berapa, kak?"]


@pytest.mark.parametrize("content", ["", "question\nhalo\n", "text\n\n"])
def test_a_file_without_questions_is_refused_in_plain_words(tmp_path: Path, content: str) -> None:
    file = tmp_path / "questions.csv"
    file.write_text(content)

    with pytest.raises(FatalError, match=r"text|no questions"):
        read_questions(file)


def test_the_command_prints_the_figures(tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text("text\nJam buka berapa?\nOngkir ke Medan berapa?\nPesanan 4411 sampai pecah\n")

    done = _ingat("replay", str(file), "--customers", "2")

    assert done.returncode == 0, done.stderr
    figures = dict(line.split(":", 1) for line in done.stdout.splitlines())
    assert figures["asked"].strip() == "3 by 2 customers"
    assert [figures[name].strip() for name in ("stored", "answered", "noted as case")] == ["3", "2", "1"]
    assert [figures[name].strip() for name in ("lost", "doubled")] == ["0", "0"]


def test_the_command_says_in_one_line_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    done = _ingat("replay", str(tmp_path / "none.csv"))

    assert done.returncode == 1
    assert done.stderr.startswith("ingat: ")
    assert "none.csv cannot be read" in done.stderr


def _ingat(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingat", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)  # noqa: S603 our own words
