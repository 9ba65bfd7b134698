"""A table in a text file, row by row, whoever wrote it. Any bytes come out as rows or as refusals in plain words."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ingat.business.problems import SettingError

LONGEST_LINE: Final = 65_536  # characters
MOST_LINES_OF_A_ROW: Final = 50
_DELIMITERS: Final = (",", ";", "\t", "|")
_NOT_UTF8: Final = re.compile("[\udc80-\udcff]")
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_EXCELS_OWN_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_ENDS_TOO_SOON: Final = "unexpected end of data"  # how the csv module says that a quotation mark is open
_OTHER_FILES: Final = {
    b"PK\x03\x04": "the file is an Excel workbook",
    b"\xd0\xcf\x11\xe0": "the file is an Excel workbook",
    b"\xff\xfe": "the file is in UTF-16",
    b"\xfe\xff": "the file is in UTF-16",
}
_SAVE_AS_CSV: Final = "Save it again as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row. `line` is where it begins, counted from 1. `problem` says why it cannot be read."""

    line: int
    cells: tuple[str, ...]
    problem: SettingError | None = None


class TableFile:
    """Reads rows from a file, with whichever delimiter its first row has; no more of it than one row is in memory.

    Raises SettingError when opened for what is no text at all, OSError for what cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.size_bytes = path.stat().st_size
        self._raw = path.open("rb")
        try:
            self._refuse_other_files()
        except BaseException:
            self._raw.close()
            raise
        self._text = io.TextIOWrapper(self._raw, "utf-8-sig", errors="surrogateescape", newline=None)
        self._line = 0
        self._waiting: list[tuple[int, str]] = []
        self.delimiter = ","

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._text.close()

    @property
    def read_bytes(self) -> int:
        """How far the file is read, more or less."""
        return min(self._raw.tell(), self.size_bytes)

    def heading(self, knows: Callable[[str], bool]) -> Row | None:
        """Return the first row that says anything, or None for an empty file.

        The delimiter is the one with which it has the most headings that the caller knows, or else the most cells.
        """
        while (numbered := self._next_line()) is not None:
            line, text = numbered
            told = _EXCELS_OWN_LINE.fullmatch(text)
            if told is None and text.strip(" \t\r\n,;|\ufeff"):
                self.delimiter = _delimiter_of(text, knows)
                self._waiting.append((line, text))
                return next(self.rows(), None)
        return None

    def rows(self) -> Iterator[Row]:
        """Yield the rows that say anything, in their order."""
        while (numbered := self._next_line()) is not None:
            row = self._row(*numbered)
            if row.problem is not None or any(row.cells):
                yield row

    def _refuse_other_files(self) -> None:
        head = self._raw.read(4)
        self._raw.seek(0)
        for mark, what in _OTHER_FILES.items():
            if head.startswith(mark):
                raise SettingError(what, _SAVE_AS_CSV)

    def _next_line(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.pop()
        text = self._text.readline(LONGEST_LINE)
        if not text:
            return None
        self._line += 1
        line = self._line
        if len(text) == LONGEST_LINE and not text.endswith("\n"):
            while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        return line, text

    def _row(self, line: int, text: str) -> Row:
        if len(text) >= LONGEST_LINE:
            return Row(line, (), SettingError(f"the line has over {LONGEST_LINE} characters", "Shorten it"))
        taken = [(line, text)]
        cells = _cells(text, self.delimiter)
        while cells is None and len(taken) < MOST_LINES_OF_A_ROW and (more := self._next_line()) is not None:
            taken.append(more)
            text += more[1]
            if '"' in more[1] and len(text) <= LONGEST_LINE:
                cells = _cells(text, self.delimiter, is_strict=True)
                if cells is None and not _is_open(text, self.delimiter):
                    break
        if cells is None:
            self._waiting += reversed(taken[1:])
            return Row(line, (), SettingError("a quotation mark is opened and not closed", "Close it, or take it out"))
        if _NOT_UTF8.search(text):
            return Row(line, (), SettingError("the line is not in UTF-8", _SAVE_AS_CSV))
        return Row(line, tuple(_clean(cell) for cell in cells))


def _delimiter_of(heading: str, knows: Callable[[str], bool]) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        cells = _cells(heading, delimiter) or []
        return sum(knows(_clean(cell)) for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _cells(text: str, delimiter: str, *, is_strict: bool = False) -> list[str] | None:
    """Return the cells of a row. None: a quotation mark is still open, or, if strict, stands where none may."""
    try:
        return _parsed(text, delimiter, is_strict=True)
    except csv.Error as error:
        return None if is_strict or _ENDS_TOO_SOON in str(error) else _parsed(text, delimiter, is_strict=False)


def _is_open(text: str, delimiter: str) -> bool:
    try:
        _parsed(text, delimiter, is_strict=True)
    except csv.Error as error:
        return _ENDS_TOO_SOON in str(error)
    return False


def _parsed(text: str, delimiter: str, *, is_strict: bool) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict)
    return [cell for row in rows for cell in row]


def _clean(cell: str) -> str:
    return _INVISIBLE.sub("", cell).strip()
