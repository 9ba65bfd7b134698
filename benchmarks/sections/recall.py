"""How fast what was said with a customer is found again among ten million interactions."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import quantile
from benchmarks.memory import drop_from_memory, files_under, read_into_memory
from benchmarks.population.keeping import address_in
from benchmarks.population.people import Population
from benchmarks.postgres import running_postgres
from benchmarks.report import Figure, Goal, Section
from crm.conversation.commands import HISTORY_LINES
from crm.history import recent_lines
from crm.kernel.database import Database, open_database

_WARM: Final = 5000
_COLD: Final = 500
_BUSIEST: Final = 500
_GOAL: Final = Goal(at_most=5.0)

Opening = Callable[[Path], AbstractContextManager[Database]]


@dataclass(frozen=True, slots=True)
class Recalls:
    """One round: how long each recall took, in milliseconds, ascending; and the size of the database."""

    cold_ms: Sequence[float]
    warm_ms: Sequence[float]
    busiest_ms: Sequence[float]
    size_bytes: int


def measure(bench: Bench) -> Section:
    """Recall the last lines of customers, each in a read session of its own, one after the other."""
    kept = bench.kept_population()
    population = kept.population
    measured = bench.interleaved(
        {
            "SQLite": lambda: _run(population, kept.sqlite(), open_sqlite),
            "PostgreSQL": lambda: _run(population, kept.postgres(), open_postgres),
        }
    )
    return Section(
        title=f"Recall of a customer's last {HISTORY_LINES} lines, among {population.customers:,} customers "
        f"with {population.interactions:,} interactions",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs)],
        failures=measured.failures,
    )


def _run(population: Population, stored: Path, opened: Opening) -> Recalls:
    """First with all of it on disk alone, then with all of it in memory, as on a server that runs for a while."""
    dice = random.Random(population.interactions)  # noqa: S311 - the same customers in each round
    as_they_write = [population.customer_of(dice.randrange(population.interactions) + 1) for _ in range(_WARM + _COLD)]
    files = list(files_under(stored))
    drop_from_memory(files)
    with opened(stored) as database:
        cold_ms = _recalls_ms(database, as_they_write[:_COLD])
    size_bytes = read_into_memory(files)
    with opened(stored) as database:
        warm_ms = _recalls_ms(database, as_they_write[_COLD:])
        busiest_ms = _recalls_ms(database, population.busiest(_BUSIEST))
    return Recalls(cold_ms, warm_ms, busiest_ms, size_bytes)


@contextmanager
def open_sqlite(file: Path) -> Iterator[Database]:
    """Open a population that is kept in a file."""
    with closing(open_database(f"sqlite:///{file}")) as database:
        yield database


@contextmanager
def open_postgres(folder: Path) -> Iterator[Database]:
    """Open a population that is kept in a server's folder, and run the server meanwhile."""
    with running_postgres(folder) as address_of, closing(open_database(address_in(address_of))) as database:
        yield database


def _recalls_ms(database: Database, customers: Iterable[int]) -> list[float]:
    """Time each, after one that does not count: it connects."""
    _recall_ms(database, 1)
    return sorted(_recall_ms(database, customer) for customer in customers)


def _recall_ms(database: Database, customer: int) -> float:
    began_at_s = time.perf_counter()
    with database.reading() as session:
        recent_lines(session, customer, most=HISTORY_LINES)
    return (time.perf_counter() - began_at_s) * 1000


def _figures(name: str, runs: Sequence[Recalls]) -> list[Figure]:
    size = f"{runs[0].size_bytes / 1e9:.1f} GB"
    return [
        Figure(label=f"{name}, in memory, p50", unit="ms", runs=[quantile(run.warm_ms, 0.5) for run in runs]),
        Figure(
            label=f"{name}, in memory, p99",
            unit="ms",
            runs=[quantile(run.warm_ms, 0.99) for run in runs],
            goal=_GOAL,
            note=size,
        ),
        Figure(
            label=f"{name}, the {_BUSIEST} busiest customers, p99",
            unit="ms",
            runs=[quantile(run.busiest_ms, 0.99) for run in runs],
            goal=_GOAL,
        ),
        Figure(label=f"{name}, from disk, p50", unit="ms", runs=[quantile(run.cold_ms, 0.5) for run in runs]),
        Figure(label=f"{name}, from disk, p99", unit="ms", runs=[quantile(run.cold_ms, 0.99) for run in runs]),
    ]
