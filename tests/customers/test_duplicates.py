"""Customers who may be one person are suggested, with what speaks for it, and merged by nobody."""

from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import insert, update

from crm.customers import Person, meet, merge
from crm.customers.duplicates import Duplicate, duplicates
from crm.customers.models import ChannelIdentity, CustomerDetails
from crm.customers.verifying import verify_email
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session

IDENTITIES, DETAILS = table_of(ChannelIdentity), table_of(CustomerDetails)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_numbers = count(1)


def customer(database: Database, name: str, *, proved_phone: str | None = None, **details: Any) -> int:
    """Let the business know somebody: from an import, by a phone they proved, or both."""

    def job(session: Session) -> int:
        number = next(_numbers)
        customer_id, identity_id, _ = meet(session, Person("telegram", "42", str(number), name), NOW)
        if details:
            row = {"customer_id": customer_id, "source": "till", "source_id": str(number), "imported_at": NOW}
            session.execute(insert(DETAILS), {**row, **details})
        if proved_phone is not None:
            proof = {"channel": "phone", "external_id": proved_phone, "verified_how": "contact", "verified_at": NOW}
            session.execute(update(IDENTITIES).where(IDENTITIES.c.id == identity_id).values(**proof))
        return customer_id

    return database.writer.run(job)


def suggested(database: Database, of_customer: int | None = None) -> list[Duplicate]:
    with database.reading() as session:
        return duplicates(session, of_customer=of_customer)


def test_a_phone_that_one_proved_and_another_is_imported_with_is_evidence(database: Database) -> None:
    siti = customer(database, "Siti Rahma", proved_phone="+6281200000001")
    imported = customer(database, "SITI RACHMA", phone="+6281200000001")
    (pair,) = suggested(database)
    assert (pair.customer_id, pair.other_id) == (siti, imported)
    assert pair.names_alike
    assert pair.shared == pair.verified == {"phone"}


def test_what_two_imports_share_is_evidence_that_nobody_proved(database: Database) -> None:
    customer(database, "Budi Demo", email="budi@example.com", card="KD-1")
    customer(database, "Budi Demo", email="budi@example.com", card="KD-1")
    (pair,) = suggested(database)
    assert pair.shared == {"email", "card"}
    assert not pair.verified


def test_a_family_that_shares_a_phone_comes_after_one_person_written_twice(database: Database) -> None:
    customer(database, "Siti Rahma", phone="+6281200000001")
    customer(database, "Joko Rahmat", phone="+6281200000001")
    customer(database, "Dewi Demo", phone="+6281200000002")
    customer(database, "Dewi Demo", phone="+6281200000002")
    assert [(pair.name, pair.names_alike) for pair in suggested(database)] == [
        ("Dewi Demo", True),
        ("Siti Rahma", False),
    ]


def test_who_is_known_as_one_person_is_not_suggested_again(database: Database) -> None:
    one, other = (customer(database, "Dewi Demo", phone="+6281200000002") for _ in range(2))
    assert suggested(database)
    database.writer.run(lambda session: merge(session, other, one, evidence={}, actor="staff:sari", at=NOW))
    assert not suggested(database)


def test_one_customers_suggestions_can_be_asked_for_alone(database: Database) -> None:
    siti = customer(database, "Siti Rahma", phone="+6281200000001")
    customer(database, "Siti Rahma", phone="+6281200000001")
    dewi = customer(database, "Dewi Demo", phone="+6281200000002")
    assert [pair.name for pair in suggested(database, siti)] == ["Siti Rahma"]
    assert not suggested(database, dewi)
    assert len(suggested(database)) == 1


def test_a_like_name_with_the_same_birthday_or_outlet_comes_after_all_that_share_a_number(database: Database) -> None:
    born = date(1990, 3, 14)
    customer(database, "Siti Rahma Wati", birthday=born)
    customer(database, "Siti Rachma Wati", birthday=born)
    customer(database, "Siti Rahma Wati", birthday=date(1991, 3, 14))
    customer(database, "Joko Rahmat", phone="+6281200000001")
    customer(database, "Siti Aminah", phone="+6281200000001")
    customer(database, "Dewi Lestari", outlet="Kemang")
    customer(database, "Lestari Dewi", outlet="Kemang")
    customer(database, "Dewi Lestari", outlet="Dago")
    found = [(pair.name, pair.other_name, set(pair.shared), pair.is_exact) for pair in suggested(database)]
    assert found == [
        ("Joko Rahmat", "Siti Aminah", {"phone"}, True),
        ("Dewi Lestari", "Lestari Dewi", {"outlet"}, False),
        ("Siti Rahma Wati", "Siti Rachma Wati", {"birthday"}, False),
    ]


def test_only_the_namesakes_of_one_are_asked_for(database: Database) -> None:
    born = date(1990, 3, 14)
    one, other = (customer(database, "Siti Rahma", birthday=born) for _ in range(2))
    dewi, _ = (customer(database, "Dewi Lestari", birthday=born) for _ in range(2))
    (pair,) = suggested(database, one)
    assert (pair.customer_id, pair.other_id) == (one, other)
    (pair,) = suggested(database, dewi)
    assert pair.name == "Dewi Lestari"


def test_namesakes_who_are_known_as_one_are_not_suggested(database: Database) -> None:
    one, other = (customer(database, "Siti Rahma", birthday=date(1990, 3, 14)) for _ in range(2))
    database.writer.run(lambda session: merge(session, other, one, evidence={}, actor="staff:sari", at=NOW))
    assert not suggested(database)


def test_a_verified_email_that_another_is_imported_with_is_evidence(database: Database) -> None:
    siti = customer(database, "Siti Rahma")
    imported = customer(database, "Siti R", email="siti@example.com")
    verify = partial(verify_email, customer_id=siti, address="siti@example.com", actor="owner", at=NOW)
    assert database.writer.run(verify) is None
    (pair,) = suggested(database)
    assert (pair.customer_id, pair.other_id) == (siti, imported)
    assert pair.verified == {"email"}
