"""The bots to compare with do what they are said to do, so that the comparison is fair."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.bench import Bench
from benchmarks.business import DEMO
from benchmarks.processes import SystemUnderTest
from benchmarks.questions import load_questions
from benchmarks.report import Figure
from benchmarks.rivals.straightforward_answers import NO_ANSWER, load_answers
from benchmarks.sections import stub
from benchmarks.stub.loads import LoadPlan
from benchmarks.systems import ECHO, STRAIGHTFORWARD, System


def no_database() -> str:
    raise AssertionError("no PostgreSQL is needed here")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        questions=load_questions(None, 100),
        rounds=1,
        scale=0.02,
        folder=tmp_path,
        kept_folder=tmp_path,
        new_postgres_database=no_database,
        say=lambda what: None,
    )


def answered(bench: Bench, system: System, look: Callable[[Path], None]) -> list[bool]:
    """Play five questions of three customers, look into the system's folder, and return which got an answer."""
    with bench.setting() as setting, SystemUnderTest(system.parts(setting), setting.folder) as running:
        setting.stub.play(LoadPlan(texts=bench.questions, updates=5, chats=3))
        setting.stub.wait(lambda progress: progress.answered == 5, timeout_s=30, quiet_s=30, check=running.check)
        running.stop()
        look(setting.folder)
        return [journey.answered_at_s is not None for journey in setting.stub.results().journeys]


def test_the_echo_bot_answers_every_update(bench: Bench) -> None:
    assert answered(bench, ECHO, lambda folder: None) == [True] * 5


def test_the_usual_stack_answers_and_remembers_every_update(bench: Bench) -> None:
    def look(folder: Path) -> None:
        with sqlite3.connect(folder / "rival.db") as database:
            counts = {
                table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
                for table in ("seen_updates", "customers", "conversations", "interactions", "deliveries")
            }
            states = database.execute("SELECT DISTINCT state FROM deliveries").fetchall()
        database.close()
        assert counts == {"seen_updates": 5, "customers": 3, "conversations": 3, "interactions": 10, "deliveries": 5}
        assert states == [("sent",)]

    assert answered(bench, STRAIGHTFORWARD, look) == [True] * 5


def test_the_usual_stack_knows_the_shops_articles() -> None:
    answers = load_answers(DEMO / "articles")
    assert "Rp10,000" in answers.find("how do I earn points")
    assert answers.find("xyzzy plugh") == NO_ANSWER


def test_a_subject_that_fails_is_told_and_does_not_stop_the_others(bench: Bench) -> None:
    def fail() -> float:
        raise OSError("no room")

    measured = bench.interleaved({"bad": fail, "good": lambda: 1.0}, rounds=2)

    assert measured.runs == {"good": [1.0, 1.0]}  # what never ran has no figures to show
    assert measured.failures == {"bad": "OSError: no room"}


def test_a_section_measures(bench: Bench) -> None:
    section = stub.measure(bench)
    assert section.failures == {}
    assert [type(figure) for figure in section.figures] == [Figure, Figure]
    assert all(figure.value > 0 for figure in section.figures)
