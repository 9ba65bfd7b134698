"""`ingat case`: the complaints, from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.cases import case_number
from crm.kernel.database import open_database
from ingat.casework import close, keep, open_cases, promise, reopen, solve
from ingat.databases import in_shape
from ingat.settings import Settings, read_settings
from ingat.supervision import FatalError
from tests.cases.filing import CASES, file_case, say
from tests.conftest import DEMO
from tests.history.talking import someone


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of an empty installation."""
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("INGAT_BUSINESS_DIR", str(DEMO))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return read_settings()


def test_a_case_is_listed_solved_and_closed(settings: Settings) -> None:
    assert list(open_cases(settings, 10)) == ["Nothing is open."]
    with in_shape(settings) as database:
        talk = someone(database)
        case_id = file_case(database, talk, say(database, talk, "late"), due_at=datetime(2026, 1, 2, tzinfo=UTC))
    number = case_number(case_id)
    [line] = open_cases(settings, 10)
    assert line.startswith(f"{number}  normal  new  due 2026-01-0")
    assert line.endswith(" (late)  late order KD-1: it is late")
    assert solve(settings, str(1000 + case_id), "It came.").startswith(f"Solved: {number}.")
    database = open_database(settings.resolved_database_url())
    with database.reading() as session:
        assert session.execute(select(CASES.c.resolution)).scalars().all() == ["It came."]
    database.close()
    assert list(open_cases(settings, 10)) == ["Nothing is open."]
    assert close(settings, f"k-{1000 + case_id}") == f"Closed: {number}."
    assert close(settings, number) == f"{number} is closed already."


def test_a_promise_is_made_and_kept_and_a_case_opened_again(settings: Settings) -> None:
    with in_shape(settings) as database:
        talk = someone(database)
        case_id = file_case(database, talk, say(database, talk, "late"), due_at=datetime(2026, 1, 2, tzinfo=UTC))
    number = case_number(case_id)
    assert "or it was kept before" in keep(settings, number, None)
    assert promise(settings, number, "it is sent", "3/12/2027 14:00").startswith(
        f"Promised in {number} by 2027-12-03 14:00"
    )
    assert promise(settings, number, "it is sent", "3/12/2027").startswith(f"Promised in {number} by 2027-12-03 23:59")
    assert keep(settings, number, "It was sent.") == f"Kept: {number}. Its customer hears so when they write again."
    assert "or it was kept before" in keep(settings, number, None)
    assert reopen(settings, number) == f"{number} is open."
    solve(settings, number, "It came.")
    assert reopen(settings, number).startswith(f"Opened again: {number}. A reply is due ")
    [line] = open_cases(settings, 10)
    assert line.startswith(f"{number}  high  open")
    with pytest.raises(FatalError, match="There is no complaint"):
        reopen(settings, "K-4711")
    with pytest.raises(FatalError, match="tidak bisa dibaca"):
        promise(settings, number, "it is sent", "soonish")


@pytest.mark.parametrize("number", ["K-4711", "x", "0"])
def test_a_number_that_there_is_not_is_said_in_one_line(settings: Settings, number: str) -> None:
    with pytest.raises(FatalError, match=f"There is no complaint {number}"):
        solve(settings, number, "Done.")
    with pytest.raises(FatalError, match=f"There is no complaint {number}"):
        close(settings, number)


def test_a_solution_needs_words(settings: Settings) -> None:
    with pytest.raises(FatalError, match="--resolution"):
        solve(settings, "1042", " ")
