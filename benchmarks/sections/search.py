"""How fast words are found among ten million interactions, and people among a million by mistyped names."""

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import quantile
from benchmarks.memory import files_under, read_into_memory
from benchmarks.population.people import Population
from benchmarks.report import Figure, Goal, Section
from benchmarks.sections.recall import open_postgres, open_sqlite
from crm.customers.searching import find_customers
from crm.history import recall, search
from crm.kernel.database import Database
from crm.kernel.session import Session

_ASKED: Final = 500
_LINES: Final = 30
_WITHIN_MS: Final = {"of one customer": 10.0, "of all": 100.0, "names": 50.0}
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = "abcdefghijklmnoprstuwy"

Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: what it is called, how fast it should be, and what is asked, one after the other."""

    name: str
    goal_ms: float
    asked: Sequence[Ask]


def measure(bench: Bench) -> Section:
    """Ask each question in a read session of its own, one after the other, with the database in memory."""
    kept = bench.kept_population()
    population = kept.population
    measured = bench.interleaved(
        {
            "SQLite": lambda: _run(population, kept.sqlite(), open_sqlite),
            "PostgreSQL": lambda: _run(population, kept.postgres(), open_postgres),
        }
    )
    return Section(
        title=f"Search among {population.interactions:,} interactions, and by name among "
        f"{population.customers:,} customers",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs, population)],
        failures=measured.failures,
    )


def _run(
    population: Population, stored: Path, opened: Callable[[Path], AbstractContextManager[Database]]
) -> dict[str, list[float]]:
    """Return how long the questions of each kind took, in milliseconds, ascending."""
    read_into_memory(list(files_under(stored)))
    with opened(stored) as database:
        return {kind.name: _asked_ms(database, kind.asked) for kind in _kinds(population)}


def _kinds(population: Population) -> list[Kind]:
    dice = random.Random(population.customers)  # noqa: S311 - the same questions in each round
    one, every, names = _WITHIN_MS.values()
    return [
        Kind("recall of a customer's last 30 lines", one, list(_of_one(population, dice, with_words=False))),
        Kind("words a customer said", one, list(_of_one(population, dice, with_words=True))),
        Kind("words that were said together", every, list(_of_all(population, dice))),
        Kind("words that were said apart", every, list(_said_apart(population, dice))),
        Kind("words of one month", every, list(_of_a_month(population, dice))),
        Kind("an order's number", every, list(_order_numbers(population, dice))),
        Kind("names, one letter off", names, list(_mistyped_names(population, dice))),
    ]


def _of_one(population: Population, dice: random.Random, *, with_words: bool) -> Iterator[Ask]:
    for number in _lines(population, dice):
        words = _some_words(population, number, dice) if with_words else None
        yield partial(recall, customer_id=population.customer_of(number), text=words, most=_LINES)


def _of_all(population: Population, dice: random.Random) -> Iterator[Ask]:
    for number in _lines(population, dice):
        words = _some_words(population, number, dice)
        yield partial(search, text=words, most=_LINES)


def _said_apart(population: Population, dice: random.Random) -> Iterator[Ask]:
    for number, other in zip(_lines(population, dice), _lines(population, dice), strict=True):
        words = f"{_some_words(population, number, dice, most=1)} {_some_words(population, other, dice, most=1)}"
        yield partial(search, text=words, most=_LINES)


def _of_a_month(population: Population, dice: random.Random) -> Iterator[Ask]:
    for number in _lines(population, dice):
        words = _some_words(population, number, dice)
        since = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=6 * number)
        yield partial(search, text=words, since=since, until=since + timedelta(days=30), most=_LINES)


def _order_numbers(population: Population, dice: random.Random) -> Iterator[Ask]:
    for number in _lines(population, dice):
        yield partial(search, text=str(population.order_of(number)), most=_LINES)


def _mistyped_names(population: Population, dice: random.Random) -> Iterator[Ask]:
    for _ in range(_ASKED):
        name = _mistyped(population.name_of(dice.randrange(population.customers) + 1), dice)
        yield partial(find_customers, text=name)


def _lines(population: Population, dice: random.Random) -> Iterator[int]:
    """Yield interactions in which customers spoke: they have odd numbers."""
    return (dice.randrange(population.interactions // 2) * 2 + 1 for _ in range(_ASKED))


def _some_words(population: Population, number: int, dice: random.Random, most: int = 3) -> str:
    words = _WORD.findall(population.question_of(number))
    return " ".join(dice.sample(words, min(len(words), dice.randint(1, most))))


def _mistyped(name: str, dice: random.Random) -> str:
    at, letter = dice.randrange(1, len(name) - 1), dice.choice(_LETTERS)
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return dice.choice([name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :], swapped])


def _asked_ms(database: Database, asked: Iterable[Ask]) -> list[float]:
    return sorted(_ask_ms(database, ask) for ask in asked)


def _ask_ms(database: Database, ask: Ask) -> float:
    began_at_s = time.perf_counter()
    with database.reading() as session:
        ask(session)
    return (time.perf_counter() - began_at_s) * 1000


def _figures(name: str, runs: Sequence[dict[str, list[float]]], population: Population) -> Iterator[Figure]:
    for kind in _kinds(population):
        times = [run[kind.name] for run in runs]
        yield Figure(label=f"{name}, {kind.name}, p50", unit="ms", runs=[quantile(each, 0.5) for each in times])
        yield Figure(
            label=f"{name}, {kind.name}, p99",
            unit="ms",
            runs=[quantile(each, 0.99) for each in times],
            goal=Goal(at_most=kind.goal_ms),
        )
