"""What every section of the benchmark works with."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Final, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.business import DEMO
from benchmarks.figures_of_a_run import NothingMeasuredError
from benchmarks.population.keeping import Kept
from benchmarks.population.people import Population
from benchmarks.processes import Part, SystemFailedError, SystemUnderTest
from benchmarks.rivals.straightforward_answers import load_answers
from benchmarks.stub.loads import LoadPlan
from benchmarks.stub_process import Results, Stub, running_stub
from benchmarks.systems import Setting, System

_LOAD_TIMEOUT_S: Final = 180.0
_QUIET_S: Final = 5.0
_WARM_UP_UPDATES: Final = 200
_CUSTOMERS: Final = 1_000_000
_INTERACTIONS_OF_A_CUSTOMER: Final = 10
_TOLD: Final = (SystemFailedError, NothingMeasuredError, SQLAlchemyError, subprocess.SubprocessError, OSError)

Run = TypeVar("Run")


@dataclass(frozen=True, slots=True)
class Measured(Generic[Run]):
    """What each subject's runs gave, and why some subjects stopped early."""

    runs: dict[str, list[Run]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """How much is measured, with which questions, in which folder. `scale` is the share of the full loads to play."""

    questions: Sequence[str]
    rounds: int
    scale: float
    folder: Path
    kept_folder: Path
    new_postgres_database: Callable[[], str]
    say: Callable[[str], None]

    def scaled(self, full: int) -> int:
        """Return this share of a full count, at least one."""
        return max(1, round(full * self.scale))

    def backlog(self, updates: int, chats: int) -> LoadPlan:
        """Return a load that waits from the start: the bot takes it as fast as it can."""
        return LoadPlan(texts=self.questions, updates=self.scaled(updates), chats=self.scaled(chats))

    @contextmanager
    def setting(self) -> Iterator[Setting]:
        """Provide an empty folder and a fresh stub, to run a system in."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as folder, running_stub() as stub:
            yield Setting(stub=stub, folder=Path(folder), new_postgres_database=self.new_postgres_database)

    @contextmanager
    def started(self, parts: Sequence[Part], folder: Path) -> Iterator[SystemUnderTest]:
        """Run these processes until the end of the block, and say so if one did not stop when it was asked to."""
        system = SystemUnderTest(parts, folder)
        with system:
            yield system
        for name in system.had_to_be_killed:
            self.say(f"{name} did not stop on SIGTERM and was killed")

    def kept_population(self) -> Kept:
        """Return a business with a million customers, or this share of it, and where its databases are kept."""
        answers = list(dict.fromkeys(load_answers(DEMO / "articles").answers))
        population = Population(
            customers=self.scaled(_CUSTOMERS),
            interactions=self.scaled(_CUSTOMERS * _INTERACTIONS_OF_A_CUSTOMER),
            texts=list(zip(self.questions, cycle(answers), strict=False)),
        )
        return Kept(self.kept_folder, population, self.say)

    def warm_up(self, stub: Stub, running: SystemUnderTest, *, limits: bool = False) -> None:
        """Let a system answer a few updates that do not count."""
        play(stub, running, replace(self.backlog(_WARM_UP_UPDATES, _WARM_UP_UPDATES), limits=limits))

    @contextmanager
    def running(self, system: System) -> Iterator[tuple[Stub, SystemUnderTest]]:
        """Run a system on an empty database, when it is ready and has warmed up."""
        with self.setting() as setting, self.started(system.parts(setting), setting.folder) as running:
            self.warm_up(setting.stub, running)
            yield setting.stub, running

    def interleaved(self, subjects: Mapping[str, Callable[[], Run]], rounds: int | None = None) -> Measured[Run]:
        """Run all subjects once in each round, or in so many rounds, and return what each run gave, by their names.

        In turns, so that what the machine does meanwhile falls on all alike. A subject that failed is left out of the
        rounds that follow.
        """
        measured: Measured[Run] = Measured()
        rounds = rounds or self.rounds
        for number in range(rounds):
            for name, run in subjects.items():
                if name in measured.failures:
                    continue
                self.say(f"round {number + 1} of {rounds}: {name}")
                try:
                    found = run()
                except _TOLD as error:
                    measured.failures[name] = f"{type(error).__name__}: {error}"
                else:
                    measured.runs.setdefault(name, []).append(found)
        return measured


def play(stub: Stub, running: SystemUnderTest, plan: LoadPlan) -> Results:
    """Play a load until every update is answered, or no answer comes any more, and return what was seen."""
    stub.play(plan)
    stub.wait(
        lambda progress: progress.answered >= plan.updates,
        timeout_s=_LOAD_TIMEOUT_S,
        quiet_s=_QUIET_S,
        check=running.check,
    )
    return stub.results()
