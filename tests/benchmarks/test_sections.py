"""Sections measure what their titles say, on loads small enough for a test."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.bench import Bench
from benchmarks.chapters import CHAPTERS, expected_s
from benchmarks.marketing import FIRST_MARKETING_CHAT_ID
from benchmarks.memory import drop_from_memory, files_under, read_into_memory
from benchmarks.questions import load_questions
from benchmarks.sections import broadcast, recall, search, writing
from benchmarks.sections.broadcast import Broadcast
from benchmarks.stub_process import Results, Seen


def no_database() -> str:
    raise AssertionError("no PostgreSQL is needed here")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        questions=load_questions(None, 100),
        rounds=2,
        scale=0.001,
        folder=tmp_path,
        kept_folder=tmp_path,
        new_postgres_database=no_database,
        say=lambda what: None,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Provide a folder that another user may enter: as root, PostgreSQL runs as one. Pytest shuts its own."""
    with tempfile.TemporaryDirectory(prefix="ingat-bench-") as folder:
        yield Path(folder)


def test_recall_is_measured_on_both_databases_from_disk_and_from_memory(bench: Bench, open_folder: Path) -> None:
    section = recall.measure(replace(bench, kept_folder=open_folder))
    assert section.failures == {}
    assert {figure.label.partition(",")[0] for figure in section.figures} == {"SQLite", "PostgreSQL"}
    assert all(len(figure.runs) == 2 and figure.value > 0 for figure in section.figures)
    assert sum(figure.goal is not None for figure in section.figures) == 4


def test_search_is_measured_on_both_databases_with_a_goal_for_each_kind(bench: Bench, open_folder: Path) -> None:
    section = search.measure(replace(bench, kept_folder=open_folder, rounds=1))
    assert section.failures == {}
    assert {figure.label.partition(",")[0] for figure in section.figures} == {"SQLite", "PostgreSQL"}
    assert all(figure.value > 0 for figure in section.figures)
    assert [figure.goal is not None for figure in section.figures] == [False, True] * 14


def test_a_turns_transaction_is_measured_in_a_small_and_in_a_large_shop(bench: Bench) -> None:
    section = writing.measure(bench)
    assert section.failures == {}
    assert all(figure.value > 0 for figure in section.figures)
    assert section.figures[-1].goal is not None


def test_while_a_broadcast_runs_replies_and_offers_are_told_apart() -> None:
    results = Results(
        journeys=[Seen(1, 10.0, 10.0, 10.1), Seen(2, 12.0, 12.0, 20.0), Seen(3, 19.0, 19.0, None)],
        accepted=[(5.0, FIRST_MARKETING_CHAT_ID), (10.1, 1), (15.0, FIRST_MARKETING_CHAT_ID), (20.0, 2)],
        refused_at_s=[16.0],
        unasked=2,
        unconfirmed=0,
        cpu_s=0.0,
    )
    seen = broadcast.seen(results)
    assert isinstance(seen, Broadcast)
    assert seen.messages_per_s == pytest.approx(0.3)  # three in ten seconds, the one before not among them
    assert seen.marketing_per_s == pytest.approx(0.1)
    assert (seen.replies.unanswered, seen.refused) == (1, 1)


def test_how_long_a_run_takes_is_said_before(bench: Bench) -> None:
    full = replace(bench, rounds=3, scale=1.0)
    assert expected_s(list(CHAPTERS), bench) < expected_s(list(CHAPTERS), full)
    assert expected_s(["recall"], full) > CHAPTERS["recall"].expected_s(full)  # there is nothing built yet
    assert CHAPTERS["limited"].expected_s(full) == CHAPTERS["limited"].round_s


def test_all_files_of_a_database_are_read_and_dropped(tmp_path: Path) -> None:
    file, log, folder = tmp_path / "ingat.db", tmp_path / "ingat.db-wal", tmp_path / "postgres" / "base"
    folder.mkdir(parents=True)
    for each in (file, log, folder / "1"):
        each.write_bytes(b"x" * 1000)
    assert read_into_memory(files_under(file)) == 2000
    assert read_into_memory(files_under(tmp_path / "postgres")) == 1000
    drop_from_memory(files_under(file))
    assert file.read_bytes() == b"x" * 1000
