"""What must never break: nothing skipped, nothing twice, nothing of anybody else's, the same on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from crm.history import Page, Talk, recall, search
from crm.history.indexing import WORDS
from crm.history.tokens import stems_of
from crm.kernel.database import Database, open_database
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL
from tests.history.remembering import index, reading, says
from tests.history.talking import NOON, someone
from tests.history.test_recall import merge
from tests.postgres import PostgresServer

SPOKEN = "kopi susu gula pesan pesanan dikirim order ordered 4411 k1042 pecah café 🙏 ya".split()
LINES = st.lists(st.sampled_from(SPOKEN), max_size=4).map(" ".join) | st.text(max_size=12).filter(str.isprintable)
SAID = st.lists(st.tuples(st.integers(0, 2), LINES), max_size=25)
slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def both(
    sqlite_template: Path, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Database]]:
    """One database of each kind, emptied for each example."""
    url = postgres.new_database()
    file = copy(sqlite_template, tmp_path_factory.mktemp("properties") / "ingat.db")
    opened = open_database(f"sqlite:///{file}"), open_database(url)
    yield opened
    for database in opened:
        database.close()
    postgres.drop(url)


def empty(database: Database) -> None:
    def job(session: Session) -> None:
        WORDS.clear(session)
        for table in ("unindexed_interactions", "interactions"):
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 its name stands here

    database.writer.run(job)


def pages(ask: Callable[[int], Page]) -> Iterator[Page]:
    page = ask(AFTER_ALL)
    yield page
    while page.next_key is not None:
        page = ask(page.next_key)
        yield page


@slowly
@given(said=SAID, indexed=st.integers(0, 25), together=st.booleans(), most=st.integers(1, 5))
def test_every_line_is_found_by_each_of_its_words_on_both_databases_alike(
    both: tuple[Database, Database],
    said: list[tuple[int, str]],
    indexed: int,
    together: bool,
    most: int,
) -> None:
    answers = [answers_of(database, said, indexed, together=together, most=most) for database in both]
    assert answers[0] == answers[1]


def answers_of(
    database: Database, said: list[tuple[int, str]], indexed: int, *, together: bool, most: int
) -> dict[str, list[list[int]]]:
    """Return which lines are found by each stem, of each customer and of all, as their numbers in the order said."""
    empty(database)
    people = [someone(database) for _ in range(3)]
    if together:
        merge(database, people[1], people[0])
    roots = [0, 0, 2] if together else [0, 1, 2]
    number_of: dict[int, int] = {}
    for number, (who, words) in enumerate(said):
        number_of[says(database, people[who], words)] = number
    if indexed:
        index(database, indexed)
    answers = {}
    for asked in sorted({stem for _, words in said for stem in stems_of(words)}):
        having = [number for number, (_, words) in enumerate(said) if asked in stems_of(words)][::-1]
        with database.reading() as session:
            everybodys = numbers(searching(session, asked, most), number_of)
            assert everybodys == having
            own = [numbers(asking(session, person, asked, most), number_of) for person in people]
        for who, lines in enumerate(own):
            assert lines == [number for number in having if roots[said[number][0]] == roots[who]]
        answers[asked] = [everybodys, *own]
    return answers


def asking(session: Session, person: Talk, words: str | None, most: int) -> Callable[[int], Page]:
    return lambda key: recall(session, person.customer_id, text=words, before_key=key, most=most)


def searching(session: Session, words: str, most: int) -> Callable[[int], Page]:
    return lambda key: search(session, words, before_key=key, most=most)


def numbers(ask: Callable[[int], Page], number_of: dict[int, int]) -> list[int]:
    return [number_of[line.id] for page in pages(ask) for line in page.lines]


@slowly
@given(
    before=st.integers(0, 15),
    arriving=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12),
    most=st.integers(1, 4),
    words=st.sampled_from([None, "kopi"]),
    for_all=st.booleans(),
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_pages_neither_skip_nor_repeat_while_rows_arrive(
    *,
    both: tuple[Database, Database],
    kind: str,
    before: int,
    arriving: list[tuple[int, int]],
    most: int,
    words: str | None,
    for_all: bool,
) -> None:
    """Between two pages lines arrive, of this customer and of others, and some of what waits is indexed."""
    empty(database := both[kind == "postgresql"])
    phone, tablet, other = (someone(database) for _ in range(3))
    merge(database, tablet, phone)
    there = [says(database, (phone, tablet)[n % 2], f"kopi {n}", NOON - timedelta(n)) for n in range(before)]
    index(database, before // 2 + 1)
    arrivals = iter(arriving)

    def ask(key: int) -> Page:
        if words and for_all:
            page = reading(database, lambda session: search(session, words, before_key=key, most=most))
        else:
            page = reading(database, lambda session: asking(session, phone, words, most)(key))
        who, indexed = next(arrivals, (0, 0))
        says(database, (phone, tablet, other, phone)[who], "kopi baru")
        if indexed:
            index(database, indexed)
        return page

    seen = [line.id for page in pages(ask) for line in page.lines]
    assert seen == there[::-1]
