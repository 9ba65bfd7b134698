"""Figures, what they should reach, and the one table they end in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Final

from benchmarks.machine import Machine

_LABEL_WIDTH: Final = 46
_VALUE_WIDTH: Final = 16
_RUNS_WIDTH: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The range that a figure should be in, both ends included."""

    at_least: float | None = None
    at_most: float | None = None

    def is_met_by(self, value: float) -> bool:
        """Say whether a value is in the range."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        if self.at_least is not None and self.at_most is not None:
            return f"{self.at_least:g} to {self.at_most:g}"
        return f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value: the median of its runs."""

    label: str
    unit: str
    runs: Sequence[float]
    goal: Goal | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the runs."""
        return median(self.runs)

    @property
    def verdict(self) -> str:
        """Whether the goal is met, or nothing where there is none."""
        if self.goal is None:
            return ""
        return f"{self.goal}: {'yes' if self.goal.is_met_by(self.value) else 'NO'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The figures of one question, and why some are missing."""

    title: str
    figures: Sequence[Figure]
    failures: dict[str, str] = field(default_factory=dict)


def table(machine: Machine, sections: Sequence[Section]) -> str:
    """Return the table as text."""
    lines = [
        f"Ingat benchmark, {machine.at}",
        f"{machine.cores} cores ({machine.processor}), {machine.memory_gib} GiB, {machine.system}, "
        f"Python {machine.python}, SQLite {machine.sqlite}, "
        f"fsync {machine.fsync_ms} ms, load before {machine.load_before}",
        "",
        f"{'':{_LABEL_WIDTH}}{'median':>{_VALUE_WIDTH}}  {'runs':{_RUNS_WIDTH}}to reach",
    ]
    for section in sections:
        lines += ["", section.title]
        lines += [_line(figure) for figure in section.figures]
        lines += [f"  {name}: NOT MEASURED. {reason}" for name, reason in section.failures.items()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_json(machine: Machine, sections: Sequence[Section]) -> dict[str, object]:
    """Return the same as data."""
    return {
        "machine": asdict(machine),
        "sections": [
            {
                "title": section.title,
                "figures": [
                    {**asdict(figure), "value": figure.value, "verdict": figure.verdict} for figure in section.figures
                ],
                "failures": section.failures,
            }
            for section in sections
        ],
    }


def _line(figure: Figure) -> str:
    value = f"{_short(figure.value)} {figure.unit}".rstrip()
    runs = " ".join(_short(run) for run in figure.runs) if len(figure.runs) > 1 else ""
    remarks = "; ".join(filter(None, (figure.verdict, figure.note)))
    return f"  {figure.label:{_LABEL_WIDTH - 2}}{value:>{_VALUE_WIDTH}}  {runs:{_RUNS_WIDTH}}{remarks}"


def _short(value: float) -> str:
    if abs(value) >= 100:  # noqa: PLR2004 - three digits are enough to read
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004 - the same
