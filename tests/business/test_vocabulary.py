"""The business's own words for what customers say: read, tried, and understood."""

from datetime import date
from pathlib import Path

import pytest

from crm.conversation.understanding import ComplaintCategory
from ingat.business import Renewed, Watcher, check, load_business
from tests.business.conftest import write

TODAY = date(2026, 11, 23)
OWN = """\
same:
  - buka, melayani tamu
  - cold brew, es seduh
complaints:
  quality: ada semut, kurang nendang
  damaged: tutupnya lepas
"""


def test_words_that_mean_the_same_find_the_article(folder: Path) -> None:
    assert load_business(folder).understand(["jam berapa melayani tamu?"]).questions == ()
    write(folder / "vocabulary" / "id.yaml", OWN)
    [question] = load_business(folder).understand(["jam berapa melayani tamu?"]).questions
    assert question.article.slug == "jam-buka"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("kopi saya kurang nendang kak", ComplaintCategory.QUALITY),
        ("di gelasnya ada semut", ComplaintCategory.QUALITY),
        ("tutup lepas semua", ComplaintCategory.DAMAGED),
    ],
)
def test_words_that_complain_are_heard(folder: Path, text: str, category: ComplaintCategory) -> None:
    assert load_business(folder).understand([text]).complaint is None
    write(folder / "vocabulary" / "id.yaml", OWN)
    complaint = load_business(folder).understand([text]).complaint
    assert complaint is not None
    assert complaint.category is category


def test_the_words_that_ingat_brings_stay(folder: Path) -> None:
    write(folder / "vocabulary" / "id.yaml", OWN)
    complaint = load_business(folder).understand(["pesanan saya pecah"]).complaint
    assert complaint is not None


def test_new_words_apply_without_a_restart(folder: Path) -> None:
    watcher = Watcher(folder)
    write(folder / "vocabulary" / "id.yaml", OWN)
    assert [type(watcher.look()) for _ in range(2)][-1] is Renewed
    assert watcher.snapshot.understand(["kopi saya kurang nendang"]).complaint is not None


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("sama:\n  - a, b\n", 1, '"sama" is not known here'),
        ("same: gelas, cup\n", 1, "same: is not a list"),
        ("same:\n  - gelas\n", 2, "there is only one word in this group"),
        ("same:\n  - gelas, cangkir kopi besar\n", 2, '"cangkir kopi besar" has 3 words'),
        ("same:\n  - gelas, 😀\n", 2, '"😀" has no words'),
        ("complaints:\n  rusak: penyok\n", 2, 'there is no kind of complaint "rusak"'),
        ("complaints:\n  damaged: ada\n", 2, '"ada" says too little'),
        ("complaints:\n  damaged: a b c d e f gelas\n", 2, '"a b c d e f gelas" has 7 words'),
        ("complaints: [\n", 2, "the line cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder: Path, text: str, line: int, problem: str) -> None:
    write(folder / "vocabulary" / "id.yaml", text)
    found = check(folder, TODAY)[0]
    assert (found.file, found.line) == ("vocabulary/id.yaml", line)
    assert found.problem.startswith(problem)


def test_a_file_of_another_name_is_told(folder: Path) -> None:
    write(folder / "vocabulary" / "words.yaml", OWN)
    assert check(folder, TODAY)[0].problem == '"words.yaml" is not read here'


@pytest.mark.parametrize("text", ["", "same:\ncomplaints:\n", "# nothing yet\n"])
def test_nothing_yet_is_no_mistake(folder: Path, text: str) -> None:
    write(folder / "vocabulary" / "en.yaml", text)
    assert check(folder, TODAY) == []
