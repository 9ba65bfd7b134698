"""`ingat claim`: who waits for a person is listed, approved or refused, and told so; once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from crm.customers.opening_claims import deny_claim
from crm.history import Interaction
from crm.kernel.database import Database, open_database
from crm.kernel.models import table_of
from ingat.commands import app
from ingat.migrating import upgrade
from tests.conftest import DEMO
from tests.customers.claims import chat, imported, shares_phone
from tests.history.talking import NOON

INTERACTIONS = table_of(Interaction)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database of an installation of its own, in shape."""
    url = f"sqlite:///{tmp_path / 'ingat.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("INGAT_BUSINESS_DIR", str(DEMO))
    opened = open_database(url)
    upgrade(opened)
    yield opened
    opened.close()


def waits(database: Database) -> int:
    """Let Budi share the number of Siti, and return the number of his claim."""
    database.writer.run(imported)
    budi = chat(database, "Budi")
    return database.writer.run(lambda session: shares_phone(session, budi).id)


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["claim", *words])
    return result.output + (str(result.exception) if result.exception else "")


def told(database: Database) -> int:
    with database.reading() as session:
        return len(session.execute(select(INTERACTIONS.c.id)).all())


def test_a_claim_is_listed_and_approved_once(database: Database) -> None:
    number = waits(database)
    [line] = said("list").splitlines()
    assert line.startswith(f"{number}  2027-06-02")
    assert line.endswith("Budi shows the phone •••7890 of #1 Siti Rahma")
    assert said("approve", str(number)) == f"Approved: claim {number}. They are told so in their chat.\n"
    assert "waits for nobody any more" in said("approve", str(number))
    assert said("list") == "Nothing waits.\n"
    assert told(database) == 1


def test_a_claim_is_refused_with_a_reason(database: Database) -> None:
    number = waits(database)
    assert "--because: say why" in said("refuse", str(number), "--because", " ")
    assert said("refuse", str(number), "--because", "Another name.").startswith(f"Refused: claim {number}.")
    assert "waits for nobody any more" in said("refuse", str(number), "--because", "Another name.")
    assert told(database) == 1


def test_what_cannot_be_decided_is_said_in_one_line(database: Database) -> None:
    number = waits(database)
    assert "there is no claim 4711." in said("approve", "4711")
    assert "there is no customer 4711" in said("approve", str(number), "--as", "4711")
    assert told(database) == 0


def test_a_number_is_given_back(database: Database) -> None:
    database.writer.run(imported)
    budi = chat(database, "Budi")
    claim = database.writer.run(lambda session: shares_phone(session, budi))
    database.writer.run(lambda session: deny_claim(session, claim, NOON))
    assert said("give-back", str(claim.id)) == "Given back to #1.\n"
    assert "given back already" in said("give-back", str(claim.id))
