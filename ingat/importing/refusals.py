"""Every row that was refused, in a file beside the imported one, with its line, why, and its cells to be mended."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from crm.kernel.language import Language
from ingat.business.speaking import sentence_in, setting_error_in
from ingat.importing.tables import Refused

SHOWN: Final = 20
_ADDED: Final = {Language.ID: ("baris", "masalah"), Language.EN: ("line", "problem")}
_BEGINS_A_FORMULA: Final = ("=", "@")


class RefusalReport:
    """Written as the import goes, so that it may be as long as the file. Without a refusal there is no file.

    What an earlier import left there is replaced. The first refusals are told at once, too.
    """

    def __init__(self, path: Path, language: Language, say: Callable[[str], None]) -> None:
        self.path = path
        self.heading: Sequence[str] = ()
        self.count = 0
        self._language = language
        self._say = say
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
        elif kind is None:
            self.path.unlink(missing_ok=True)

    def add(self, refused: Refused) -> None:
        """Note one row."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*_ADDED[self._language], *map(_harmless, self.heading)])
        why = setting_error_in(refused.error, self._language)
        self._writer.writerow([refused.line, why, *map(_harmless, refused.cells)])
        self.count += 1
        if self.count <= SHOWN:
            self._say(sentence_in(f"line {refused.line}: {{}}", self._language).replace("{}", why))


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run stays text."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
