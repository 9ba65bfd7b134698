"""An order is told to whom it belongs, and to nobody who only knows its number."""

from datetime import timedelta

from sqlalchemy import select

from crm.customers import Customer, merge, undo_merge
from crm.customers.claiming import claim_merge, make_claim
from crm.customers.finding import read_known
from crm.customers.importing import import_customers
from crm.customers.opening_claims import open_claim
from crm.customers.records import CustomerRecord
from crm.customers.signs import Sign
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders import OrderRecord, knows_orders, order_told, orders_told, record_order
from tests.history.talking import NOON, someone

CUSTOMERS = table_of(Customer)
PHONE = "+6281234567890"


def siti_is_known(session: Session) -> int:
    """Import Siti with her order 4411, and return her id."""
    import_customers(session, "import", [CustomerRecord(name="Siti", phone=PHONE, last_active_at=NOON)], NOON)
    record = OrderRecord(number="4411", state_words="Dikirim", as_of=NOON, phone=PHONE)
    record_order(session, "import", record, NOON)
    return int(session.scalar(select(CUSTOMERS.c.id).order_by(CUSTOMERS.c.id.desc()).limit(1)))


def told(database: Database, talk: Talk) -> list[str]:
    with database.reading() as session:
        return [order.number for order in orders_told(session, talk.customer_id)]


def prove(session: Session, talk: Talk, known_id: int) -> None:
    known = read_known(session, known_id)
    assert known is not None
    claim = make_claim(
        session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=PHONE, known=[known],
        names=["Siti"], signs={Sign.PHONE}, at=NOON,
    )  # fmt: skip
    open_claim(session, claim, NOON)


def test_a_chat_that_proved_to_be_the_owner_is_told(database: Database) -> None:
    talk = someone(database)
    known_id = database.writer.run(siti_is_known)
    assert told(database, talk) == []
    database.writer.run(lambda session: prove(session, talk, known_id))
    assert told(database, talk) == ["4411"]
    with database.reading() as session:
        order = order_told(session, talk.customer_id, " #4411")
    assert order is not None
    assert order.as_of == NOON


def test_a_stranger_who_types_the_number_is_told_nothing(database: Database) -> None:
    talk = someone(database)
    database.writer.run(siti_is_known)
    with database.reading() as session:
        assert knows_orders(session)
        assert order_told(session, talk.customer_id, "4411") is None
        assert order_told(session, talk.customer_id, "9999") is None


def test_a_fresh_merge_tells_nothing_and_one_that_was_undone_nothing_any_more(database: Database) -> None:
    talk = someone(database)
    known_id = database.writer.run(siti_is_known)

    def by_an_agent(session: Session) -> int | None:
        return merge(session, talk.customer_id, known_id, evidence={}, actor="staff:sari", at=NOON)

    merge_id = database.writer.run(by_an_agent)
    assert merge_id is not None
    assert told(database, talk) == []

    def confirmed(session: Session) -> None:
        claim = claim_merge(session, chat_id=talk.chat_id, customer_id=talk.customer_id, merge_id=merge_id, at=NOON)
        open_claim(session, claim, NOON)

    database.writer.run(confirmed)
    assert told(database, talk) == ["4411"]
    database.writer.run(lambda session: undo_merge(session, merge_id, actor="staff:sari", at=NOON))
    assert told(database, talk) == []


def test_what_a_customer_ordered_in_this_very_chat_is_theirs(database: Database) -> None:
    talk = someone(database)

    def ordered(session: Session) -> None:
        for number, days in (("1", 1), ("2", 2)):
            record = OrderRecord(
                number=number, state_words="baru", as_of=NOON, customer_id=talk.customer_id,
                ordered_on=(NOON + timedelta(days=days)).date(),
            )  # fmt: skip
            record_order(session, "web", record, NOON)

    database.writer.run(ordered)
    assert told(database, talk) == ["2", "1"]
