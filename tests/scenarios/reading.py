"""Scenarios, as they are read from their files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "conversations"


@dataclass(frozen=True, slots=True)
class Step:
    """What one person does or sees: `siti says: halo`."""

    who: str
    verb: str
    value: Any = None

    def __str__(self) -> str:
        return f"{self.who} {self.verb}" + ("" if self.value is None else f": {self.value}")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One conversation. `people` are named with the language of their phone; `then` is the CRM's state at the end.

    `staff` are people of the business by their roles, who work in a group of their own: the owner opens it.
    `known` are customers of the business whom another of its systems knows: `knowing.py` imports them.
    """

    title: str
    steps: list[Step]
    then: dict[str, Any] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=lambda: {"siti": "id"})
    known: list[dict[str, Any]] = field(default_factory=list)
    staff: dict[str, str] = field(default_factory=dict)


def read_scenarios() -> dict[str, Scenario]:
    """Return all scenarios by their titles. Raises ValueError for what is no scenario."""
    found: dict[str, Scenario] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            scenario = Scenario(**document | {"steps": [_step(step) for step in document["steps"]]})
            if scenario.title in found:
                raise ValueError(f"two scenarios are called {scenario.title!r}")
            found[scenario.title] = scenario
    return found


def _step(written: str | dict[str, Any]) -> Step:
    if isinstance(written, dict):
        ((words, value),) = written.items()
    else:
        words, value = written, None
    who, _, verb = words.partition(" ")
    return Step(who, verb, value)
