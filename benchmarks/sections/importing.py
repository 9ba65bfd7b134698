"""How long it takes to take over 100,000 customers, alone and beside a process that serves customers meanwhile."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from benchmarks.bench import Bench
from benchmarks.report import Figure, Goal, Section
from crm.kernel.database import Database, open_database
from crm.kernel.language import Language
from crm.kernel.models import Lease, table_of
from crm.kernel.session import Session
from ingat.importing.business import ImportingBusiness
from ingat.importing.customers import customers_import
from ingat.importing.refusals import RefusalReport
from ingat.importing.running import no_progress
from ingat.migrating import upgrade

_CUSTOMERS: Final = 100_000
_GOAL: Final = Goal(at_most=60.0)


@dataclass(frozen=True, slots=True)
class Imports:
    """One round: the same file into an empty database, and once more, in seconds; and what memory grew by meanwhile."""

    new_s: float
    again_s: float
    grew_mb: float


def measure(bench: Bench) -> Section:
    """Import a file of customers, each with phone, e-mail, card, birthday and city, and then the same file again."""
    file = _written(bench.folder / "customers.csv", bench.scaled(_CUSTOMERS))
    measured = bench.interleaved(
        {
            "SQLite": lambda: _run(file, _new_sqlite(bench.folder), is_served=False),
            "SQLite, beside a process that serves": lambda: _run(file, _new_sqlite(bench.folder), is_served=True),
            "PostgreSQL": lambda: _run(file, bench.new_postgres_database(), is_served=False),
        }
    )
    return Section(
        title=f"Import of {bench.scaled(_CUSTOMERS):,} customers",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs)],
        failures=measured.failures,
    )


def _figures(name: str, runs: list[Imports]) -> Iterator[Figure]:
    yield Figure(label=f"{name}: into an empty database", unit="s", runs=[run.new_s for run in runs], goal=_GOAL)
    yield Figure(label=f"{name}: the same file again", unit="s", runs=[run.again_s for run in runs], goal=_GOAL)
    yield Figure(label=f"{name}: memory grown by", unit="MB", runs=[run.grew_mb for run in runs])


def _written(file: Path, customers: int) -> Path:
    with file.open("w", encoding="utf-8") as lines:
        lines.write("Nama;No HP;Email;No Kartu;Tanggal Lahir;Kota;Terakhir Aktif\n")
        for number in range(customers):
            lines.write(
                f"PELANGGAN CONTOH {number};0812{number:08};p{number}@example.com;KD {number:08};14/03/1990;Bandung;"
                "01/11/2026\n"
            )
    return file


def _new_sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / f'import-{time.monotonic_ns()}.db'}"


def _run(file: Path, url: str, *, is_served: bool) -> Imports:
    with _opened(url) as database:
        if is_served:
            database.writer.run(_hold_a_lease)
        before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        new_s, again_s = _imported(database, file), _imported(database, file)
        grew_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    return Imports(new_s, again_s, grew_kb / 1024)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    try:
        upgrade(database)
        yield database
    finally:
        database.close()


def _hold_a_lease(session: Session) -> None:
    until = session.database_now() + timedelta(hours=1)
    session.execute(insert(table_of(Lease)), {"name": "sender:1", "holder": "bench", "expires_at": until})


def _imported(database: Database, file: Path) -> float:
    wanted = customers_import(file, ImportingBusiness(), "bench", datetime.now(UTC))
    began_s = time.monotonic()
    with RefusalReport(file.with_suffix(".refused"), Language.EN, print) as report:
        tally = wanted.run(database, report, no_progress)
    if tally.refused:
        raise ValueError(f"{tally.refused} rows were refused")
    return time.monotonic() - began_s
