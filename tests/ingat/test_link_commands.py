"""The owner makes a link for a poster or a receipt on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from crm.customers import Person, meet
from crm.customers.linking import Arrival, Followed, follow_link
from crm.kernel.database import open_database
from ingat.commands import app
from ingat.opening import now


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of its own, with no token set."""
    address = f"sqlite:///{tmp_path / 'ingat.db'}"
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return address


def _follow(url: str, payload: str, who: str) -> Followed:
    database = open_database(url)
    customer_id, _, _ = database.writer.run(lambda session: meet(session, Person("telegram", "42", who, "Dewi"), now()))
    followed = database.writer.run(lambda session: follow_link(session, payload, customer_id, now()))
    database.close()
    return followed


def test_a_receipts_link_is_printed_and_works_once(url: str) -> None:
    made = CliRunner().invoke(
        app, ["link", "new", "--source", "kasir 2", "--kind", "receipt", "--receipt", "R-7", "--outlet", "Kemang"]
    )
    assert made.exit_code == 0, made.output
    payload = made.output.strip()
    first = _follow(url, payload, "1")
    assert (first.arrival, first.outlet, first.receipt) == (Arrival.TAKEN, "Kemang", "R-7")
    assert _follow(url, payload, "2").arrival is Arrival.USED


@pytest.mark.parametrize("options", [[], ["--source", "x", "--kind", "flyer"], ["--source", "x", "--days", "0"]])
def test_what_makes_no_link_is_said(url: str, options: list[str]) -> None:
    assert CliRunner().invoke(app, ["link", "new", *options]).exit_code == 2
