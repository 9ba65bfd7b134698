"""Figures, what they should reach, and the one table they end in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Final

from benchmarks.machine import Machine

_WIDTHS: Final = (52, 18, 24, 10, 7)  # label, median, runs, goal, reached
_COLUMNS: Final = ("", "median", "each round", "goal", "reached", "")


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
    def is_reached(self) -> bool | None:
        """Whether the goal is met, or None where there is none."""
        return None if self.goal is None else self.goal.is_met_by(self.value)

    @property
    def cells(self) -> tuple[str, str, str, str, str, str]:
        """What the columns of the table show of it."""
        runs = " ".join(_short(run) for run in self.runs) if len(self.runs) > 1 else ""
        reached = {True: "yes", False: "NO", None: ""}[self.is_reached]
        value = f"{_short(self.value)} {self.unit}".rstrip()
        return self.label, value, runs, "" if self.goal is None else str(self.goal), reached, self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The figures of one question, and why some are missing."""

    title: str
    figures: Sequence[Figure]
    failures: dict[str, str] = field(default_factory=dict)


def table(machine: Machine, sections: Sequence[Section]) -> str:
    """Return the table as text."""
    lines = [f"Ingat benchmark, {machine.at}", _conditions(machine), "", _line(_COLUMNS)]
    for section in sections:
        lines += ["", section.title]
        lines += [_line(figure.cells) for figure in section.figures]
        lines += [f"  {name}: NOT MEASURED. {reason}" for name, reason in section.failures.items()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown(machine: Machine, sections: Sequence[Section]) -> str:
    """Return the table for a page of the documentation."""
    lines = [f"{machine.at[:10]}: {_conditions(machine)}.", "", _row(_COLUMNS), "|---|--:|---|---|---|---|"]
    for section in sections:
        lines.append(_row((f"**{section.title}**", "", "", "", "", "")))
        lines += [_row(figure.cells) for figure in section.figures]
        lines += [_row((name, "not measured", "", "", "", reason)) for name, reason in section.failures.items()]
    return "\n".join(lines) + "\n"


def as_json(machine: Machine, sections: Sequence[Section]) -> dict[str, object]:
    """Return the same as data."""
    return {
        "machine": asdict(machine),
        "sections": [
            {
                "title": section.title,
                "figures": [
                    {**asdict(figure), "value": figure.value, "is_reached": figure.is_reached}
                    for figure in section.figures
                ],
                "failures": section.failures,
            }
            for section in sections
        ],
    }


def _conditions(machine: Machine) -> str:
    return (
        f"{machine.cores} cores ({machine.processor}), {machine.memory_gib} GiB, {machine.system}, "
        f"Python {machine.python}, SQLite {machine.sqlite}, fsync {machine.fsync_ms} ms, "
        f"load before {machine.load_before}, after {machine.load_after}"
    )


def _line(cells: Sequence[str]) -> str:
    label, value, runs, goal, reached, note = cells
    of_label, of_value, of_runs, of_goal, of_reached = _WIDTHS
    measured = f"  {label:{of_label}}{value:>{of_value}}  {runs:{of_runs}}"
    return f"{measured}{goal:{of_goal}}{reached:{of_reached}}  {note}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _short(value: float) -> str:
    if value == int(value) and abs(value) < 100:  # noqa: PLR2004 - a count, or as good as one
        return f"{value:.0f}"
    if abs(value) >= 100:  # noqa: PLR2004 - three digits are enough to read
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004 - the same
