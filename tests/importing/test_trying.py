"""A trial says of each row what the import would: also where the same customer stands in several chunks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.customers.importing import import_customers
from crm.customers.records import CustomerRecord, Outcome, Taken
from crm.kernel.database import Database
from crm.kernel.session import Session
from ingat.importing.customers import customers_import
from tests.importing.files import BUSINESS, NOW, count, counted, imported, written

HEADING = "id,nama,hp"
Chunk = list[CustomerRecord]


def test_the_same_customer_in_rows_far_apart_is_new_once(database: Database, tmp_path: Path) -> None:
    others = [f"{number},Pelanggan {number},0812000{number:05}" for number in range(60)]
    file = written(tmp_path, HEADING, "900,Siti,081234567890", *others, "900,Siti,081234567890", "900,Siti Rahma,")
    assert counted(imported(database, file, is_trial=True)) == (61, 1, 1, 0)
    assert count(database, "customers") == 0
    assert counted(imported(database, file)) == (61, 1, 1, 0)


def outcomes(
    database: Database, write: Callable[[Session, Sequence[CustomerRecord]], list[Taken]], chunks: list[Chunk]
) -> list[Outcome]:
    """Write chunk after chunk and return what became of each record."""
    taken: list[Taken] = []
    for chunk in chunks:

        def job(session: Session, chunk: Chunk = chunk) -> list[Taken]:
            return write(session, chunk)

        taken += database.writer.run(job)
    return [each.outcome for each in taken]


RECORDS = st.builds(
    CustomerRecord,
    name=st.sampled_from(["Siti", "Siti Rahma", "Budi"]),
    source_id=st.none() | st.sampled_from(["1", "2", "3"]),
    phone=st.sampled_from(["+628120000001", "+628120000002"]),
    card=st.none() | st.sampled_from(["K1", "K2"]),
    city=st.none() | st.sampled_from(["Bandung", "Solo"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.lists(st.lists(RECORDS, max_size=4), max_size=4), source=st.uuids().map(str))
def test_a_trial_foretells_every_record_of_every_chunk(
    database: Database, tmp_path: Path, chunks: list[Chunk], source: str
) -> None:
    wanted = customers_import(tmp_path / "none.csv", BUSINESS, source, NOW, is_trial=True)
    before = count(database, "customers")

    def tried(session: Session, records: Sequence[CustomerRecord]) -> list[Taken]:
        return wanted._tried(session, records)

    def write(session: Session, records: Sequence[CustomerRecord]) -> list[Taken]:
        return import_customers(session, source, records, NOW)

    foretold = outcomes(database, tried, chunks)
    assert count(database, "customers") == before
    assert foretold == outcomes(database, write, chunks)
