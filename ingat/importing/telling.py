"""Saying how an import goes and what came of it, in the owner's language."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

from crm.kernel.language import Language
from ingat.business.problems import SettingError
from ingat.business.speaking import sentence_in, setting_error_in
from ingat.databases import in_shape
from ingat.importing.refusals import SHOWN, RefusalReport
from ingat.importing.running import Advance, Import, Tally, no_progress
from ingat.settings import Settings
from ingat.supervision import FatalError

REMARKS_SHOWN: Final = 20
_SHARED: Final = {"phone": "the phone number", "email": "the e-mail address", "card": "the card"}


def import_and_tell(settings: Settings, wanted: Import[Any], language: Language, report_path: Path | None) -> None:
    """Import a file and print what came of it. Raises FatalError where the file cannot be used.

    Ends with status 1 where rows were refused: the rest is taken over.
    """
    path = report_path or wanted.path.with_name(f"{wanted.path.name}.refused.csv")
    if path.resolve() == wanted.path.resolve():
        raise FatalError(sentence_in(f"{path} is the file to import. Give the report another name.", language))
    progress = _bar if sys.stderr.isatty() else no_progress
    with in_shape(settings) as database, RefusalReport(path, language, typer.echo) as report:
        try:
            tally = wanted.run(database, report, progress)
        except SettingError as error:
            raise FatalError(": ".join((str(wanted.path), setting_error_in(error, language)))) from None
    for line in lines_of(tally, wanted, language, path):
        typer.echo(line)
    if tally.refused:
        raise SystemExit(1)


@contextmanager
def _bar(size_bytes: int) -> Iterator[Advance]:
    console = Console(stderr=True)
    with Progress(BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("", total=size_bytes)
        yield lambda read_bytes: bar.update(task, completed=read_bytes)


def lines_of(tally: Tally, wanted: Import[Any], language: Language, report: Path) -> Iterator[str]:
    """Yield what came of an import, line by line."""

    def say(sentence: str) -> str:
        return sentence_in(sentence, language)

    if tally.refused > SHOWN:
        yield say(f"… and {tally.refused - SHOWN} more refused rows")
    for line, shared in tally.remarks[:REMARKS_SHOWN]:
        for channel in shared:
            yield say(f"line {line}: {_SHARED[channel]}: another customer has it, so it is only noted here")
    if tally.remarked > REMARKS_SHOWN:
        yield say(f"… and {tally.remarked - REMARKS_SHOWN} more remarks of this kind")
    if tally.unread_columns:
        yield say(f"Columns that are not read: {', '.join(tally.unread_columns)}")
    new, changed, same = (tally.outcomes[name] for name in ("new", "changed", "unchanged"))
    yield say(f"{tally.rows} rows: {new} new, {changed} changed, {same} as before, {tally.refused} refused.")
    if tally.refused:
        yield say(f"The refused rows with their reasons: {report}")
    if wanted.is_trial:
        yield say("This was a trial: nothing was written.")
