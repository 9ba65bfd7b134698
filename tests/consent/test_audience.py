"""How many people could be written to."""

from typing import Any

from sqlalchemy import insert, update

from crm.consent import Purpose, stop_marketing
from crm.consent.audience import AudienceCount, count_audience, total_of
from crm.customers import Customer, CustomerDetails, close_channel
from crm.customers.models import DeepLink, DeepLinkUse
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import table_of
from ingat.audience import audience_table
from tests.history.consenting import consents, evidence
from tests.history.talking import NOON, someone

CUSTOMERS, DETAILS, LINKS, USES = (table_of(m) for m in (Customer, CustomerDetails, DeepLink, DeepLinkUse))


def counted(database: Database) -> list[AudienceCount]:
    with database.reading() as session:
        return count_audience(session)


def imported(database: Database, outlet: str, source: str) -> int:
    """Return the id of a customer whom another system knows and who has no chat."""

    def job(session: Any) -> int:
        [customer_id] = session.execute(
            insert(CUSTOMERS).returning(CUSTOMERS.c.id), {"name": "Budi Demo", "created_at": NOON}
        ).scalars()
        session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=customer_id))
        session.execute(
            insert(DETAILS), {"customer_id": customer_id, "source": source, "outlet": outlet, "imported_at": NOON}
        )
        return int(customer_id)

    return database.writer.run(job)


def becomes(database: Database, customer_id: int, root_id: int) -> None:
    statement = update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=root_id)
    database.writer.run(lambda session: session.execute(statement))


def came_by(database: Database, talk: Talk, outlet: str, source: str) -> None:
    def job(session: Any) -> None:
        [link_id] = session.execute(
            insert(LINKS).returning(LINKS.c.id),
            {"kind": "poster", "source": source, "outlet": outlet, "created_at": NOON, "expires_at": NOON},
        ).scalars()
        session.execute(insert(USES), {"link_id": link_id, "customer_id": talk.customer_id, "used_at": NOON})

    database.writer.run(job)


def test_nobody_yet(database: Database) -> None:
    assert counted(database) == []
    assert total_of([]) == AudienceCount(None, None, 0, 0, 0, 0)


def test_people_are_counted_by_outlet_and_source(database: Database) -> None:
    imported(database, "Dago", "kasir")
    imported(database, "Dago", "kasir")
    siti, budi = someone(database), someone(database)
    came_by(database, siti, "Renon", "poster")
    consents(database, siti, Purpose.OFFERS, Purpose.GREETINGS)
    consents(database, budi, Purpose.GREETINGS)

    assert counted(database) == [
        AudienceCount(None, None, 1, 1, 0, 1),
        AudienceCount("Dago", "kasir", 2, 0, 0, 0),
        AudienceCount("Renon", "poster", 1, 1, 1, 1),
    ]


def test_one_person_of_two_systems_is_one(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    becomes(database, siti.customer_id, imported(database, "Dago", "kasir"))
    assert counted(database) == [AudienceCount("Dago", "kasir", 1, 1, 1, 0)]


def test_who_stopped_or_cannot_be_reached_allows_nothing(database: Database) -> None:
    siti, budi = someone(database), someone(database)
    consents(database, siti)
    consents(database, budi)
    database.writer.run(lambda session: stop_marketing(session, siti.customer_id, evidence(session, siti)))
    database.writer.run(lambda session: close_channel(session, budi.identity_id, "blocked_by_customer", NOON))
    assert counted(database) == [AudienceCount(None, None, 2, 1, 0, 0)]


def test_of_one_person_the_strictest_answer_counts(database: Database) -> None:
    phone, card = someone(database), someone(database)
    consents(database, phone)
    consents(database, card)
    becomes(database, card.customer_id, phone.customer_id)
    assert total_of(counted(database)) == AudienceCount(None, None, 1, 1, 1, 0)
    database.writer.run(lambda session: stop_marketing(session, card.customer_id, evidence(session, card)))
    assert total_of(counted(database)).offers == 0


def test_the_table_has_a_line_for_each_and_a_sum() -> None:
    table = audience_table([AudienceCount(None, None, 1200, 1, 0, 0), AudienceCount("Dago", "kasir", 2, 0, 0, 0)])
    assert table.row_count == 3
    assert list(table.columns[2].cells) == ["1,200", "2", "1,202"]
