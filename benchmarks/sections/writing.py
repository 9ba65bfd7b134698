"""What a turn costs without a bot around it, and whether writing slows down among ten million interactions."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.business import DEMO
from benchmarks.figures_of_a_run import quantile
from benchmarks.memory import files_under, read_into_memory
from benchmarks.population.keeping import build_sqlite
from benchmarks.population.people import FIRST_CHAT_ID, Population
from benchmarks.report import Figure, Goal, Section
from benchmarks.systems import BOT_ID
from bot.intake.seeing import see
from crm.conversation.snapshot import Snapshot
from crm.conversation.turns import take_words
from crm.conversation.understanding import Understanding, understand
from crm.customers import Person
from crm.history import Said
from crm.kernel.database import Database, open_database
from crm.kernel.session import Session
from ingat.business import load_business

_CUSTOMERS_OF_A_SMALL_SHOP: Final = 10_000
_TOGETHER: Final = 5000
_ALONE: Final = 1000
_SLOWER: Final = Goal(at_least=0.7)

Job = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Turns:
    """One round: how fast turns are written when many wait, what each costs, and how long one takes alone."""

    turns_per_s: float
    cpu_ms: float
    alone_ms: Sequence[float]


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer asks, and what was understood of it: that is done before the transaction."""

    text: str
    understood: Understanding


def measure(bench: Bench) -> Section:
    """Let the Writer record and decide turns of customers who are known, on SQLite, without a bot around it."""
    kept = bench.kept_population()
    large = kept.population
    few = min(_CUSTOMERS_OF_A_SMALL_SHOP, large.customers // 10)
    small = replace(large, customers=few, interactions=few * 10)
    snapshot = load_business(DEMO)
    cpu_before_s = time.process_time()
    questions = [Question(text, understand([text], snapshot.matcher)) for text in bench.questions]
    understanding_ms = (time.process_time() - cpu_before_s) / len(questions) * 1000
    run = partial(_run, bench, snapshot, questions)
    small_name, large_name = (f"{shop.interactions:,} interactions" for shop in (small, large))
    measured = bench.interleaved(
        {
            small_name: lambda: _in_new_file(bench.folder, small, run),
            large_name: lambda: run(large, kept.sqlite()),
        }
    )
    figures = [Figure(label="understanding a question, processor time", unit="ms", runs=[understanding_ms])]
    figures += [figure for name, runs in measured.runs.items() for figure in _figures(name, runs)]
    if len(measured.runs) > 1:
        figures.append(_proportion(measured.runs[large_name], measured.runs[small_name]))
    return Section(
        title="Within a turn: understanding, and the transaction that records and decides (SQLite, no bot around it)",
        figures=figures,
        failures=measured.failures,
    )


def _in_new_file(folder: Path, shop: Population, run: Callable[[Population, Path], Turns]) -> Turns:
    """Begin each round with customers who have not spoken yet: who was handed over is not answered again."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        file = Path(own) / "ingat.db"
        build_sqlite(file, shop)
        return run(shop, file)


def _run(bench: Bench, snapshot: Snapshot, questions: Sequence[Question], shop: Population, file: Path) -> Turns:
    read_into_memory(files_under(file))
    together, alone = bench.scaled(_TOGETHER), bench.scaled(_ALONE)
    first_update_id = time.time_ns()
    customers = random.SystemRandom().sample(range(1, shop.customers + 1), together + 2 * alone)
    jobs = (
        partial(_take, update_id=first_update_id + number, customer=customer, question=question, snapshot=snapshot)
        for number, (customer, question) in enumerate(zip(customers, cycle(questions), strict=False))
    )
    with closing(open_database(f"sqlite:///{file}")) as database:
        _written_s(database, [next(jobs) for _ in range(alone)])  # to warm up
        cpu_before_s = time.process_time()
        took_s = _written_s(database, [next(jobs) for _ in range(together)])
        cpu_s = time.process_time() - cpu_before_s
        alone_ms = sorted(_written_s(database, [next(jobs)]) * 1000 for _ in range(alone))
    return Turns(together / took_s, cpu_s / together * 1000, alone_ms)


def _take(session: Session, *, update_id: int, customer: int, question: Question, snapshot: Snapshot) -> None:
    """Do what the intake does with an update, in its transaction."""
    chat_id, now = FIRST_CHAT_ID + customer, datetime.now(UTC)
    person = Person("telegram", BOT_ID, str(chat_id), f"Pelanggan {customer}", language_code="id")
    said = Said(key=f"tg:{BOT_ID}:{chat_id}:{update_id}", kind="text", text=question.text, said_at=now, message_id=1)
    if not see(session, int(BOT_ID), update_id, now):
        raise ValueError(f"update {update_id} was there before")
    take_words(session, person, said, question.understood, snapshot, now, more_waiting=False)


def _written_s(database: Database, jobs: Sequence[Job]) -> float:
    """Hand jobs over all at once, and return how long it took until the last was committed."""
    began_at_s = time.perf_counter()
    for future in [database.writer.submit(job) for job in jobs]:
        future.result()
    return time.perf_counter() - began_at_s


def _figures(name: str, runs: Sequence[Turns]) -> list[Figure]:
    cpu_ms = [run.cpu_ms for run in runs]
    return [
        Figure(label=f"{name}, many waiting", unit="turns/s", runs=[run.turns_per_s for run in runs]),
        Figure(label=f"{name}, processor time", unit="ms/turn", runs=cpu_ms),
        Figure(label=f"{name}, one alone, p50", unit="ms", runs=[quantile(run.alone_ms, 0.5) for run in runs]),
        Figure(label=f"{name}, one alone, p99", unit="ms", runs=[quantile(run.alone_ms, 0.99) for run in runs]),
    ]


def _proportion(large: Sequence[Turns], small: Sequence[Turns]) -> Figure:
    runs = [mine.turns_per_s / theirs.turns_per_s for mine, theirs in zip(large, small, strict=False)]
    return Figure(label="the large one's rate : the small one's", unit="", runs=runs, goal=_SLOWER)
