"""What the customers of a benchmark ask."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

OWN: Final = Path(__file__).with_name("questions.csv")
VARIABLE: Final = "INGAT_BENCH_QUESTIONS"

_SHARED: Final = Path(__file__).resolve().parents[2] / "shared/data/support-questions"
_FEWEST_WORDS: Final = 4  # a shorter text may be the beginning of a longer one, and a bot does well to wait for more
_ASKS_FOR_A_PERSON: Final = frozenset({"contact_customer_service", "contact_human_agent", "complaint"})


def questions_folder(given: Path | None) -> Path | None:
    """Return the folder with CSV files of real questions: the given one, the environment's, or the one beside us.

    Raises `FileNotFoundError` if a folder was asked for and holds none.
    """
    asked_for = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if asked_for is not None and not list(asked_for.glob("*.csv")):
        raise FileNotFoundError(f"{asked_for} holds no CSV file with questions")
    return asked_for or (_SHARED if _SHARED.is_dir() else None)


def load_questions(folder: Path | None, count: int) -> list[str]:
    """Return at most `count` different questions, evenly from all files of a folder, or our own without one.

    Left out is what is no question that a bot answers at once: fragments, and whoever asks for a person.
    """
    files = [OWN] if folder is None else sorted(folder.glob("*.csv"))
    found = list(dict.fromkeys(text for file in files for text in _answerable(file)))
    step = max(1, len(found) // count)
    return found[::step][:count]


def _answerable(file: Path) -> Iterator[str]:
    with file.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if len(row["text"].split()) >= _FEWEST_WORDS and row["intent"] not in _ASKS_FOR_A_PERSON:
                yield row["text"]
