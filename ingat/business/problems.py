"""What is wrong with a business folder, in plain sentences for its owner."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the folder can be used."""

    ERROR = "error"  # it cannot
    ADVICE = "advice"  # it can, and this would make it better


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or missing: where, what, and what to do. `file` is relative to the folder."""

    file: str
    line: int | None
    problem: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {as_sentences(self.problem, self.remedy)}"


class BusinessError(Exception):
    """The folder cannot be used. `problems` are all its errors."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class SettingError(ValueError):
    """One answer or setting that cannot be used: what is wrong with it, and what to write instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(as_sentences(problem, remedy))


def as_sentences(problem: str, remedy: str) -> str:
    """Return both with their full stops."""
    return f"{problem}. {remedy}" if remedy.endswith("?") else f"{problem}. {remedy}."
