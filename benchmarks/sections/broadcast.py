"""How long a customer waits for a reply while a broadcast takes all that Telegram allows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.bench import Bench, play
from benchmarks.figures_of_a_run import Latency, latency
from benchmarks.marketing import FIRST_MARKETING_CHAT_ID, fill_marketing_backlog
from benchmarks.processes import Part
from benchmarks.report import Figure, Goal, Section
from benchmarks.stub.loads import LoadPlan
from benchmarks.stub_process import Results
from benchmarks.systems import ALL_IN_ONE, BOT_AND_SENDER, LIMITS_ON, Setting, all_in_one, bot_and_sender

_RATE_PER_S: Final = 5.0
_UPDATES: Final = 300
_MARKETING: Final = 5000  # more than leave in the time of the longest run
_REPLIES: Final = Goal(at_most=150.0)
_REFUSALS: Final = Goal(at_most=0)
_SYSTEMS: Final[Mapping[str, Callable[[Setting, Mapping[str, str]], Sequence[Part]]]] = {
    ALL_IN_ONE.name: all_in_one,
    BOT_AND_SENDER.name: bot_and_sender,
}


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One run: how long replies took, how fast all messages left meanwhile, and what Telegram would have refused."""

    replies: Latency
    messages_per_s: float
    marketing_per_s: float
    refused: int


def measure(bench: Bench) -> Section:
    """Offer five questions a second for a minute, each from another customer, behind thousands of waiting offers."""
    measured = bench.interleaved({name: partial(_run, bench, parts_of) for name, parts_of in _SYSTEMS.items()})
    return Section(
        title=f"Replies while a broadcast runs: {_RATE_PER_S:.0f} questions a second "
        f"for {bench.scaled(_UPDATES) / _RATE_PER_S:.0f} s, {_MARKETING:,} offers waiting, Telegram's limits",
        figures=[figure for name, runs in measured.runs.items() for figure in _figures(name, runs)],
        failures=measured.failures,
    )


def _run(bench: Bench, parts_of: Callable[[Setting, Mapping[str, str]], Sequence[Part]]) -> Broadcast:
    updates = bench.scaled(_UPDATES)
    plan = LoadPlan(texts=bench.questions, updates=updates, chats=updates, rate_per_s=_RATE_PER_S, limits=True)
    with bench.setting() as setting:
        parts = parts_of(setting, LIMITS_ON)
        fill_marketing_backlog(parts[0].environment["DATABASE_URL"], _MARKETING)
        setting.stub.observe(limits=True)
        with bench.started(parts, setting.folder) as running:
            bench.warm_up(setting.stub, running, limits=True)
            return seen(play(setting.stub, running, plan))


def seen(results: Results) -> Broadcast:
    """Count from the first question to the last answer, while both had to share."""
    replies = latency(results)
    began_at_s = min(journey.offered_at_s for journey in results.journeys if journey.offered_at_s is not None)
    ended_at_s = max(journey.answered_at_s for journey in results.journeys if journey.answered_at_s is not None)
    chats = [chat_id for at_s, chat_id in results.accepted if began_at_s <= at_s <= ended_at_s]
    marketing = sum(chat_id >= FIRST_MARKETING_CHAT_ID for chat_id in chats)
    seconds = ended_at_s - began_at_s
    return Broadcast(replies, len(chats) / seconds, marketing / seconds, len(results.refused_at_s))


def _figures(name: str, runs: Sequence[Broadcast]) -> list[Figure]:
    unanswered = sum(run.replies.unanswered for run in runs)
    return [
        Figure(label=f"{name}, p50", unit="ms", runs=[run.replies.p50_ms for run in runs]),
        Figure(
            label=f"{name}, p99",
            unit="ms",
            runs=[run.replies.p99_ms for run in runs],
            goal=_REPLIES,
            note=f"{unanswered} not answered" if unanswered else "",
        ),
        Figure(label=f"{name}, worst", unit="ms", runs=[run.replies.worst_ms for run in runs]),
        Figure(label=f"{name}, offers", unit="messages/s", runs=[run.marketing_per_s for run in runs]),
        Figure(label=f"{name}, all messages", unit="messages/s", runs=[run.messages_per_s for run in runs]),
        Figure(label=f"{name}, refused with 429", unit="", runs=[run.refused for run in runs], goal=_REFUSALS),
    ]
