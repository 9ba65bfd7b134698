"""Reading the messages: text, label, and the half that may be tuned on ("tune") or is only reported on ("report").

The label is an article's slug; "nothing" for what no article of the shop answers; "opening" and "acknowledgement" for
what asks for nothing.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
NOTHING: Final = "nothing"
OPENING: Final = "opening"
ACKNOWLEDGEMENT: Final = "acknowledgement"
TUNE: Final = "tune"
REPORT: Final = "report"


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its label and its half."""

    text: str
    label: str
    half: str


def read_messages() -> tuple[Message, ...]:
    """Return all messages of the folder."""
    return tuple(message for path in sorted(HERE.glob("*.csv")) for message in _read(path))


def labelled_with(messages: tuple[Message, ...], *labels: str) -> tuple[Message, ...]:
    """Return the messages with one of these labels."""
    return tuple(message for message in messages if message.label in labels)


def about_articles(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return the messages that an article answers."""
    return tuple(message for message in messages if message.label not in {NOTHING, OPENING, ACKNOWLEDGEMENT})


def _read(path: Path) -> list[Message]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Message(row["text"], row["label"], row["half"]) for row in csv.DictReader(file)]
