"""The owner looks at duplicates, merges a pair, and takes it back, all on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from crm.customers import Person, meet
from crm.customers.models import CustomerDetails
from crm.kernel.database import open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from ingat.commands import app
from ingat.migrating import upgrade
from ingat.opening import now
from ingat.supervision import FatalError

DETAILS = table_of(CustomerDetails)


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Two customers in a database of their own who share a phone."""
    url = f"sqlite:///{tmp_path / 'ingat.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path))
    database = open_database(url)
    upgrade(database)

    def job(session: Session) -> tuple[int, int]:
        ids = [meet(session, Person("telegram", "42", str(n), "Dewi Demo"), now())[0] for n in (1, 2)]
        for customer_id in ids:
            row = {"customer_id": customer_id, "source": "till", "source_id": str(customer_id), "imported_at": now()}
            session.execute(DETAILS.insert(), {**row, "phone": "+6281200000001"})
        return ids[0], ids[1]

    found = database.writer.run(job)
    database.close()
    return found


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["customer", *words], catch_exceptions=True)
    return result.output


def test_a_pair_is_shown_merged_and_taken_back(pair: tuple[int, int]) -> None:
    one, other = map(str, pair)
    assert f"{one} Dewi Demo ~ {other} Dewi Demo: same phone; the names are alike (100 of 100)\n" in said("duplicates")
    assert "To take it back: ingat customer unmerge 1" in said("merge", other, one, "--because", "she said so")
    assert "one person already" in said("merge", other, one, "--because", "she said so")
    assert said("duplicates") == "None.\n"
    assert said("unmerge", "1") == "Taken back.\n"
    assert said("unmerge", "1") == "It was taken back already.\n"


def test_an_unknown_number_ends_with_a_line(pair: tuple[int, int], capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(app, ["customer", "merge", "1", "999", "--because", "x"])
    assert result.exit_code == 1
    assert "there is no customer 999" in result.output + capsys.readouterr().err


def test_erasing_tells_whose_words_go_and_does_nothing_without_a_yes(pair: tuple[int, int]) -> None:
    result = CliRunner().invoke(app, ["customer", "erase", str(pair[0])], input="n\n")
    assert (result.exit_code, f"#{pair[0]} Dewi Demo: 0 interactions, 1 addresses" in result.output) == (1, True)
    assert "Dewi Demo ~" in said("duplicates")


def test_erasing_asks_nothing_of_a_script_and_says_what_remains_elsewhere(pair: tuple[int, int]) -> None:
    output = said("erase", str(pair[0]), "--yes", "--because", "law")
    assert "Erased: 0 interactions" in output
    assert "backups made before" in output
    assert said("duplicates") == "None.\n"
    assert f"#{pair[0]} (erased)" in said("erase", str(pair[0]), "--yes")


def test_erasing_a_wrong_number_ends_with_a_line(pair: tuple[int, int], capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(app, ["customer", "erase", "999", "--yes"])
    assert result.exit_code == 1
    assert "There is no customer 999." in result.output + capsys.readouterr().err


def test_an_email_address_is_verified_by_the_owners_word(pair: tuple[int, int]) -> None:
    one, other = map(str, pair)
    assert said("verify-email", one, "Dewi@Example.com") == f"Noted: dewi@example.com is customer #{one}'s.\n"
    for words in (
        ("verify-email", other, "dewi@example.com"),
        ("verify-email", one, "dewi"),
        ("verify-email", "999", "a@b.co"),
    ):
        result = CliRunner().invoke(app, ["customer", *words])
        assert result.exit_code == 1
        assert isinstance(result.exception, FatalError)
