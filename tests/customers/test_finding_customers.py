"""A customer is found by what somebody remembers of them: a name, roughly; a number; a user name in any case."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text, update

from crm.customers.indexing_names import NAMES, PARTS, any_name_unindexed, index_names
from crm.customers.models import ChannelIdentity, Customer, CustomerDetails
from crm.customers.searching import FoundCustomer, find_customers
from crm.kernel.database import Database, open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON
from tests.postgres import PostgresServer

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
NAMES_HERE = [
    "Siti Rahayu",
    "Budi Santoso",
    "Budi Susanto",
    "Dwi Lestari",
    "Nur Aisyah",
    "Muhammad Fauzi Hakim",
    "Tjahjadi Wijaya",
    "José Álvarez",
    "Ani",
    "Maria",
    "Marta",
    "I Made Wirawan",
]


def call(database: Database, *names: str, index: bool = True) -> list[int]:
    """Record customers by their names and return their ids."""

    def job(session: Session) -> list[int]:
        ids = [
            session.scalar(insert(CUSTOMERS).values(name=name, created_at=NOON).returning(CUSTOMERS.c.id))
            for name in names
        ]
        session.execute(update(CUSTOMERS).where(CUSTOMERS.c.root_id.is_(None)).values(root_id=CUSTOMERS.c.id))
        return ids

    ids = database.writer.run(job)
    if index:
        index_all(database)
    return ids


def index_all(database: Database, most: int = 100) -> None:
    while database.writer.run(lambda session: index_names(session, most)):
        pass


def found(database: Database, asked: str, most: int = 10) -> list[FoundCustomer]:
    with database.reading() as session:
        return find_customers(session, asked, most)


def names(database: Database, asked: str, most: int = 10) -> list[str]:
    return [customer.name for customer in found(database, asked, most)]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("siti rahayu", "Siti Rahayu"),
        ("Bu Siti Rahayu", "Siti Rahayu"),
        ("rahayu siti", "Siti Rahayu"),
        ("siti", "Siti Rahayu"),
        ("sitirahayu", "Siti Rahayu"),
        ("Siti Rahajoe", "Siti Rahayu"),
        ("budi santosa", "Budi Santoso"),
        ("bdui santoso", "Budi Santoso"),
        ("budi susano", "Budi Susanto"),
        ("dwi lestarry", "Dwi Lestari"),
        ("aisya", "Nur Aisyah"),
        ("mohammad fauzi", "Muhammad Fauzi Hakim"),
        ("cahyadi wijaya", "Tjahjadi Wijaya"),
        ("jose alvares", "José Álvarez"),
        ("amni", "Ani"),
        ("wirwan made", "I Made Wirawan"),
        ("pak budi santoso bandung", "Budi Santoso"),
    ],
)
def test_a_name_is_found_however_it_is_typed(database: Database, asked: str, meant: str) -> None:
    call(database, *NAMES_HERE)
    assert names(database, asked)[0] == meant


@pytest.mark.parametrize("asked", ["", "  ", "🙏", "xyzzy", "zzzzzzzz qqqqqqqq", '" OR *', "'); --"])
def test_what_is_nobodys_name_finds_nobody(database: Database, asked: str) -> None:
    call(database, *NAMES_HERE)
    assert names(database, asked) == []


def test_the_very_name_comes_before_names_like_it(database: Database) -> None:
    call(database, "Marya Ulfa", "Maria Ulfah", "Maria Ulfa", "Maria Ulfa Dewi")
    assert names(database, "maria ulfa") == ["Maria Ulfa", "Maria Ulfa Dewi", "Maria Ulfah", "Marya Ulfa"]


def test_a_merged_customer_is_found_once_by_either_name(database: Database) -> None:
    known, other = call(database, "Siti Rahayu", "Ny. Rahayu Siti Aminah")
    database.writer.run(
        lambda session: session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == other).values(root_id=known))
    )
    assert [(each.customer_id, each.name) for each in found(database, "aminah")] == [(known, "Ny. Rahayu Siti Aminah")]
    assert [each.customer_id for each in found(database, "siti rahayu")] == [known]


def test_a_changed_name_is_found_and_the_old_one_is_not(database: Database) -> None:
    (siti, _) = call(database, "Siti Markonah", "Budi Santoso")

    def rename(name: str) -> None:
        change = update(CUSTOMERS).where(CUSTOMERS.c.id == siti).values(name=name)
        database.writer.run(lambda session: session.execute(change))

    rename("Siti Santoso")
    with database.reading() as session:
        assert any_name_unindexed(session)
    index_all(database)
    with database.reading() as session:
        assert not any_name_unindexed(session)
        assert session.execute(text("SELECT word FROM name_words ORDER BY word")).scalars().all() == [
            "",
            "budi",
            "santoso",
            "siti",
        ]
    assert names(database, "markonah") == []
    assert names(database, "siti santosa")[0] == "Siti Santoso"
    rename("")
    index_all(database)
    assert names(database, "siti") == []
    assert names(database, "santoso") == ["Budi Santoso"]


def test_numbers_addresses_and_user_names_find_exactly_their_own(database: Database) -> None:
    siti, budi, ani = call(database, "Siti Rahayu", "Budi Santoso", "Ani")

    def job(session: Session) -> None:
        rows = [
            (siti, "telegram", "1001", "SitiRahayu88"),
            (siti, "phone", "+6281234567890", None),
            (budi, "email", "budi@contoh.example", None),
            (budi, "card", "SK-1234-5678", None),
        ]
        for customer_id, channel, external_id, user_name in rows:
            session.execute(
                insert(IDENTITIES).values(
                    customer_id=customer_id,
                    channel=channel,
                    external_id=external_id,
                    user_name=user_name,
                    created_at=NOON,
                )
            )
        session.execute(
            insert(DETAILS).values(
                customer_id=ani,
                source="kasir",
                phone="+6281234567890",
                email="ani@contoh.example",
                card="SK-9",
                imported_at=NOON,
            )
        )

    database.writer.run(job)
    for asked, meant in {
        "0812-3456-7890": {siti, ani},
        "+62 812 3456 7890": {siti, ani},
        "081234567891": set(),
        "Budi@Contoh.example": {budi},
        "ani@contoh.example": {ani},
        "sk-1234-5678": {budi},
        "SK-9": {ani},
        "@sitirahayu88": {siti},
        "SITIRAHAYU88": {siti},
        "@siti_rahayu": {siti},
    }.items():
        assert {each.customer_id for each in found(database, asked)} == meant, asked


def test_several_processes_index_each_name_once(database_url: str) -> None:
    processes = [open_database(database_url) for _ in range(2)]
    call(processes[0], *NAMES_HERE, index=False)
    jobs = [process.writer.submit(lambda session: index_names(session, 5)) for process in processes for _ in range(4)]
    assert sum(job.result() for job in jobs) == len(NAMES_HERE)
    assert names(processes[1], "santoso")[0] == "Budi Santoso"
    for process in processes:
        process.close()


LETTERS = "abdiknorstu"  # no "oe", which is read as "u": of a word of two letters not one may differ
PEOPLE = st.lists(
    st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=1, max_size=3).map(" ".join),
    min_size=1,
    max_size=12,
    unique=True,
)


@pytest.fixture(scope="module")
def both(
    sqlite_template: Path, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Database]]:
    """One database of each kind, emptied for each example."""
    url = postgres.new_database()
    file = copy(sqlite_template, tmp_path_factory.mktemp("names") / "ingat.db")
    opened = open_database(f"sqlite:///{file}"), open_database(url)
    yield opened
    for database in opened:
        database.close()
    postgres.drop(url)


def empty(database: Database) -> None:
    def job(session: Session) -> None:
        NAMES.clear(session)
        PARTS.clear(session)
        session.execute(text("DELETE FROM name_words WHERE word <> ''"))
        session.execute(text("DELETE FROM customers"))

    database.writer.run(job)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=PEOPLE, data=st.data())
def test_one_letter_off_is_found_on_both_databases_alike(
    both: Sequence[Database], people: list[str], data: st.DataObject
) -> None:
    meant = data.draw(st.sampled_from(people))
    at = data.draw(st.integers(0, len(meant) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    typed = data.draw(
        st.sampled_from([meant, meant[:at] + letter + meant[at:], meant[:at] + letter + meant[at + 1 :]])
        if meant[at] != " "
        else st.just(meant)
    )
    answers = []
    for database in both:
        empty(database)
        call(database, *people)
        answers.append(names(database, typed, most=len(people)))
    assert answers[0] == answers[1]
    assert meant in answers[0]
