"""Labelled questions in a CSV file: columns text and intent, and perhaps category."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from crm.kernel.language import Language
from crm.knowledge.articles import Article
from crm.knowledge.evaluating import Labelled

TEXT, INTENT, CATEGORY = "text", "intent", "category"


class LabelledFileError(ValueError):
    """A file that cannot be used. Says in one line what is wrong with it."""


def read_labelled(file: Path) -> tuple[Labelled, ...]:
    """Return a file's questions, each with its intent as the only slug. Raises LabelledFileError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return tuple(_rows(file, csv.DictReader(lines)))
    except OSError as error:
        raise LabelledFileError(f"{file}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabelledFileError(f"{file}: is no CSV file in UTF-8 ({error})") from error


def in_scope_of(labelled: Iterable[Labelled], known: Collection[str]) -> tuple[Labelled, ...]:
    """Return the questions with only those intents that the articles know. One without any is out of scope."""
    return tuple(Labelled(each.text, each.slugs & frozenset(known), each.category) for each in labelled)


def articles_from(labelled: Iterable[Labelled]) -> tuple[Article, ...]:
    """Return an article for each intent, asked for by its questions: to learn from a file instead of a business."""
    questions: dict[str, list[str]] = {}
    for each in labelled:
        for slug in sorted(each.slugs):
            questions.setdefault(slug, []).append(each.text)
    return tuple(_article(slug, tuple(texts)) for slug, texts in sorted(questions.items()))


def _rows(file: Path, rows: "csv.DictReader[str]") -> Iterator[Labelled]:
    missing = {TEXT, INTENT} - set(rows.fieldnames or ())
    if missing:
        raise LabelledFileError(f"{file}: has no column {' and no column '.join(sorted(missing))}")
    for row in rows:
        yield _labelled(row)


def _labelled(row: Mapping[str, str | None]) -> Labelled:
    text, intent, category = ((row.get(name) or "").strip() for name in (TEXT, INTENT, CATEGORY))
    return Labelled(text, frozenset({intent} - {""}), category)


def _article(slug: str, texts: tuple[str, ...]) -> Article:
    first = {Language.EN: texts[0]}
    return Article(slug=slug, title=first, questions={Language.EN: texts}, answer=first)
