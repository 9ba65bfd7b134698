"""Figures say what happened, and do not flatter."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures_of_a_run import NothingMeasuredError, latency, most_within_a_second, quantile, throughput
from benchmarks.machine import Machine
from benchmarks.publish import with_figures
from benchmarks.questions import OWN, load_questions, questions_folder
from benchmarks.report import Figure, Goal, Section, as_json, markdown, table
from benchmarks.stub_process import Results, Seen
from benchmarks.systems import REPOSITORY

NOTHING = Results(journeys=[], accepted=[], refused_at_s=[], unasked=0, unconfirmed=0, cpu_s=0.0)
MACHINE = Machine(
    at="2026-11-23T10:00:00+00:00",
    cores=2,
    processor="a processor",
    memory_gib=4.0,
    system="Linux",
    python="3.11.7",
    sqlite="3.40.1",
    fsync_ms=0.2,
    load_before=0.1,
)


def seen(*moments_s: tuple[float, float, float | None]) -> Results:
    return replace(NOTHING, journeys=[Seen(1, *moments) for moments in moments_s])


def test_a_rate_counts_from_the_first_update_handed_out_to_the_reply_that_ends_it() -> None:
    found = throughput(seen(*((0.0, 1.0 + number / 1000, 1.0 + (number + 1) / 100) for number in range(100))))
    assert found.turns_per_s == pytest.approx(100.0)
    assert found.unanswered == 0


def test_one_straggler_in_a_hundred_does_not_make_the_rate() -> None:
    prompt = [(0.0, 0.0, (number + 1) / 100) for number in range(99)]
    assert throughput(seen(*prompt, (0.0, 0.0, 60.0))).turns_per_s == pytest.approx(100.0)


def test_what_was_not_answered_makes_no_rate_and_is_told() -> None:
    found = throughput(seen((0.0, 0.0, 1.0), (0.0, 0.0, 2.0), (0.0, 0.0, None), (0.0, 0.0, None)))
    assert (found.turns_per_s, found.unanswered) == (1.0, 2)


def test_a_wait_begins_when_the_update_is_there_and_not_when_the_bot_comes_for_it() -> None:
    found = latency(seen((10.0, 12.0, 12.5)))
    assert found.p50_ms == found.p99_ms == found.worst_ms == 2500.0


def test_the_fullest_second_may_begin_anywhere() -> None:
    assert most_within_a_second([0.0, 0.9, 1.1, 1.5, 1.89, 1.95, 5.0]) == 4
    assert most_within_a_second([0.0, 1.0]) == 1  # the second is over
    assert most_within_a_second([]) == 0


@pytest.mark.parametrize("figure", [throughput, latency])
def test_where_nothing_was_answered_there_is_no_figure(figure: object) -> None:
    assert callable(figure)
    with pytest.raises(NothingMeasuredError):
        figure(seen((0.0, 0.0, None)))


@given(values=st.lists(st.floats(0, 1e6), min_size=1), share=st.sampled_from([0.5, 0.9, 0.99, 1.0]))
def test_a_quantile_is_one_of_the_values_and_covers_its_share(values: list[float], share: float) -> None:
    found = quantile(sorted(values), share)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * share - 1e-6


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (Goal(at_least=0.7), 0.7, True),
        (Goal(at_least=0.7), 0.69, False),
        (Goal(at_most=50), 50.0, True),
        (Goal(at_most=50), 50.1, False),
        (Goal(at_least=29, at_most=30), 29.5, True),
        (Goal(at_least=29, at_most=30), 30.1, False),
    ],
)
def test_a_goal_includes_its_ends(goal: Goal, value: float, *, met: bool) -> None:
    assert goal.is_met_by(value) is met


SECTION = Section(
    title="Turns",
    figures=[
        Figure(label="ingat run", unit="turns/s", runs=[900, 1300, 1000], goal=Goal(at_least=1200), note="3 waiting"),
        Figure(label="echo bot", unit="turns/s", runs=[1500]),
    ],
    failures={"ingat bot": "it ended | by itself"},
)


def test_the_table_shows_medians_goals_and_what_could_not_be_measured() -> None:
    lines = [line.split() for line in table(MACHINE, [SECTION]).splitlines()]
    assert ["median", "each", "round", "goal", "reached"] in lines
    assert ["ingat", "run", "1,000", "turns/s", "900", "1,300", "1,000", ">=", "1200", "NO", "3", "waiting"] in lines
    assert ["echo", "bot", "1,500", "turns/s"] in lines
    assert "ingat bot: NOT MEASURED. it ended | by itself" in table(MACHINE, [SECTION])


def test_the_columns_of_the_table_stand_one_below_the_other() -> None:
    head, *_, figure, _echo, _failure = table(MACHINE, [SECTION]).splitlines()[3:]
    assert head.index("goal") == figure.index(">= 1200")
    assert head.index("reached") == figure.index("NO")
    assert head.index("median") + len("median") == figure.index("turns/s") + len("turns/s")


def test_the_same_is_written_as_markdown_and_as_data() -> None:
    rows = markdown(MACHINE, [SECTION]).splitlines()
    assert "| ingat run | 1,000 turns/s | 900 1,300 1,000 | >= 1200 | NO | 3 waiting |" in rows
    assert "| ingat bot | not measured |  |  |  | it ended / by itself |" in rows
    assert {row.count("|") for row in rows if row.startswith("|")} == {7}
    sections = as_json(MACHINE, [SECTION])["sections"]
    assert isinstance(sections, list)
    assert sections[0]["figures"][0]["value"] == 1000
    assert sections[0]["figures"][0]["is_reached"] is False


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (30, "30"), (29.51, "29.5"), (0.712, "0.71"), (1234.5, "1,234"), (123.4, "123")]
)
def test_a_figure_has_three_digits(value: float, shown: str) -> None:
    assert Figure(label="", unit="", runs=[value]).cells[1] == shown


def test_the_figures_of_a_page_are_replaced_and_nothing_else() -> None:
    page = (
        "# Performance\n\n<!-- figures: python -m benchmarks.publish -->\nold\n<!-- end of the figures -->\n\nMore.\n"
    )
    once = with_figures(page, "| new |\n")
    assert once.startswith("# Performance\n")
    assert once.endswith("-->\n\nMore.\n")
    assert "| new |" in once
    assert "old" not in once
    assert with_figures(once, "| new |\n") == once


def test_a_page_without_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="no marks"):
        with_figures("# Performance\n", "| new |\n")


def test_the_page_of_the_documentation_has_its_marks() -> None:
    page = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
    assert "| new |" in with_figures(page, "| new |\n")


def test_our_own_questions_are_there_when_no_others_are() -> None:
    questions = load_questions(None, 1000)
    assert len(questions) == len(set(questions)) > 40
    assert all(len(question.split()) >= 4 for question in questions)


def test_whoever_asks_for_a_person_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text(
        "text,intent\nI want to talk to someone,contact_human_agent\nWhere is my order now?,track_order\nok,other\n"
    )
    assert load_questions(tmp_path, 10) == ["Where is my order now?"]


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        questions_folder(tmp_path)
    assert questions_folder(OWN.parent) == OWN.parent
