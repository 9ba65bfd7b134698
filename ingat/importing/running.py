"""Importing a file: read, write in chunks, and say what became of each row."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from crm.customers.records import Taken
from crm.kernel.database import Database
from crm.kernel.session import Session
from ingat.importing.pacing import Pace
from ingat.importing.reading import TableFile
from ingat.importing.refusals import RefusalReport
from ingat.importing.tables import Read, Refused, Table, read_heading, read_rows

Record = TypeVar("Record")
Write = Callable[[Session, Sequence[Record]], list[Taken]]
Advance = Callable[[int], None]
REMARKS_KEPT = 100


@dataclass(slots=True)
class Tally:
    """What became of the rows. `remarks` are the first of them, by line, with what another customer has already."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    unread_columns: tuple[str, ...] = ()
    remarks: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    remarked: int = 0

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return sum(self.outcomes.values()) + self.refused

    def add(self, read: Sequence[Read[Record]], taken: Sequence[Taken]) -> None:
        """Count what became of a chunk."""
        for row, result in zip(read, taken, strict=True):
            self.outcomes[result.outcome] += 1
            if result.shared:
                self.remarked += 1
                if len(self.remarks) < REMARKS_KEPT:
                    self.remarks.append((row.line, result.shared))


@dataclass(frozen=True, slots=True)
class Import(Generic[Record]):
    """A file, what its rows are, and how they are written. A trial writes nothing."""

    path: Path
    table: Table[Record]
    write: Write[Record]
    is_trial: bool = False

    def run(
        self, database: Database, report: RefusalReport, progress: Callable[[int], AbstractContextManager[Advance]]
    ) -> Tally:
        """Take the rows over, a chunk in a transaction, and return what became of them.

        Raises SettingError for a file in which nothing can be read. Whatever stops it in the middle, the same file
        again brings it to the same end.
        """
        pace, tally = Pace(database), Tally()
        with TableFile(self.path) as file:
            heading = read_heading(file, self.table)
            tally.unread_columns = heading.unknown
            report.heading = heading.cells
            rows = read_rows(file, self.table, heading)
            with progress(file.size_bytes) as advance:
                while chunk := list(islice(rows, pace.rows)):
                    tally.refused += _report(chunk, report)
                    good = [row for row in chunk if isinstance(row, Read)]
                    taken, took_s = self._written(database, [row.record for row in good])
                    tally.add(good, taken)
                    pace.after(len(good), took_s)
                    advance(file.read_bytes)
        return tally

    def _written(self, database: Database, records: Sequence[Record]) -> tuple[list[Taken], float]:
        if not records:
            return [], 0.0

        def job(session: Session) -> tuple[list[Taken], float]:
            began_s = time.monotonic()  # what is waited for before is another's transaction
            return (self._tried(session, records) if self.is_trial else self.write(session, records)), began_s

        taken, began_s = database.writer.run(job, alone=True)
        return taken, time.monotonic() - began_s

    def _tried(self, session: Session, records: Sequence[Record]) -> list[Taken]:
        """Write and take it back."""
        taken: list[Taken] = []
        with suppress(_OnlyTriedError), session.savepoint():
            taken = self.write(session, records)
            raise _OnlyTriedError
        return taken


class _OnlyTriedError(Exception):
    """What was written is to be undone: it was a trial."""


def _report(chunk: Sequence[Read[Record] | Refused], report: RefusalReport) -> int:
    refused = [row for row in chunk if isinstance(row, Refused)]
    for row in refused:
        report.add(row)
    return len(refused)


def no_progress(size_bytes: int) -> AbstractContextManager[Advance]:
    """Show nothing."""
    return _Silent()


class _Silent(AbstractContextManager[Advance]):
    def __enter__(self) -> Advance:
        return lambda _read_bytes: None

    def __exit__(self, *_: object) -> None:
        return None
