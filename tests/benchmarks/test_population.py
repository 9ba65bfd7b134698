"""A population is what the business itself would have written down, and is built once."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text

from benchmarks.figures_of_a_run import NothingMeasuredError
from benchmarks.population.filling import fill
from benchmarks.population.keeping import Kept
from benchmarks.population.people import FIRST_CHAT_ID, Population
from benchmarks.systems import BOT_ID
from crm.conversation.turns import talk_with
from crm.customers import Person
from crm.history import Content, Interaction, queue_outbound, recent_lines
from crm.kernel.database import open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON

INTERACTIONS = table_of(Interaction)
SMALL = Population(
    customers=200, interactions=2000, texts=[("Where is it?", "On its way."), ("Is it open?", "Until nine.")]
)


@pytest.fixture
def filled_url(database_url: str) -> str:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        fill(connection, SMALL)
    engine.dispose()
    return database_url


def test_every_interaction_belongs_to_whom_the_arithmetic_says(filled_url: str) -> None:
    database = open_database(filled_url)
    with database.reading() as session:
        rows = session.execute(select(INTERACTIONS.c.id, INTERACTIONS.c.customer_id)).all()
    database.close()
    assert len(rows) == SMALL.interactions
    assert all(SMALL.customer_of(number) == customer for number, customer in rows)


def test_a_few_say_much_and_most_a_little() -> None:
    said = Counter(SMALL.customer_of(number) for number in range(1, SMALL.interactions + 1))
    first, *_, last = SMALL.busiest(20)
    assert said[first] == max(said.values()) > 100
    assert said[last] > 12
    assert sorted(said.values())[SMALL.customers // 2] <= 10


def test_what_was_said_is_recalled_in_its_order_without_notes(filled_url: str) -> None:
    database = open_database(filled_url)
    with database.reading() as session:
        lines = recent_lines(session, SMALL.busiest(1)[0], most=10)
        notes = session.scalar(select(func.count()).select_from(INTERACTIONS).where(INTERACTIONS.c.direction == "note"))
    database.close()
    assert [line.id for line in lines] == sorted(line.id for line in lines)
    assert [line.said_at for line in lines] == sorted(line.said_at for line in lines)
    assert {line.text for line in lines} <= {text for pair in SMALL.texts for text in pair}
    assert notes == SMALL.interactions // 20


def test_its_customers_can_be_talked_with_at_once(filled_url: str) -> None:
    database = open_database(filled_url)
    known = Person("telegram", BOT_ID, str(FIRST_CHAT_ID + 7), "Pelanggan 7")

    def job(session: Session) -> tuple[int, int | None]:
        talk = talk_with(session, known, NOON)
        return talk.customer_id, queue_outbound(session, talk, Content(html="Halo"), key="new", now=NOON)

    customer, interaction = database.writer.run(job)
    database.close()
    assert customer == 7
    assert interaction == SMALL.interactions + 1


def test_no_row_points_to_what_is_not_there(tmp_path: Path) -> None:
    file = Kept(tmp_path, SMALL, lambda what: None).sqlite()
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        indexes = connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'interactions_of_customer'"))
    engine.dispose()
    assert broken == []
    assert indexes == 1


def test_it_is_built_once(tmp_path: Path) -> None:
    said: list[str] = []
    kept = Kept(tmp_path, SMALL, said.append)
    file = kept.sqlite()
    at = file.stat().st_mtime_ns

    assert Kept(tmp_path, SMALL, said.append).sqlite() == file
    assert file.stat().st_mtime_ns == at
    assert len(said) == 1
    assert not kept.is_built()  # there is no PostgreSQL yet


def test_what_a_killed_run_left_half_built_is_built_anew(tmp_path: Path) -> None:
    kept = Kept(tmp_path, SMALL, lambda what: None)
    file = kept.sqlite()
    file.unlink()
    (file.parent / "partial").mkdir()
    (file.parent / "partial" / "ingat.db").write_text("half")
    assert kept.sqlite().stat().st_size > 100_000


def test_other_rows_take_the_place_of_those_that_were_there(tmp_path: Path) -> None:
    before = Kept(tmp_path, SMALL, lambda what: None).sqlite()
    other = Population(customers=SMALL.customers, interactions=10, texts=SMALL.texts)
    after = Kept(tmp_path, other, lambda what: None).sqlite()
    assert after.exists()
    assert not before.exists()


def test_a_disk_that_is_too_full_is_told(tmp_path: Path) -> None:
    huge = Population(customers=10, interactions=10**15, texts=SMALL.texts)
    with pytest.raises(NothingMeasuredError, match="needs 1000000000 GB of disk"):
        Kept(tmp_path, huge, lambda what: None).sqlite()
