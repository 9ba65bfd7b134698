"""How close a sender that keeps Telegram's limits comes to them, without going over once."""

from functools import partial
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import NothingMeasuredError, most_within_a_second
from benchmarks.report import Figure, Goal, Section
from benchmarks.sections.queued import queue_replies
from benchmarks.stub_process import Results
from benchmarks.systems import ingat_part

_SECONDS: Final = 60.0
_MOST_PER_S: Final = 31
_RATE: Final = Goal(at_least=29.0, at_most=30.0)
_REFUSALS: Final = Goal(at_most=0)
_IN_A_SECOND: Final = Goal(at_most=30)
_SENDER: Final = "ingat sender"


def measure(bench: Bench) -> Section:
    """Let a sender work off more than it may send in the time, against limits that answer 429. One run: it is long."""
    seconds = _SECONDS * min(1.0, bench.scale)
    measured = bench.interleaved({_SENDER: partial(_sent, bench, seconds)}, rounds=1)
    figures = []
    for results in measured.runs.get(_SENDER, []):
        first_at_s = min(at_s for at_s, _ in results.accepted)
        in_time = sum(at_s < first_at_s + seconds for at_s, _ in results.accepted)
        figures += [
            Figure(label=_SENDER, unit="messages/s", runs=[in_time / seconds], goal=_RATE),
            Figure(
                label=f"{_SENDER}, most within any second",
                unit="messages",
                runs=[most_within_a_second([at_s for at_s, _ in results.accepted])],
                goal=_IN_A_SECOND,
            ),
            Figure(label=f"{_SENDER}, refused with 429", unit="", runs=[len(results.refused_at_s)], goal=_REFUSALS),
        ]
    return Section(
        title=f"Messages a second of one sender within Telegram's limits, over {seconds:.0f} s (PostgreSQL)",
        figures=figures,
        failures=measured.failures,
    )


def _sent(bench: Bench, seconds: float) -> Results:
    with bench.setting() as setting:
        environment = queue_replies(bench, setting, round(seconds * _MOST_PER_S) + _MOST_PER_S)
        setting.stub.observe(limits=True)
        with bench.started([ingat_part("sender", setting, environment)], setting.folder) as sender:
            setting.stub.wait(
                lambda progress: progress.now_s - (progress.first_accepted_at_s or progress.now_s) > seconds,
                timeout_s=seconds * 2,
                quiet_s=seconds,
                check=sender.check,
            )
            results = setting.stub.results()
    if not results.accepted:
        raise NothingMeasuredError("the sender sent nothing")
    return results
