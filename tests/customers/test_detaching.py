"""A number that was handed out again is its new holder's: "not me" takes it off who had it, and can be undone."""

from functools import partial

import pytest
from sqlalchemy import select

from crm.customers import Standing
from crm.customers.claiming import Claimed, try_second_sign
from crm.customers.detaching import NumberTakenError, reattach_number
from crm.customers.finding import find_known
from crm.customers.importing import import_customers
from crm.customers.opening_claims import deny_claim, open_claim
from crm.customers.records import CustomerRecord
from crm.customers.verifying import verify_identity
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from crm.orders import OrderRecord, record_order
from crm.orders.models import Order
from tests.customers.claims import IDENTITIES, PHONE, chat, imported, run, shares_phone, standing_in
from tests.history.talking import NOON

AUDIT, ORDERS = table_of(AuditEntry), table_of(Order)


def holders(database: Database) -> list[int]:
    query = select(IDENTITIES.c.customer_id).where(IDENTITIES.c.channel == "phone", IDENTITIES.c.external_id == PHONE)
    with database.reading() as session:
        return list(session.execute(query).scalars())


def found(database: Database, talk: Talk) -> list[int]:
    with database.reading() as session:
        return [known.customer_id for known in find_known(session, "phone", PHONE, besides=talk.customer_id)]


def says_not_me(database: Database, talk: Talk) -> Claimed:
    claim = run(database, lambda session: shares_phone(session, talk))
    run(database, lambda session: deny_claim(session, claim, NOON))
    return claim


def gives_back(database: Database, claim: Claimed) -> list[int]:
    return run(database, partial(reattach_number, claim_id=claim.id, actor="owner", at=NOON))


def test_not_me_takes_the_number_off_at_once(database: Database) -> None:
    wati = run(database, lambda session: imported(session, "Wati Lestari"))
    budi = chat(database, "Budi")
    says_not_me(database, budi)
    assert holders(database) == []
    assert found(database, budi) == []
    assert run(database, lambda s: verify_identity(s, budi.customer_id, "phone", PHONE, "shared_contact", NOON))
    assert holders(database) == [budi.customer_id]
    with database.reading() as session:
        subjects = select(AUDIT.c.subject).where(AUDIT.c.action == "customer.number_detached")
        assert session.execute(subjects).scalars().all() == [f"customer:{wati}"]


def test_it_is_given_back_as_it_was(database: Database) -> None:
    wati = run(database, lambda session: imported(session, "Wati Lestari"))
    run(database, lambda session: verify_identity(session, wati, "phone", PHONE, "shared_contact", NOON))
    budi = chat(database, "Budi")
    claim = says_not_me(database, budi)
    assert gives_back(database, claim) == [wati]
    assert gives_back(database, claim) == [], "once"
    assert found(database, budi) == [wati]
    with database.reading() as session:
        (identity,) = session.execute(select(IDENTITIES).where(IDENTITIES.c.external_id == PHONE)).all()
    assert (identity.customer_id, identity.verified_how, identity.verified_at) == (wati, "shared_contact", NOON)


def test_who_has_proved_it_meanwhile_keeps_it(database: Database) -> None:
    run(database, lambda session: imported(session, "Wati Lestari"))
    budi = chat(database, "Budi")
    claim = says_not_me(database, budi)
    run(database, lambda s: verify_identity(s, budi.customer_id, "phone", PHONE, "shared_contact", NOON))
    with pytest.raises(NumberTakenError):
        gives_back(database, claim)
    assert holders(database) == [budi.customer_id]
    assert found(database, budi) == []


def test_no_import_and_no_order_brings_it_back(database: Database) -> None:
    record = CustomerRecord(name="Wati Lestari", source_id="7", phone=PHONE, last_active_at=NOON)
    run(database, lambda session: import_customers(session, "till", [record], NOON))
    budi = chat(database, "Budi")
    says_not_me(database, budi)

    def imports_again(session: Session) -> None:
        import_customers(session, "till", [CustomerRecord(name="Wati L", source_id="7", phone=PHONE)], NOON)
        import_customers(session, "till", [CustomerRecord(name="Wati L", source_id="7", phone="+6281200000055")], NOON)
        import_customers(session, "till", [CustomerRecord(name="Wati L", source_id="7", phone=PHONE)], NOON)
        record_order(session, "till", OrderRecord(number="1", state_words="baru", as_of=NOON, phone=PHONE), NOON)

    run(database, imports_again)
    assert found(database, budi) == []
    assert holders(database) == []
    with database.reading() as session:
        assert session.scalar(select(ORDERS.c.customer_id)) is None


def test_a_family_that_shares_the_number_keeps_it(database: Database) -> None:
    family = [run(database, imported)]
    for name, card in (("Budi Santoso", "SG 100300"), ("Adi Santoso", "SG 100400")):
        family.append(run(database, partial(imported, name=name, card=card, owns_phone=False)))
    siti = chat(database)
    claim = run(database, lambda session: shares_phone(session, siti))
    proved = run(database, lambda session: try_second_sign(session, claim, digits="0300", birthday=None))
    run(database, lambda session: open_claim(session, proved, NOON))
    says_not_me(database, siti)
    assert found(database, chat(database)) == family
    assert standing_in(database, siti) is Standing.EVERYTHING, "they are still who they were proved to be"


def test_a_number_that_several_had_is_none_of_theirs(database: Database) -> None:
    run(database, imported)
    run(database, partial(imported, name="Budi Santoso", card="SG 100300", owns_phone=False))
    adi = chat(database, "Adi")
    says_not_me(database, adi)
    assert found(database, adi) == []
