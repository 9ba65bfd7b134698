"""Writing a business folder that its owner can read, with comments in the owner's language."""

import json
import shutil
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crm.kernel.calendar import OpenSpan
from crm.kernel.language import Language
from ingat.business.asking import Answers
from ingat.business.hours import DAYS
from ingat.business.loading import ARTICLES_FOLDER, SHIPPED_MESSAGES
from ingat.business.outlets import OUTLETS_FOLDER
from ingat.business.overrides import MESSAGES_FOLDER
from ingat.business.settings import SETTINGS_FILE
from ingat.business.values import CLOSED
from ingat.business.vocabulary import VOCABULARY_FOLDER

_SKELETONS: Final = SHIPPED_MESSAGES / "business"
_NOTES: Final = "README.md"


class BusinessFolderExistsError(Exception):
    """There is something at this place already, and it is not overwritten."""


def refuse_existing(folder: Path) -> None:
    """Raise BusinessFolderExistsError if there is anything in the folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BusinessFolderExistsError(f"{folder} exists already. Give another folder, or edit the files in that one.")


def initialise(folder: Path, answers: Answers) -> None:
    """Write the folder. Raises BusinessFolderExistsError if there is anything in it; it appears whole or not at all."""
    refuse_existing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.draft")
    if draft.exists():  # left by an attempt that was cut off
        shutil.rmtree(draft)
    _write(draft, answers)
    draft.rename(folder)


def _write(folder: Path, answers: Answers) -> None:
    skeleton = _SKELETONS / answers.language
    for part in (
        ARTICLES_FOLDER,
        VOCABULARY_FOLDER,
        OUTLETS_FOLDER,
        *(f"{MESSAGES_FOLDER}/{language}" for language in Language),
    ):
        (folder / part).mkdir(parents=True)
    (folder / SETTINGS_FILE).write_text(_settings(skeleton, answers), "utf-8")
    for part in (ARTICLES_FOLDER, MESSAGES_FOLDER, VOCABULARY_FOLDER, OUTLETS_FOLDER):
        shutil.copyfile(skeleton / f"{part}.md", folder / part / _NOTES)


def _settings(skeleton: Path, answers: Answers) -> str:
    environment = Environment(  # noqa: S701 - it writes YAML, in which every free text is quoted
        loader=FileSystemLoader(skeleton),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = _quoted
    days = DAYS[answers.language]
    return environment.get_template(f"{SETTINGS_FILE}.j2").render(
        answers=answers,
        hours={day: _hours(spans, answers.language) for day, spans in zip(days, answers.week, strict=True)},
    )


def _quoted(text: str) -> str:
    """A JSON string is a YAML one too."""
    return json.dumps(text, ensure_ascii=False)


def _hours(spans: tuple[OpenSpan, ...], language: Language) -> str:
    if not spans:
        return CLOSED[0] if language is Language.EN else CLOSED[1]
    return ", ".join(f"{span.opens:%H:%M}-{_closing(span)}" for span in spans)


def _closing(span: OpenSpan) -> str:
    closes = f"{span.closes:%H:%M}"
    return "24:00" if closes == "00:00" else closes
