"""How long a customer waits for a reply, at a load that leaves room."""

from functools import partial
from typing import Final

from benchmarks.bench import Bench, play
from benchmarks.figures_of_a_run import Latency, latency
from benchmarks.report import Figure, Goal, Section
from benchmarks.stub.loads import LoadPlan
from benchmarks.systems import ALL_IN_ONE, ECHO, STRAIGHTFORWARD, System

_RATE_PER_S: Final = 100.0
_UPDATES: Final = 2000
_CHATS: Final = 1000
_GOAL: Final = Goal(at_most=50.0)


def measure(bench: Bench) -> Section:
    """Offer a hundred questions a second for 20 s, evenly spaced."""

    systems = (ECHO, STRAIGHTFORWARD, ALL_IN_ONE)
    measured = bench.interleaved({system.name: partial(_run, bench, system) for system in systems})
    return Section(
        title=f"Reply latency at {_RATE_PER_S:.0f} turns a second for {bench.scaled(_UPDATES) / _RATE_PER_S:.0f} s",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs)],
        failures=measured.failures,
    )


def _run(bench: Bench, system: System) -> Latency:
    plan = LoadPlan(
        texts=bench.questions,
        updates=bench.scaled(_UPDATES),
        chats=bench.scaled(_CHATS),
        rate_per_s=_RATE_PER_S,
    )
    with bench.running(system) as (stub, running):
        return latency(play(stub, running, plan))


def _figures(name: str, runs: list[Latency]) -> list[Figure]:
    unanswered = sum(run.unanswered for run in runs)
    return [
        Figure(label=f"{name}, p50", unit="ms", runs=[run.p50_ms for run in runs]),
        Figure(
            label=f"{name}, p99",
            unit="ms",
            runs=[run.p99_ms for run in runs],
            goal=_GOAL if name == ALL_IN_ONE.name else None,
            note=f"{unanswered} not answered" if unanswered else "",
        ),
        Figure(label=f"{name}, worst", unit="ms", runs=[run.worst_ms for run in runs]),
    ]
