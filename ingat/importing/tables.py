"""From the cells of a row to a record: which column is what, and how each is read."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from ingat.business.problems import SettingError
from ingat.importing.reading import Row, TableFile
from ingat.importing.values import is_nothing

Record = TypeVar("Record")
_SIGNS: Final = re.compile(r"[\W_]+")
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read: what it is called in either language, and how its cells are read."""

    name: str
    headings: str  # with commas between; signs, blanks and capitals do not count
    read: Callable[[str], Any]

    @property
    def keys(self) -> frozenset[str]:
        """Its headings as they are compared."""
        return frozenset(map(_key, self.headings.split(",")))


@dataclass(frozen=True, slots=True)
class Table(Generic[Record]):
    """A kind of table: its columns, which of them it cannot do without, and what a row of values is."""

    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]  # of each group one
    make: Callable[[Mapping[str, Any]], Record]

    def field_of(self, heading: str) -> Field | None:
        """Return the column that a heading names."""
        key = _key(heading)
        return next((field for field in self.fields if key in field.keys), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken over: its line, its cells, and why."""

    line: int
    cells: tuple[str, ...]
    error: SettingError


@dataclass(frozen=True, slots=True)
class Read(Generic[Record]):
    """A row that can be taken over."""

    line: int
    cells: tuple[str, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Heading:
    """The first row, with the column that each of its cells names."""

    cells: tuple[str, ...]
    columns: tuple[Field | None, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that are not read."""
        return tuple(cell for cell, field in zip(self.cells, self.columns, strict=True) if field is None and cell)


def read_heading(file: TableFile, table: Table[Record]) -> Heading:
    """Return what the columns are. Raises SettingError where there is no row, or none that this table needs."""
    row = file.heading(lambda cell: table.field_of(cell) is not None)
    if row is None:
        raise SettingError("the file is empty", "Write a row of headings, and below it one row each")
    if row.problem is not None:
        raise row.problem
    heading = Heading(row.cells, tuple(map(table.field_of, row.cells)))
    found = {field.name for field in heading.columns if field is not None}
    for group in table.needs:
        if found.isdisjoint(group):
            names = ", ".join(_key_heading(table, name) for name in group)
            there = ", ".join(cell[:40] for cell in row.cells[:_MOST_NAMED])
            raise SettingError(
                f"the first row has no column {names} (it has: {there})", "Name the columns in the first row"
            )
    return heading


def _key_heading(table: Table[Any], name: str) -> str:
    return next(field.headings.split(",")[0] for field in table.fields if field.name == name)


def read_rows(file: TableFile, table: Table[Record], heading: Heading) -> Iterator[Read[Record] | Refused]:
    """Yield each row as a record, or why it is none."""
    for row in file.rows():
        try:
            yield Read(row.line, row.cells, table.make(_values(row, heading)))
        except SettingError as error:
            yield Refused(row.line, row.cells, error)


def _values(row: Row, heading: Heading) -> dict[str, Any]:
    if row.problem is not None:
        raise row.problem
    if any(row.cells[len(heading.cells) :]):
        there, wanted = len(row.cells), len(heading.cells)
        raise SettingError(
            f"the row has {there} cells, and the first row {wanted}",
            'Put what has a comma or a semicolon in it between "quotation marks"',
        )
    values: dict[str, Any] = {}
    for field, cell in zip(heading.columns, row.cells, strict=False):
        if field is not None and not is_nothing(cell) and field.name not in values:
            values[field.name] = field.read(cell)
    return values


def _key(heading: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def fields(*described: Sequence[Any]) -> tuple[Field, ...]:
    """Return columns from their names, headings and readers."""
    return tuple(Field(*each) for each in described)
