"""Getting to know a person, and whether they can be reached."""

from datetime import timedelta

from sqlalchemy import func, select

from crm.customers import ChannelIdentity, Customer, Person, close_channel, meet, reopen_channel
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.talking import NOON, someone

CUSTOMERS, IDENTITIES = table_of(Customer), table_of(ChannelIdentity)
SITI = Person("telegram", "42", "a", "Siti", "siti", "id")


def _reason(database: Database, identity_id: int) -> str | None:
    with database.reading() as session:
        reason: str | None = session.scalar(select(IDENTITIES.c.closed_reason).where(IDENTITIES.c.id == identity_id))
    return reason


def test_who_is_new_becomes_a_customer_whose_root_is_themselves(database: Database) -> None:
    customer_id, _, _ = database.writer.run(lambda session: meet(session, SITI, NOON))
    with database.reading() as session:
        row = session.execute(select(CUSTOMERS)).one()
    assert (row.id, row.root_id, row.name) == (customer_id, customer_id, "Siti")


def test_who_is_known_from_another_of_our_accounts_stays_the_same_customer(database: Database) -> None:
    first = database.writer.run(lambda session: meet(session, SITI, NOON))
    other = Person("telegram", "43", "a", "Siti R.")
    second = database.writer.run(lambda session: meet(session, other, NOON))
    assert first[:2] == second[:2]
    assert first[2] != second[2], "a chat of each account"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CUSTOMERS)) == 1


def test_what_is_known_from_later_stays(database: Database) -> None:
    identity_id = someone(database).identity_id
    later = NOON + timedelta(seconds=5)
    assert database.writer.run(lambda session: reopen_channel(session, identity_id, later))
    assert not database.writer.run(lambda session: close_channel(session, identity_id, "forbidden", NOON))
    assert _reason(database, identity_id) is None
    assert not database.writer.run(lambda session: close_channel(session, identity_id, "forbidden", later))
    after = later + timedelta(microseconds=1)
    assert database.writer.run(lambda session: close_channel(session, identity_id, "forbidden", after))
    assert _reason(database, identity_id) == "forbidden"


def test_a_refusal_of_a_call_begun_before_a_sign_of_life_closes_nothing(database: Database) -> None:
    identity_id = someone(database).identity_id
    database.writer.run(lambda session: close_channel(session, identity_id, "forbidden", NOON))
    database.writer.run(lambda session: reopen_channel(session, identity_id, NOON + timedelta(seconds=2)))
    database.writer.run(lambda session: close_channel(session, identity_id, "forbidden", NOON + timedelta(seconds=1)))
    assert _reason(database, identity_id) is None
