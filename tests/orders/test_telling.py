"""An order is told to whom it belongs, and to nobody who only knows its number."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from crm.customers import Customer, merge, undo_merge
from crm.customers.claiming import claim_merge, make_claim, try_second_sign
from crm.customers.finding import find_known, read_known
from crm.customers.importing import import_customers
from crm.customers.opening_claims import open_claim
from crm.customers.records import CustomerRecord, Outcome
from crm.customers.signs import Sign
from crm.customers.verifying import verify_identity
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders import (
    OrderRecord,
    knows_orders,
    may_be_told_by_number,
    order_told,
    orders_told,
    record_order,
    record_orders,
)
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


# A phone that a family shares


def family_is_known(session: Session) -> tuple[int, int]:
    """Import Siti and Budi, who share a phone, and return their ids."""
    records = [
        CustomerRecord(name=name, source_id=name, phone=PHONE, card=card, last_active_at=NOON)
        for name, card in (("Siti Rahma", "SG 100200"), ("Budi Santoso", "SG 100300"))
    ]
    import_customers(session, "import", records, NOON)
    budi, siti = session.execute(select(CUSTOMERS.c.id).order_by(CUSTOMERS.c.id.desc()).limit(2)).scalars()
    return siti, budi


def orders(session: Session, *records: OrderRecord) -> None:
    record_orders(session, "import", records, NOON)


def shares(session: Session, talk: Talk, digits: str) -> int:
    """Share the family's phone and say who of them it is. Returns who speaks."""
    known = find_known(session, "phone", PHONE, besides=talk.customer_id)
    claim = make_claim(
        session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=PHONE, known=known,
        names=["Siti"], signs={Sign.PHONE}, at=NOON,
    )  # fmt: skip
    proved = try_second_sign(session, claim, digits=digits, birthday=None)
    return open_claim(session, proved, NOON).customer_id


def an_order(number: str, **more: Any) -> OrderRecord:
    return OrderRecord(number=number, state_words="Dikirim", as_of=NOON, phone=PHONE, **more)


def heard(database: Database, speaker: int, number: str) -> bool:
    with database.reading() as session:
        return order_told(session, speaker, number) is not None


def test_an_order_of_a_shared_phone_is_the_members_whose_name_it_has(database: Database) -> None:
    talk = someone(database)
    database.writer.run(family_is_known)
    named = (an_order("1", customer_name="BUDI SANTOSO"), an_order("2", customer_name="Ibu Siti Rahma"))
    database.writer.run(lambda session: orders(session, *named))
    siti = database.writer.run(lambda session: shares(session, talk, "0200"))
    budi = database.writer.run(lambda session: shares(session, talk, "0300"))
    assert [heard(database, siti, number) for number in "12"] == [False, True]
    assert [heard(database, budi, number) for number in "12"] == [True, False]


def test_an_order_of_a_shared_phone_is_the_members_whom_the_shop_names_by_id_or_card(database: Database) -> None:
    talk = someone(database)
    database.writer.run(family_is_known)
    named = (an_order("1", customer_source_id="Budi Santoso"), an_order("2", card="SG 100200"))
    database.writer.run(lambda session: orders(session, *named))
    siti = database.writer.run(lambda session: shares(session, talk, "0200"))
    assert [heard(database, siti, number) for number in "12"] == [False, True]


def test_an_order_of_a_shared_phone_that_names_nobody_is_told_by_its_number_and_a_second_sign(
    database: Database,
) -> None:
    talk, stranger = someone(database), someone(database)
    database.writer.run(family_is_known)
    database.writer.run(lambda session: orders(session, an_order("4411")))
    assert not heard(database, talk.customer_id, "4411")
    siti = database.writer.run(lambda session: shares(session, talk, "0200"))
    assert heard(database, siti, "4411")
    assert not heard(database, siti, "4412")
    assert not heard(database, stranger.customer_id, "4411")
    with database.reading() as session:
        assert orders_told(session, siti) == [], "nobody knows whose it is: it is not listed"
        assert may_be_told_by_number(session, siti)
        assert not may_be_told_by_number(session, stranger.customer_id)


def test_who_only_has_the_phone_in_hand_hears_of_no_order_of_the_family(database: Database) -> None:
    talk = someone(database)
    database.writer.run(lambda session: orders(session, an_order("4411")))
    database.writer.run(
        lambda session: verify_identity(session, talk.customer_id, "phone", PHONE, "shared_contact", NOON)
    )
    assert heard(database, talk.customer_id, "4411"), "the phone is theirs alone"
    database.writer.run(family_is_known)
    assert not heard(database, talk.customer_id, "4411"), "others have it, too"


def test_an_order_in_another_name_is_not_the_only_holders(database: Database) -> None:
    talk = someone(database)
    known_id = database.writer.run(siti_is_known)
    database.writer.run(lambda session: orders(session, an_order("5500", customer_name="Joko Susilo")))
    database.writer.run(lambda session: prove(session, talk, known_id))
    assert told(database, talk) == ["4411"]


def test_an_order_is_its_customers_also_when_their_chat_has_the_phone(database: Database) -> None:
    talk = someone(database)
    known_id = database.writer.run(siti_is_known)
    database.writer.run(lambda session: prove(session, talk, known_id))
    database.writer.run(lambda session: orders(session, an_order("5501")))
    assert told(database, talk) == ["5501", "4411"]


def test_the_same_orders_twice_change_nothing_whatever_name_they_have(database: Database) -> None:
    database.writer.run(family_is_known)
    named = an_order("1", customer_name="Budi Santoso")
    outcomes = [database.writer.run(lambda session: record_order(session, "import", named, NOON)) for _ in range(2)]
    assert [taken.outcome for taken in outcomes] == [Outcome.NEW, Outcome.UNCHANGED]
