"""What each process costs: memory after some work, and the time until it is ready."""

import os
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.bench import Bench, play
from benchmarks.processes import Memory
from benchmarks.report import Figure, Goal, Section
from benchmarks.systems import ALL_IN_ONE, BOT_AND_SENDER, ECHO, INGAT, REPOSITORY, STRAIGHTFORWARD, System

_UPDATES: Final = 1000
_HELP_COMMAND: Final = "ingat --help"
_HELP_RUNS: Final = 5
_HELP: Final = Goal(at_most=1.5)
_READY: Final = {"ingat run": Goal(at_most=7.0), "ingat bot": Goal(at_most=7.0)}
_MEMORY: Final = {
    "ingat run": Goal(at_most=300),
    "ingat bot": Goal(at_most=300),
    "ingat sender": Goal(at_most=100),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process."""

    ready_after_s: float
    memory: Memory


def measure(bench: Bench) -> Section:
    """Start each system, let it work, and look at its processes."""

    systems = (ECHO, STRAIGHTFORWARD, ALL_IN_ONE, BOT_AND_SENDER)
    measured = bench.interleaved({system.name: partial(_run, bench, system) for system in systems})
    costs: dict[str, list[Cost]] = defaultdict(list)
    for runs in measured.runs.values():
        for parts in runs:
            for part, cost in parts.items():
                costs[part].append(cost)
    helped = bench.interleaved({_HELP_COMMAND: _help_takes_s}, rounds=_HELP_RUNS)
    return Section(
        title=f"Start-up time and memory after {bench.scaled(_UPDATES):,} turns",
        figures=[
            *(Figure(label=name, unit="s", runs=runs_s, goal=_HELP) for name, runs_s in helped.runs.items()),
            *(figure for part, found in costs.items() for figure in _figures(part, found)),
        ],
        failures=measured.failures | helped.failures,
    )


def _run(bench: Bench, system: System) -> dict[str, Cost]:
    with bench.running(system) as (stub, running):
        play(stub, running, bench.backlog(_UPDATES, _UPDATES))
        memory, ready_after_s = running.memory(), running.ready_after_s()
        return {part: Cost(ready_after_s[part], memory[part]) for part in memory}


def _help_takes_s() -> float:
    began_at_s = time.monotonic()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([INGAT, "--help"], check=True, capture_output=True, env=environment)  # noqa: S603 - it is ours
    return time.monotonic() - began_at_s


def _figures(part: str, costs: list[Cost]) -> list[Figure]:
    return [
        Figure(
            label=f"{part}, ready after", unit="s", runs=[cost.ready_after_s for cost in costs], goal=_READY.get(part)
        ),
        Figure(
            label=f"{part}, memory",
            unit="MB RSS",
            runs=[cost.memory.rss_mb for cost in costs],
            goal=_MEMORY.get(part),
            note=f"{max(cost.memory.pss_mb for cost in costs):.0f} MB PSS",
        ),
    ]
