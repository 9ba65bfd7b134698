"""Measure, print one table, and write the same as JSON and as Markdown."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import orjson

from benchmarks.bench import Bench
from benchmarks.chapters import CHAPTERS, expected_s
from benchmarks.lifetime import folder_of_this_run
from benchmarks.machine import Machine, at_the_end, this_machine
from benchmarks.postgres import new_databases, running_postgres
from benchmarks.questions import load_questions, questions_folder
from benchmarks.report import Section, as_json, markdown, table
from benchmarks.systems import REPOSITORY
from ingat.logs import set_up_logs

BUILD: Final = REPOSITORY / "build"

_QUESTIONS: Final = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sections asked for. Returns 1 if something could not be measured, otherwise 0, goals met or not."""
    options = _parser().parse_args(arguments)
    set_up_logs("ERROR")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    began_at_s = time.monotonic()

    def say(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began_at_s:6.0f} s  {what}\n")

    with ExitStack() as stack:
        # Beside the code and not in /tmp, which may be memory, where a durable commit would cost nothing.
        folder = stack.enter_context(folder_of_this_run(BUILD))
        bench = Bench(
            questions=load_questions(questions_folder(options.questions), _QUESTIONS),
            rounds=options.rounds,
            scale=options.scale,
            folder=folder,
            kept_folder=BUILD,
            new_postgres_database=_postgres_when_needed(stack, folder / "postgres"),
            say=say,
        )
        say(f"this takes about {expected_s(options.only, bench) / 60:.0f} minutes")
        machine = this_machine(folder)
        sections = []
        for name in options.only:
            say(name)
            sections.append(CHAPTERS[name].measure(bench))
    _write(at_the_end(machine), sections, options.json)
    return int(any(section.failures for section in sections))


def _write(machine: Machine, sections: Sequence[Section], file: Path) -> None:
    sys.stdout.write(table(machine, sections))
    file.write_bytes(orjson.dumps(as_json(machine, sections), option=orjson.OPT_INDENT_2))
    file.with_suffix(".md").write_text(markdown(machine, sections), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", type=_names, default=list(CHAPTERS), help=f"sections, with commas between: {', '.join(CHAPTERS)}"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each system is measured (default: 3)")
    parser.add_argument("--scale", type=float, default=1.0, help="the share of the full loads, for a quick look")
    parser.add_argument("--questions", type=Path, help="a folder with CSV files that have the columns text and intent")
    parser.add_argument(
        "--json", type=Path, default=BUILD / "benchmarks.json", help="where the figures are written; beside it as .md"
    )
    return parser


def _names(given: str) -> list[str]:
    names = given.split(",")
    unknown = [name for name in names if name not in CHAPTERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no section {unknown[0]!r}; there are {', '.join(CHAPTERS)}")
    return names


def _postgres_when_needed(stack: ExitStack, folder: Path) -> Callable[[], str]:
    """Return what makes an empty database, on a server that starts when the first is asked for."""
    started: list[Callable[[], str]] = []

    def new_database() -> str:
        if not started:
            started.append(new_databases(stack.enter_context(running_postgres(folder))))
        return started[0]()

    return new_database


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit("stopped"))  # and end what was started
    sys.exit(main())
