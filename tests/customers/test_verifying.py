"""An e-mail address is verified by somebody of the business or by an import, and by nothing else."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from crm.customers import ChannelIdentity
from crm.customers.importing import import_customers
from crm.customers.records import CustomerRecord, Outcome, Taken
from crm.customers.verifying import verify_email
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from tests.customers.claims import chat
from tests.history.talking import NOON

IDENTITIES, AUDIT = table_of(ChannelIdentity), table_of(AuditEntry)
ADDRESS = "siti@example.com"


def verify(database: Database, customer_id: int) -> int | None:
    return database.writer.run(partial(verify_email, customer_id=customer_id, address=ADDRESS, actor="owner", at=NOON))


def imports(database: Database, **more: Any) -> Taken:
    record = CustomerRecord(**{"name": "Siti Rahma", "source_id": "7", "email": ADDRESS, **more})
    (taken,) = database.writer.run(lambda session: import_customers(session, "till", [record], NOON))
    return taken


def emails(database: Database) -> list[tuple[str, str | None]]:
    query = select(IDENTITIES.c.external_id, IDENTITIES.c.verified_how).where(IDENTITIES.c.channel == "email")
    with database.reading() as session:
        return [(row.external_id, row.verified_how) for row in session.execute(query.order_by(IDENTITIES.c.id))]


def test_a_person_of_the_business_verifies_it(database: Database) -> None:
    siti = chat(database)
    assert verify(database, siti.customer_id) is None
    assert emails(database) == [(ADDRESS, "agent")]
    with database.reading() as session:
        row = session.execute(select(AUDIT).where(AUDIT.c.action == "customer.email_verified")).one()
    assert (row.actor, row.subject) == ("owner", f"customer:{siti.customer_id}")


def test_an_address_that_is_anothers_stays_so(database: Database) -> None:
    siti, budi = chat(database), chat(database, "Budi")
    verify(database, siti.customer_id)
    assert verify(database, budi.customer_id) == siti.customer_id
    assert emails(database) == [(ADDRESS, "agent")]
    with pytest.raises(LookupError):
        verify(database, 4711)


def test_an_import_verifies_only_what_it_says_is_verified(database: Database) -> None:
    imports(database)
    assert emails(database) == [(ADDRESS, None)]
    imports(database, email_is_verified=True)
    assert emails(database) == [(ADDRESS, "import")]
    assert imports(database, email_is_verified=True).outcome is Outcome.UNCHANGED
    imports(database)
    assert emails(database) == [(ADDRESS, "import")], "no word is no doubt"


def test_an_import_takes_back_what_an_import_verified_and_not_what_a_person_did(database: Database) -> None:
    imports(database, email_is_verified=True)
    imports(database, email="new@example.com")
    assert emails(database) == [("new@example.com", None)]
    with database.reading() as session:
        customer_id = session.scalar(select(IDENTITIES.c.customer_id))
    assert customer_id is not None
    verify(database, customer_id)
    imports(database, email="other@example.com")
    assert (ADDRESS, "agent") in emails(database)
