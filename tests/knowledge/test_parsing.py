"""One file: what it may say, and what its owner hears when it says something else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.language import Language
from crm.knowledge import ArticleError, ArticleKind, parse_article

GOOD = """\
# Catatan pemilik.
kind: handoff
id:
  title: Jam buka
  questions:
    - Jam buka berapa?
    - 'Buka: jam berapa?'
  answer: |
    Setiap hari.

    Pukul 07.00 sampai 21.00.
en:
  title: Opening hours
  questions: [When do you open?]
  answer: Every day.
"""


def parse(text: str, slug: str = "jam-buka") -> ArticleError:
    with pytest.raises(ArticleError) as raised:
        parse_article(text, slug, f"{slug}.yaml")
    return raised.value


def test_a_file_becomes_an_article() -> None:
    article = parse_article(GOOD, "jam-buka", "jam-buka.yaml")

    assert article.slug == "jam-buka"
    assert article.kind is ArticleKind.HANDOFF
    assert article.title == {Language.ID: "Jam buka", Language.EN: "Opening hours"}
    assert article.questions[Language.ID] == ("Jam buka berapa?", "Buka: jam berapa?")
    assert article.answer[Language.ID] == "Setiap hari.\n\nPukul 07.00 sampai 21.00."


def test_one_language_is_enough() -> None:
    article = parse_article(GOOD[: GOOD.index("en:")], "jam-buka", "jam-buka.yaml")
    assert set(article.answer) == {Language.ID}


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (GOOD.replace("  answer: Every", "  anwser: Every"), 15, '"anwser" is not known here'),
        (GOOD.replace("kind:", "jenis:"), 2, '"jenis" is not known here'),
        (GOOD.replace("handoff", "robot"), 2, '"robot" is no kind of article'),
        (GOOD.replace("  answer: Every day.\n", ""), 13, "en: has no answer:"),
        (GOOD.replace("Every day.", ""), 15, "the answer is empty"),
        (GOOD.replace("Every day.", "[Every, day]"), 15, "the answer is not a plain text"),
        (GOOD.replace("'Buka: jam berapa?'", "Buka: jam berapa?"), 7, "the question is not a plain text"),
        (GOOD.replace("[When do you open?]", "When do you open?"), 14, "there are no questions"),
        (GOOD.replace("[When do you open?]", "[]"), 14, "there are no questions"),
        (GOOD.replace("When do you open?", "'???'"), 14, 'the question "???" has no words'),
        (GOOD.replace("Opening hours", "Hours " * 10), 13, "the title has 59 characters"),
        (GOOD.replace("Every day.", "Every day. " * 200), 15, "the answer has 2199 characters"),
        (GOOD.replace("When do you open?", "When? " * 50), 14, "the question has 299 characters"),
        (GOOD.replace("[When do you open?]", str(["open"] * 101)), 14, "there are too many questions"),
        (GOOD.replace("  title: Opening", "\ttitle: Opening"), 13, "the line begins with a tab"),
        (GOOD.replace("Every day.", "Every\u200bday."), 15, "invisible or broken character (U+200B)"),
        (GOOD.replace("Every day.", "Every\x00day."), 15, "invisible or broken character (U+0000)"),
        (GOOD.replace("Every day.", "Every \ufffd day."), 15, "invisible or broken character (U+FFFD)"),
        (GOOD.replace("Every day.", "Every \udc80 day."), 15, "invisible or broken character (U+DC80)"),
        (GOOD.replace("Every day.", '"Every day.'), 16, "the line cannot be read"),
        (GOOD.replace("  title: Opening", "     title: Opening"), 14, "the line cannot be read"),
        (GOOD + "kind: answer\n", 16, '"kind" stands here twice'),
        ("kind: answer\n", None, "there is neither id: nor en:"),
        ("- satu\n- dua\n", 1, "the file is not a list of names and values"),
        ("id: Jam buka\n", 1, "id: is not a list of names and values"),
        ("? [a, b]\n: c\n", 1, '"" is not known here'),
        ("# hanya catatan\n", None, "the file is empty"),
        ("", None, "the file is empty"),
        ("id: {}\n---\nid: {}\n", 2, "the line cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_line(wrong: str, line: int | None, said: str) -> None:
    error = parse(wrong)
    assert (said in error.problem, error.line) == (True, line), error


def test_an_error_reads_as_a_sentence_with_a_remedy() -> None:
    error = parse(GOOD.replace("handoff", "robot"))
    assert str(error) == (
        'jam-buka.yaml, line 2: "robot" is no kind of article. Write one of: answer, handoff, order_status.'
    )


@pytest.mark.parametrize("slug", ["Jam Buka", "jam_buka", "jam-", "", "é", "a" * 41])
def test_a_file_name_must_fit_a_button(slug: str) -> None:
    assert "cannot be used" in parse(GOOD, slug).problem


def test_deep_nesting_is_an_error_and_not_a_crash() -> None:
    assert parse("id: " + "[" * 50_000).file == "jam-buka.yaml"


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_an_article_or_an_article_error(text: str) -> None:
    with suppress(ArticleError):
        assert parse_article(text, "any", "any.yaml").slug == "any"
