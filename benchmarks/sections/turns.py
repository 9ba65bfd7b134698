"""How many complete turns a second: an update handed out, its reply accepted."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.bench import Bench, play
from benchmarks.figures_of_a_run import throughput
from benchmarks.report import Figure, Goal, Section
from benchmarks.systems import ALL_IN_ONE, BOT_AND_SENDER, ECHO, STRAIGHTFORWARD, System

_UPDATES: Final = 3000
_CHATS: Final = 1000
_OF_THE_ECHO_BOT: Final = Goal(at_least=0.7)
_OF_THE_STRAIGHTFORWARD_BOT: Final = Goal(at_least=5.0)


@dataclass(frozen=True, slots=True)
class Turns:
    """One run of one system. The processor time is that of its own processes, not a database server's, for one turn."""

    turns_per_s: float
    unanswered: int
    cpu_ms: float


def measure(bench: Bench) -> Section:
    """Play the same backlog to all systems, and set Ingat's rates in proportion to the others'."""

    systems = (ECHO, STRAIGHTFORWARD, ALL_IN_ONE, BOT_AND_SENDER)
    measured = bench.interleaved({system.name: partial(_run, bench, system) for system in systems})
    return Section(
        title=f"Turns a second (backlog of {bench.scaled(_UPDATES):,} from {bench.scaled(_CHATS):,} customers)",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs)]
        + _ratios(measured.runs),
        failures=measured.failures,
    )


def _run(bench: Bench, system: System) -> Turns:
    with bench.running(system) as (stub, running):
        cpu_before_s = running.cpu_s()
        seen = throughput(play(stub, running, bench.backlog(_UPDATES, _CHATS)))
        cpu_ms = (running.cpu_s() - cpu_before_s) / bench.scaled(_UPDATES) * 1000
        return Turns(seen.turns_per_s, seen.unanswered, cpu_ms)


def _figures(name: str, runs: list[Turns]) -> list[Figure]:
    unanswered = sum(run.unanswered for run in runs)
    return [
        Figure(
            label=name,
            unit="turns/s",
            runs=[run.turns_per_s for run in runs],
            note=f"{unanswered} not answered" if unanswered else "",
        ),
        Figure(label=f"{name}, processor time", unit="ms/turn", runs=[run.cpu_ms for run in runs]),
    ]


def _ratios(runs: dict[str, list[Turns]]) -> list[Figure]:
    return [
        Figure(
            label=f"{ours.name} : {rival_name}",
            unit="",
            runs=[
                mine.turns_per_s / theirs.turns_per_s
                for mine, theirs in zip(runs[ours.name], runs[rival.name], strict=False)
            ],
            goal=goal,
        )
        for ours in (ALL_IN_ONE, BOT_AND_SENDER)
        for rival, rival_name, goal in (
            (ECHO, "echo bot", _OF_THE_ECHO_BOT),
            (STRAIGHTFORWARD, "async ORM", _OF_THE_STRAIGHTFORWARD_BOT),
        )
        if ours.name in runs and rival.name in runs
    ]
