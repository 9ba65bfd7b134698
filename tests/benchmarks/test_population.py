"""A population is what the business itself would have written down, and is built once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text

from benchmarks.figures_of_a_run import NothingMeasuredError
from benchmarks.population.filling import fill
from benchmarks.population.keeping import Kept
from benchmarks.population.names import FIRST_NAMES, LAST_NAMES
from benchmarks.population.people import FIRST_CHAT_ID, Population
from benchmarks.systems import BOT_ID
from crm.conversation.turns import talk_with
from crm.customers import Person
from crm.customers.indexing_names import any_name_unindexed
from crm.customers.name_tokens import name_words
from crm.customers.searching import find_customers
from crm.history import Content, Interaction, queue_outbound, recall, recent_lines, search
from crm.history.hours import span_of
from crm.history.indexing import WORDS, count_not_indexed
from crm.history.tokens import tokens_of
from crm.kernel.database import open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AllOf
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
    answers = {answer for _, answer in SMALL.texts}
    assert all(line.text in answers or line.text == SMALL.question_of(line.id) for line in lines)
    assert notes == SMALL.interactions // 20


def test_what_was_said_and_who_said_it_is_found(filled_url: str) -> None:
    database = open_database(filled_url)
    number = 1001
    with database.reading() as session:
        named = str(SMALL.order_of(number))
        by_words = search(session, named)
        of_one = recall(session, SMALL.customer_of(number), text=named)
        people = find_customers(session, SMALL.name_of(7))
        waiting = count_not_indexed(session), any_name_unindexed(session)
    database.close()
    assert number in {line.id for line in by_words.lines}
    assert all(named in line.text for line in by_words.lines)
    assert number in {line.id for line in of_one.lines}
    assert people[0].name == SMALL.name_of(7)
    assert waiting == (0, False)


def test_it_is_indexed_as_the_business_itself_would_have_indexed_it(filled_url: str) -> None:
    """On both databases a line is found by exactly its own tokens: forgetting it takes them all out."""
    database = open_database(filled_url)
    numbers = (20, 1001, 1002)
    texts = {1001: SMALL.question_of(1001), 20: SMALL.texts[0][1], 1002: SMALL.texts[0][1]}
    with database.reading() as session:
        rows = {row.id: row for row in session.execute(select(INTERACTIONS).where(INTERACTIONS.c.id.in_(numbers)))}
        for number in numbers:
            row = rows[number]
            assert row.text == texts[number]
            tokens = tokens_of(row.customer_id, row.said_at, row.text)
            assert WORDS.find(session, AllOf(tuple(sorted(tokens))), before=number + 1, most=1) == [number]
            span = span_of(session, row.said_at, row.said_at + timedelta(microseconds=1))
            assert span.is_tight
            assert span.first <= number < span.end
    database.close()


def test_names_are_written_as_they_are_compared() -> None:
    assert all(name_words(name) == (name.lower(),) for name in (*FIRST_NAMES, *LAST_NAMES))


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
    with pytest.raises(NothingMeasuredError, match="needs 1500000000 GB of disk"):
        Kept(tmp_path, huge, lambda what: None).sqlite()
