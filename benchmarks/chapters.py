"""What a run consists of, and how long it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.bench import Bench
from benchmarks.report import Section
from benchmarks.sections import (
    broadcast,
    importing,
    latency,
    limited,
    recall,
    resources,
    search,
    sender,
    stub,
    turns,
    understanding,
    writing,
)

_BUILDING_S: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One section, and its seconds on two cores: of each round, and of the part of a round that grows with the load."""

    measure: Callable[[Bench], Section]
    round_s: float
    of_it_load_s: float
    is_one_round: bool = False
    needs_population: bool = False

    def expected_s(self, bench: Bench) -> float:
        """Return about how many seconds it takes."""
        rounds = 1 if self.is_one_round else bench.rounds
        return rounds * (self.round_s - self.of_it_load_s * (1 - min(1.0, bench.scale)))


CHAPTERS: Final = {
    "turns": Chapter(measure=turns.measure, round_s=65, of_it_load_s=25),
    "latency": Chapter(measure=latency.measure, round_s=95, of_it_load_s=65),
    "broadcast": Chapter(measure=broadcast.measure, round_s=165, of_it_load_s=120),
    "sender": Chapter(measure=sender.measure, round_s=75, of_it_load_s=45),
    "limited": Chapter(measure=limited.measure, round_s=90, of_it_load_s=65, is_one_round=True),
    "recall": Chapter(measure=recall.measure, round_s=20, of_it_load_s=17, needs_population=True),
    "search": Chapter(measure=search.measure, round_s=60, of_it_load_s=5, needs_population=True),
    "writing": Chapter(measure=writing.measure, round_s=20, of_it_load_s=17, needs_population=True),
    "importing": Chapter(measure=importing.measure, round_s=110, of_it_load_s=105),
    "resources": Chapter(measure=resources.measure, round_s=45, of_it_load_s=5),
    "understanding": Chapter(measure=understanding.measure, round_s=3, of_it_load_s=0),
    "stub": Chapter(measure=stub.measure, round_s=5, of_it_load_s=4),
}


def expected_s(names: Sequence[str], bench: Bench) -> float:
    """Return about how many seconds these sections take together."""
    chosen = [CHAPTERS[name] for name in names]
    seconds = sum(chapter.expected_s(bench) for chapter in chosen)
    if any(chapter.needs_population for chapter in chosen) and not bench.kept_population().is_built():
        seconds += _BUILDING_S * bench.scale
    return seconds
