"""How many messages a second one sender delivers when nothing limits it."""

from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import NothingMeasuredError, rate_per_s
from benchmarks.report import Figure, Goal, Section
from benchmarks.sections.queued import queue_replies
from benchmarks.systems import LIMITS_OFF, ingat_part

_MESSAGES: Final = 5000
_TIMEOUT_S: Final = 120.0
_QUIET_S: Final = 5.0
_NEAR: Final = "ingat sender, round trip 0 ms"
_FAR: Final = "ingat sender, round trip 50 ms"
_ROUND_TRIPS_S: Final = {_NEAR: 0.0, _FAR: 0.05}
_GOALS: Final = {_FAR: Goal(at_least=1000)}


@dataclass(frozen=True, slots=True)
class Sent:
    """One run of a sender. The processor time is its own, for one message."""

    messages_per_s: float
    cpu_ms: float


def measure(bench: Bench) -> Section:
    """Let a receiver queue replies to as many customers, then start a sender, over a near and a far network."""
    measured = bench.interleaved({name: partial(_run, bench, far_s) for name, far_s in _ROUND_TRIPS_S.items()})
    return Section(
        title=f"Messages a second of one sender, limits off ({bench.scaled(_MESSAGES):,} queued, PostgreSQL)",
        figures=[
            Figure(
                label=name,
                unit="messages/s",
                runs=[run.messages_per_s for run in runs],
                goal=_GOALS.get(name),
                note=f"{median(run.cpu_ms for run in runs):.2f} ms of processor a message",
            )
            for name, runs in measured.runs.items()
        ],
        failures=measured.failures,
    )


def _run(bench: Bench, round_trip_s: float) -> Sent:
    count = bench.scaled(_MESSAGES)
    with bench.setting() as setting:
        environment = queue_replies(bench, setting, count)
        setting.stub.observe(round_trip_s=round_trip_s)
        with bench.started([ingat_part("sender", setting, {**environment, **LIMITS_OFF})], setting.folder) as sender:
            cpu_before_s = sender.cpu_s()  # what starting cost; it has begun to send
            setting.stub.wait(
                lambda progress: progress.accepted >= count,
                timeout_s=_TIMEOUT_S,
                quiet_s=_QUIET_S,
                check=sender.check,
            )
            cpu_s = sender.cpu_s() - cpu_before_s
            accepted_at_s = [at_s for at_s, _ in setting.stub.results().accepted]
    if not accepted_at_s:
        raise NothingMeasuredError("the sender sent nothing")
    rate = rate_per_s(accepted_at_s, since_s=min(accepted_at_s), of=count)
    return Sent(rate, cpu_s / len(accepted_at_s) * 1000)
