"""`ingat recall` and `ingat search` show what was said, and note who read whose words before they show it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from typer.testing import CliRunner

from crm.customers.models import ChannelIdentity
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from ingat.commands import app
from tests.cases.test_recalling import case_with
from tests.customers.test_finding_customers import index_all
from tests.history.remembering import index, reading, says
from tests.history.talking import someone

AUDIT, IDENTITIES = table_of(AuditEntry), table_of(ChannelIdentity)
Ingat = Callable[..., list[str]]


@pytest.fixture
def ingat(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ingat:
    """Run a command beside a database, and return what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("INGAT_BUSINESS_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> list[str]:
        result = CliRunner().invoke(app, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output.splitlines()

    return run


def audited(database: Database) -> list[tuple[str, str]]:
    return reading(
        database,
        lambda session: [
            (row.action, row.subject)
            for row in session.execute(select(AUDIT.c.action, AUDIT.c.subject, AUDIT.c.actor).order_by(AUDIT.c.id))
            if row.actor.startswith("command:")
        ],
    )


def spoken(database: Database) -> tuple[Talk, Talk]:
    siti, budi = someone(database), someone(database)
    says(database, siti, "Cangkir pecah", datetime(2026, 11, 2, 17, 30, tzinfo=UTC))  # in Jakarta it is the 3rd
    says(database, siti, "Kartu saya 4111 1111 1111 1111", datetime(2026, 11, 3, 2, 0, tzinfo=UTC))
    says(database, budi, "cangkirnya bagus", datetime(2026, 11, 4, 2, 0, tzinfo=UTC))
    index(database)
    index_all(database)
    return siti, budi


def test_a_customers_words_are_shown_with_their_time_and_noted(database: Database, ingat: Ingat) -> None:
    siti, _ = spoken(database)
    who = siti.customer_id
    assert ingat("recall", "--customer", f"#{who}") == [
        f"2026-11-03 00:30  #{who} Siti  customer: Cangkir pecah",
        f"2026-11-03 09:00  #{who} Siti  customer: Kartu saya ••••",
    ]
    assert audited(database) == [("history.read", f"customer:{who}")]


def test_they_are_narrowed_by_words_and_days_and_paged(database: Database, ingat: Ingat) -> None:
    siti, _ = spoken(database)
    who = str(siti.customer_id)
    assert len(ingat("recall", "--customer", who, "--text", "pecahan")) == 1
    assert len(ingat("recall", "--customer", who, "--since", "2026-11-03", "--until", "2026-11-03")) == 2
    assert len(ingat("recall", "--customer", who, "--until", "2026-11-03T01:00")) == 1
    assert ingat("recall", "--customer", who, "--since", "2026-11-04") == ["Nothing was found."]
    newest, more = ingat("recall", "--customer", who, "--most", "1")
    assert "Kartu" in newest
    (older,) = ingat("recall", "--customer", who, "--before", more.rpartition(" ")[2])
    assert "Cangkir" in older


def test_the_words_of_all_are_searched_and_each_reading_is_noted(database: Database, ingat: Ingat) -> None:
    siti, budi = spoken(database)
    assert [line.rpartition(": ")[2] for line in ingat("search", "CANGKIR")] == ["Cangkir pecah", "cangkirnya bagus"]
    assert audited(database) == [
        ("history.read", f"customer:{siti.customer_id}"),
        ("history.read", f"customer:{budi.customer_id}"),
    ]
    assert ingat("search", "xyzzy") == ["Nothing was found."]


def test_words_that_mean_the_same_do_too_in_the_other_language(database: Database, ingat: Ingat) -> None:
    siti, _ = spoken(database)
    says(database, siti, "Pesanan 4411 mau saya batalkan", datetime(2026, 11, 5, tzinfo=UTC))
    case_id = case_with(database, siti, says(database, siti, "paketnya terlambat", datetime(2026, 11, 6, tzinfo=UTC)))
    who = ("--customer", f"#{siti.customer_id}")
    assert ingat("search", "cancel order") == ingat("recall", *who, "--text", "late parcel") == ["Nothing was found."]
    assert "4411" in ingat("search", "cancel order", "--alike")[0]
    assert "terlambat" in ingat("recall", *who, "--text", "late parcel", "--alike")[0]
    assert "terlambat" in ingat("recall", "--case", str(1000 + case_id), "--text", "late parcel", "--alike")[0]


def test_a_customer_is_meant_by_phone_user_name_or_a_name_that_only_one_has(database: Database, ingat: Ingat) -> None:
    siti, budi = spoken(database)
    for channel, value, user_name in (("phone", "+6281234567890", None), ("web", "77", "Siti_R")):
        statement = insert(IDENTITIES).values(
            customer_id=siti.customer_id,
            channel=channel,
            external_id=value,
            user_name=user_name,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        database.writer.run(partial(Session.execute, statement=statement))
    for who in ("0812 3456 7890", "@siti_r"):
        assert len(ingat("recall", "--customer", who)) == 2
    assert ingat("recall", "--customer", "siti") == [
        "Several fit. Ask for one by the number:",
        f"#{budi.customer_id}  Siti",
        f"#{siti.customer_id}  Siti",
    ]
    assert ingat("recall", "--customer", "xyzzy") == ["Nobody was found for xyzzy."]
    assert audited(database)[-1] == ("customers.searched", f"customer:{siti.customer_id}")


def test_a_case_is_shown_by_its_number(database: Database, ingat: Ingat) -> None:
    siti, _ = spoken(database)
    case_id = case_with(database, siti, says(database, siti, "gagang patah", datetime(2026, 11, 5, tzinfo=UTC)))
    for typed in (f"K-{1000 + case_id}", f"k{1000 + case_id}", str(1000 + case_id)):
        assert [line.rpartition(": ")[2] for line in ingat("recall", "--case", typed)] == ["gagang patah"]
    assert ("history.read", f"case:{case_id}") in audited(database)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("recall",), "Say whose words"),
        (("recall", "--case", "nine"), "not the number of a case"),
        (("search", "kopi", "--since", "yesterday"), "no day and no time"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(ingat: Ingat, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(Exception, match=words):
        ingat(*arguments)
