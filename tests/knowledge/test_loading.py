"""A folder of articles: all that can be used, and all that is wrong."""

from pathlib import Path

import pytest

from crm.knowledge import ArticleError, ArticleErrors, load_articles, read_articles

HALAL = "id:\n  title: Halal\n  questions:\n    - Apakah halal?\n  answer: Ya.\n"
JAM_BUKA = "id:\n  title: Jam buka\n  questions:\n    - Jam buka berapa?\n  answer: Pukul 07.00.\n"


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "jam-buka.yml").write_text(JAM_BUKA)
    (tmp_path / "halal.yaml").write_text(HALAL)
    (tmp_path / "README.md").write_text("Catatan.")
    (tmp_path / "catatan.txt").write_text("Catatan.")
    (tmp_path / ".halal.yaml.swp").write_bytes(b"\x00")
    assert [article.slug for article in load_articles(tmp_path)] == ["halal", "jam-buka"]


def test_a_folder_may_be_empty(tmp_path: Path) -> None:
    assert load_articles(tmp_path) == ()


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: x\n")
    (tmp_path / "b.yaml").write_text("")
    (tmp_path / "halal.yaml").write_text(HALAL)
    with pytest.raises(ArticleErrors) as raised:
        load_articles(tmp_path)
    told = [error for error in raised.value.exceptions if isinstance(error, ArticleError)]
    assert [Path(error.file).name for error in told] == ["a.yaml", "b.yaml"]


def test_one_bad_file_does_not_silence_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: x\n")
    (tmp_path / "halal.yaml").write_text(HALAL)
    read = read_articles(tmp_path)
    assert ([article.slug for article in read.articles], len(read.errors)) == (["halal"], 1)


def test_the_same_question_in_two_articles_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").write_text(HALAL)
    (tmp_path / "sertifikat.yaml").write_text(HALAL.replace("Apakah halal?", "apakah HALAL"))
    (error,) = read_articles(tmp_path).errors
    assert (error.line, Path(error.file).name) == (4, "sertifikat.yaml")
    assert error.problem == 'the question "apakah HALAL" is also asked in halal.yaml ("Apakah halal?")'


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").write_text(HALAL)
    (tmp_path / "halal.yml").write_text(JAM_BUKA)
    assert "two files named halal" in read_articles(tmp_path).errors[0].problem


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").write_bytes(HALAL.replace("Ya.", "Caf\u00e9.").encode("latin-1"))
    (error,) = read_articles(tmp_path).errors
    assert (error.problem, error.line) == ("the file is not in UTF-8", 5)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").write_bytes(b"\xef\xbb\xbf" + HALAL.replace("\n", "\r\n").encode())
    assert load_articles(tmp_path)[0].answer_in(next(iter(load_articles(tmp_path)[0].answer))) == "Ya."


@pytest.mark.parametrize("name", ["halal.yaml.txt", "halal.doc", "halal"])
def test_a_file_that_would_not_be_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(HALAL)
    assert read_articles(tmp_path).errors[0].problem == "only files ending in .yaml are read"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    (error,) = read_articles(tmp_path / "nowhere").errors
    assert "cannot be read" in error.problem


def test_a_folder_named_like_an_article_is_told(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").mkdir()
    assert "cannot be read" in read_articles(tmp_path).errors[0].problem


def test_a_huge_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "halal.yaml").write_text(HALAL + "#" * 200_000)
    assert "bytes" in read_articles(tmp_path).errors[0].problem
