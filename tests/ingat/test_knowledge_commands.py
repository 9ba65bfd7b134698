"""The owner looks at what was not answered."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crm.conversation.models import MeaningKind, TurnMeaning
from crm.customers import Person, meet
from crm.history import Said, find_talk, record_inbound, start_talk
from crm.kernel.database import Database, open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from ingat.commands import app
from ingat.migrating import upgrade
from ingat.opening import now

MEANINGS = table_of(TurnMeaning)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of its own, which the command line opens too."""
    url = f"sqlite:///{tmp_path / 'ingat.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path))
    opened = open_database(url)
    upgrade(opened)
    return opened


def say(database: Database, who: str, text: str, *kinds: MeaningKind, days_ago: int = 0, article: str = "") -> None:
    """Have a message understood as one thing or several, some days ago."""
    at = now() - timedelta(days=days_ago)

    def job(session: Session) -> None:
        if find_talk(session, "telegram", "42", who) is None:
            customer_id, _, chat_id = meet(session, Person("telegram", "42", who, who), at)
            start_talk(session, customer_id, chat_id)
        talk = find_talk(session, "telegram", "42", who)
        assert talk is not None
        number = record_inbound(session, talk, Said(key=f"{who} {text}", kind="text", text=text, said_at=at), at)
        ids = {"interaction_id": number, "customer_id": talk.customer_id, "conversation_id": talk.conversation_id}
        session.execute(MEANINGS.insert(), [{**ids, "kind": kind, "article": article, "at": at} for kind in kinds])

    database.writer.run(job)


def unanswered(*options: str) -> list[str]:
    result = CliRunner().invoke(app, ["knowledge", "unanswered", *options], catch_exceptions=False)
    return [" ".join(line.split()) for line in result.output.splitlines()]


def test_what_was_not_answered_is_listed_by_likeness_the_most_frequent_first(database: Database) -> None:
    say(database, "1", "parkir di mana? telepon saya di 0812-3456-7890", MeaningKind.UNCLEAR)
    say(database, "1", "ada colokan ga kak", MeaningKind.UNCLEAR, article="gerai")
    say(database, "2", "colokan ada?", MeaningKind.UNCLEAR, article="gerai")
    say(database, "2", "jam buka berapa", MeaningKind.QUESTION, article="jam-buka")
    say(database, "3", "boleh bawa anjing?", MeaningKind.UNCLEAR, days_ago=40)
    database.close()
    first, second = unanswered()
    assert first.startswith("2 customers 2 messages")
    assert "colokan ada? | ada colokan ga kak [nearest article: gerai]" in first
    assert second == "1 customers 1 messages parkir di mana? telepon saya di ••••"
    assert len(unanswered("--days", "60")) == 3
    assert len(unanswered("--most", "1")) == 1


def test_a_wish_that_no_article_grants_is_listed_too(database: Database) -> None:
    say(database, "1", "semoga ada live music", MeaningKind.WISH)
    say(database, "2", "mau yang oat milk kalau ada", MeaningKind.WISH, MeaningKind.QUESTION)
    database.close()
    assert unanswered() == ["1 customers 1 messages semoga ada live music"]


def test_nothing_unanswered_is_said_so(database: Database) -> None:
    database.close()
    assert unanswered() == ["None."]
