"""Measure, and write docs/understanding.md."""

import argparse
import sys
from pathlib import Path
from typing import Final

from benchmarks.understanding.page import page
from benchmarks.understanding.questions import DATA

_PAGE: Final = Path(__file__).parents[2] / "docs" / "understanding.md"


def main() -> None:
    """Take the folder of the real questions and write the page. It takes some minutes, most of them for vectors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("folder", type=Path, help="with retail-train.csv, retail-test.csv and the same of banking")
    folder = parser.parse_args().folder
    missing = [f"{data}-{part}.csv" for data in DATA for part in ("train", "test")]
    missing = [name for name in missing if not (folder / name).exists()]
    if missing:
        parser.error(f"{folder} has no {', '.join(missing)}")
    _PAGE.write_text(page(folder, _say), "utf-8")


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main()
