"""Facts on a real database: versions, ends, forgetting, and whose they are."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from crm.customers import Customer
from crm.history import (
    FactKind,
    KnownFact,
    Stated,
    Talk,
    correct_fact,
    current_facts,
    facts_told,
    forget_fact,
    keep_fact,
    use_in_offers,
)
from crm.history.facts import words_stated
from crm.history.models import Fact, FactState
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.consenting import said
from tests.history.talking import NOON, someone

FACTS, CUSTOMERS = table_of(Fact), table_of(Customer)
ADDRESS = Stated(FactKind.ADDRESS, "Jl. Melati 5")
ORDER = Stated(FactKind.ORDER, "4411", NOON + timedelta(days=90))


def states(database: Database, talk: Talk, fact: Stated, at: datetime = NOON, words: str = "kata-kata") -> None:
    database.writer.run(
        lambda session: keep_fact(
            session, talk.customer_id, fact, interaction_id=said(session, talk, words), stated_at=at, now=at
        )
    )


def known(database: Database, talk: Talk, now: datetime = NOON) -> list[KnownFact]:
    with database.reading() as session:
        return current_facts(session, talk.customer_id, now)


def versions(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(FACTS.c.state, FACTS.c.value).order_by(FACTS.c.id))
        return [(str(state), value) for state, value in rows]


def test_a_fact_knows_where_it_was_said(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ADDRESS, words="alamat saya Jl. Melati 5")
    [fact] = known(database, siti)
    assert (fact.kind, fact.value, fact.stated_at) == (FactKind.ADDRESS, "Jl. Melati 5", NOON)
    with database.reading() as session:
        assert words_stated(session, fact) == "alamat saya Jl. Melati 5"


def test_a_fact_is_not_used_after_its_end(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ORDER)
    assert [fact.value for fact in known(database, siti, NOON + timedelta(days=89))] == ["4411"]
    assert known(database, siti, NOON + timedelta(days=90)) == []


def test_a_new_address_replaces_the_old_one_and_orders_stand_beside_each_other(database: Database) -> None:
    siti = someone(database)
    for fact in (ADDRESS, ORDER, Stated(FactKind.ADDRESS, "Jl. Mawar 7"), Stated(FactKind.ORDER, "4412")):
        states(database, siti, fact)
    assert {fact.value for fact in known(database, siti)} == {"Jl. Mawar 7", "4411", "4412"}
    assert versions(database)[0] == ("stated", "Jl. Melati 5")


def test_the_same_again_renews_it(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ORDER)
    later = NOON + timedelta(days=30)
    states(database, siti, Stated(FactKind.ORDER, "4411", later + timedelta(days=90)), later)
    [fact] = known(database, siti, NOON + timedelta(days=100))
    assert fact.stated_at == later


def test_a_correction_is_a_version(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ORDER)
    [fact] = known(database, siti)
    corrected = Stated(FactKind.ORDER, "4412")
    database.writer.run(lambda session: correct_fact(session, fact, corrected, said(session, siti), NOON))
    assert [(fact.value, fact.state) for fact in known(database, siti)] == [("4412", FactState.CORRECTED)]
    assert versions(database) == [("stated", "4411"), ("corrected", "4412")]


def test_forgetting_leaves_a_tombstone_and_nothing_of_what_was_said(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ADDRESS)
    [fact] = known(database, siti)
    database.writer.run(lambda session: forget_fact(session, fact, said(session, siti), NOON))
    assert known(database, siti) == []
    assert versions(database) == [("stated", ""), ("forgotten", "")]


def test_what_was_forgotten_can_be_stated_anew(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ADDRESS)
    [fact] = known(database, siti)
    database.writer.run(lambda session: forget_fact(session, fact, said(session, siti), NOON))
    states(database, siti, ADDRESS)
    assert [fact.value for fact in known(database, siti)] == ["Jl. Melati 5"]


def test_kept_out_of_offers_stays_out_when_it_is_stated_again(database: Database) -> None:
    siti = someone(database)
    states(database, siti, ADDRESS)
    [fact] = known(database, siti)
    database.writer.run(lambda session: use_in_offers(session, fact, said(session, siti), NOON, allowed=False))
    states(database, siti, Stated(FactKind.ADDRESS, "Jl. Mawar 7"))
    assert [(fact.value, fact.in_offers) for fact in known(database, siti)] == [("Jl. Mawar 7", False)]


def test_a_fresh_merge_discloses_no_fact(database: Database) -> None:
    phone, card = someone(database), someone(database)
    states(database, card, ADDRESS)
    of_root = update(CUSTOMERS).where(CUSTOMERS.c.id == card.customer_id).values(root_id=phone.customer_id)
    database.writer.run(lambda session: session.execute(of_root))
    with database.reading() as session:
        assert [fact.value for fact in current_facts(session, phone.customer_id, NOON)] == ["Jl. Melati 5"]
        assert facts_told(session, phone.customer_id, NOON) == []
        assert [fact.value for fact in facts_told(session, card.customer_id, NOON)] == ["Jl. Melati 5"]
