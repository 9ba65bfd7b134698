"""`ingat knowledge evaluate`: what an owner reads about how well customers are understood."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingat.commands import app
from tests.business.conftest import ARTICLE, SETTINGS, write

QUESTIONS = """\
text,intent,category
jam buka berapa?,jam-buka,toko
when are you open,jam-buka,toko
alamat gerai,gerai,toko
cuaca hari ini,cuaca,
"""

OUTLETS = """\
id:
  title: Lokasi gerai
  questions:
    - Alamat gerai di mana?
  answer: Di Jalan Contoh.
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A business that only knows when it is open."""
    write(tmp_path / "shop" / "business.yaml", SETTINGS)
    write(tmp_path / "shop" / "articles" / "jam-buka.yaml", ARTICLE)
    write(tmp_path / "questions.csv", "\ufeff" + QUESTIONS)
    return tmp_path / "shop"


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["knowledge", *map(str, arguments)], catch_exceptions=False)
    return result.output


def test_accuracy_coverage_error_and_refusals_are_told(shop: Path) -> None:
    said = run("evaluate", shop.parent / "questions.csv", "--business", shop)
    assert "4 questions, 2 of them out of scope" in said
    assert "1 articles with 2 example questions" in said
    assert "accuracy    50.0%" in said
    assert "out of scope: 100.0% not answered" in said
    assert "toko: accuracy 66.7%" in said
    assert "The lowest that keeps the error under 5%" in said


def test_what_is_confused_is_told_with_an_example(shop: Path) -> None:
    write(shop.parent / "wrong.csv", "text,intent\njam buka berapa?,gerai\n")
    said = run("evaluate", shop.parent / "wrong.csv", "--business", shop)
    assert "    1  out of scope → jam-buka: jam buka berapa?" in said


def test_another_folder_of_articles_shows_what_it_would_move(shop: Path) -> None:
    more = shop.parent / "more"
    write(more / "jam-buka.yaml", ARTICLE)
    write(more / "gerai.yaml", OUTLETS)
    said = run("evaluate", shop.parent / "questions.csv", "--business", shop, "--against", more)
    assert f"With the articles of {more}: accuracy 50.0% → 75.0%" in said
    assert "right now: 1\n    handed over → right (gerai): alamat gerai" in said
    assert "no longer right: 0" in said


def test_intents_may_be_learned_from_a_file(shop: Path) -> None:
    questions = shop.parent / "questions.csv"
    said = run("evaluate", questions, "--train", questions)
    assert "learned from 3 articles with 4 example questions" in said
    assert "accuracy   100.0%" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [("text\njam buka\n", "has no column intent"), ("a,b\n", "has no column intent and no column text")],
)
def test_a_file_of_another_shape_is_told_in_one_line(shop: Path, content: str, said: str) -> None:
    write(shop.parent / "odd.csv", content)
    assert said in run("evaluate", shop.parent / "odd.csv", "--business", shop)


def test_an_unknown_matcher_is_told(shop: Path) -> None:
    said = run("evaluate", shop.parent / "questions.csv", "--business", shop, "--matcher", "best")
    assert 'there is no matcher "best"' in said
