"""What is wrong with a folder is told in its owner's language, and nothing is left untold."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from crm.kernel.language import Language
from ingat.business import check, owners_language, problem_in
from ingat.business.loading import SHIPPED_MESSAGES
from ingat.business.problems import SettingError
from ingat.business.speaking import PROBLEMS_FILE, sentence_in, setting_error_in
from ingat.commands import app
from tests.business.conftest import write

ROOT = Path(__file__).parents[2]
SPEAK = (
    *("crm/knowledge/parsing.py", "crm/knowledge/loading.py", "crm/conversation/wording/checking.py"),
    *("crm/conversation/wording/markup.py", "ingat/business/values.py", "ingat/business/nodes.py"),
    *("ingat/business/settings.py", "ingat/business/overrides.py", "ingat/business/loading.py"),
    *("ingat/business/vocabulary.py", "ingat/business/initialising.py"),
    *("ingat/importing/reading.py", "ingat/importing/tables.py", "ingat/importing/values.py"),
    *(
        "ingat/importing/telling.py",
        "ingat/importing/refusals.py",
        "ingat/business/outlets.py",
        "ingat/business/hours.py",
    ),
)
NOT_SAID = (
    "No filter named ",
    "unexpected end of data",
    "form of address",
)  # libraries' own words; a part of a sentence
TODAY = date(2026, 11, 23)
TRANSLATED: dict[str, str] = yaml.safe_load((SHIPPED_MESSAGES / "id" / PROBLEMS_FILE).read_text("utf-8"))


def _sentences_of(file: str) -> Iterator[str]:
    """The texts of a module that are sentences: more than one word, and neither documentation nor a pattern."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    left_out = {id(node) for each in ast.walk(tree) for node in _not_sentences(each)}
    for node in ast.walk(tree):
        if id(node) not in left_out and isinstance(node, (ast.Constant, ast.JoinedStr)):
            said = _skeleton(node)
            if " " in said.strip() and said not in NOT_SAID:
                yield said


def _not_sentences(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield from (inner for inner in ast.walk(node) if inner is not node)
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        yield from ast.walk(node)


def _skeleton(node: ast.expr) -> str:
    """Return the fixed words of a text, with {} for each place."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_skeleton(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _without_names(text: str) -> str:
    return re.sub(r"\{\w+\}", "{}", text)


def test_every_sentence_has_its_indonesian() -> None:
    known = {_without_names(english) for english in TRANSLATED}
    said = {sentence for file in SPEAK for sentence in _sentences_of(file)}
    assert sorted(said - known) == []


def test_both_languages_have_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    assert [english for english, other in TRANSLATED.items() if places(english) != places(other)] == []


@pytest.mark.parametrize("english", TRANSLATED)
def test_each_sentence_is_found_with_something_in_its_places(english: str) -> None:
    filled = re.sub(r"\{\w+\}", "Abc", english)
    assert sentence_in(filled, Language.EN) == filled
    assert sentence_in(filled, Language.ID) == re.sub(r"\{\w+\}", "Abc", TRANSLATED[english])


def test_what_stands_in_a_place_is_translated_too() -> None:
    assert sentence_in("the title is empty", Language.ID) == "judulnya kosong"


def test_an_answer_that_cannot_be_used_is_explained() -> None:
    error = SettingError('there is no language "fr"', "Write one of: id, en")
    assert setting_error_in(error, Language.ID) == 'tidak ada bahasa "fr". Tulis salah satu: id, en.'


@pytest.mark.parametrize(
    ("settings", "environment", "language"),
    [
        ("languages: [id, en]\n", {"LANG": "en_GB.UTF-8"}, Language.ID),
        ("languages: [en, id]\n", {"LANG": "id_ID.UTF-8"}, Language.EN),
        ("languages:\n  - id\n", {}, Language.ID),
        ("name: [\ndefault_language: en\nlanguages: [id, en]\n", {}, Language.EN),
        ("name: Kopi\n", {"LANG": "id_ID.UTF-8"}, Language.ID),
        ("name: Kopi\n", {"LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"}, Language.EN),
        (None, {"LANG": "id_ID.UTF-8"}, Language.ID),
        (None, {}, Language.EN),
    ],
)
def test_the_folder_tells_its_owners_language_or_else_the_environment(
    tmp_path: Path, settings: str | None, environment: dict[str, str], language: Language
) -> None:
    if settings is not None:
        write(tmp_path / "business.yaml", settings)
    assert owners_language(tmp_path, environment) is language


def test_a_broken_folder_is_told_in_indonesian(folder: Path) -> None:
    write(folder / "articles" / "jam.yaml", "id:\n  title: Jam\n  questions:\n    - Jam?\n")
    [problem] = check(folder, TODAY)
    assert (
        problem_in(problem, Language.ID)
        == "articles/jam.yaml, baris 2: id: belum punya answer:. Tulis answer: di bawah id:."
    )


def test_the_command_speaks_the_folders_language(folder: Path) -> None:
    indonesian = (folder / "business.yaml").read_text("utf-8").replace("default_language: en", "default_language: id")
    runner = CliRunner()
    assert runner.invoke(app, ["check", str(folder)]).output == "All is well.\n"
    write(folder / "business.yaml", indonesian)
    assert runner.invoke(app, ["check", str(folder)]).output == "Semuanya sudah beres.\n"
    write(folder / "business.yaml", indonesian.replace("saturday", "caturday"))
    said = runner.invoke(app, ["check", str(folder)])
    assert '"caturday" tidak dikenal di sini. Maksudnya saturday?' in said.output
    assert said.exit_code == 1
