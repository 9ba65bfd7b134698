"""Answers, their evidence, and what stops all marketing."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import select, update

from crm.consent import (
    MARKETING,
    Consent,
    Purpose,
    Suppression,
    consented_purposes,
    is_suppressed,
    note_asked,
    state_consent,
    stop_marketing,
    take_up_again,
    was_asked,
)
from crm.customers import Customer
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.history.consenting import consents, evidence
from tests.history.talking import NOON, someone

T = TypeVar("T")
CUSTOMERS, CONSENTS, SUPPRESSIONS, AUDIT = (table_of(m) for m in (Customer, Consent, Suppression, AuditEntry))


def purposes_of(database: Database, talk: Talk) -> frozenset[Purpose]:
    with database.reading() as session:
        return consented_purposes(session, talk.customer_id)


def run(database: Database, job: Callable[[Session], T]) -> T:
    return database.writer.run(job)


def stops(database: Database, talk: Talk) -> frozenset[Purpose]:
    return run(database, lambda session: stop_marketing(session, talk.customer_id, evidence(session, talk)))


def merges(database: Database, child: Talk, into: Talk) -> None:
    of_root = update(CUSTOMERS).where(CUSTOMERS.c.id == child.customer_id).values(root_id=into.customer_id)
    run(database, lambda session: session.execute(of_root))


def test_no_answer_is_no(database: Database) -> None:
    assert purposes_of(database, someone(database)) == {Purpose.SERVICE}


def test_stop_withdraws_all_marketing_of_this_customer_and_nothing_else(database: Database) -> None:
    siti, budi = someone(database), someone(database)
    consents(database, siti, *MARKETING)
    consents(database, budi, Purpose.OFFERS)

    assert stops(database, siti) == MARKETING
    assert purposes_of(database, siti) == {Purpose.SERVICE}
    assert purposes_of(database, budi) == {Purpose.SERVICE, Purpose.OFFERS}


def test_a_stop_holds_against_a_yes_that_is_only_recorded_again(database: Database) -> None:
    siti = someone(database)
    assert stops(database, siti) == frozenset()
    run(
        database,
        lambda session: state_consent(
            session, siti.customer_id, Purpose.OFFERS, given=True, evidence=evidence(session, siti)
        ),
    )
    assert purposes_of(database, siti) == {Purpose.SERVICE}


def test_the_customer_alone_lifts_their_own_stop(database: Database) -> None:
    siti = someone(database)
    stops(database, siti)
    consents(database, siti, Purpose.GREETINGS)
    assert purposes_of(database, siti) == {Purpose.SERVICE, Purpose.GREETINGS}


def test_what_the_business_stopped_no_yes_lifts(database: Database) -> None:
    siti = someone(database)
    values = {"customer_id": siti.customer_id, "reason": "by_the_business", "since": NOON}
    run(database, lambda session: session.execute(SUPPRESSIONS.insert(), values))
    consents(database, siti, Purpose.OFFERS)
    assert purposes_of(database, siti) == {Purpose.SERVICE}


def test_stopping_twice_is_one_suppression(database: Database) -> None:
    siti = someone(database)
    stops(database, siti)
    stops(database, siti)
    with database.reading() as session:
        assert session.execute(select(SUPPRESSIONS.c.reason)).scalars().all() == ["asked_to_stop"]
        assert is_suppressed(session, siti.customer_id)


def test_every_answer_stays_with_its_evidence_and_its_audit(database: Database) -> None:
    siti = someone(database)
    consents(database, siti, Purpose.OFFERS)
    stops(database, siti)
    with database.reading() as session:
        answers = session.execute(select(CONSENTS).order_by(CONSENTS.c.id)).all()
        actions = session.execute(select(AUDIT.c.action).order_by(AUDIT.c.id)).scalars().all()
    assert [(answer.given, answer.stated_at, answer.wording_version) for answer in answers] == [
        (True, NOON, "id-1"),
        (False, NOON, "id-1"),
    ]
    assert len({answer.interaction_id for answer in answers}) == 2
    assert actions == ["consent.given:offers", "consent.withdrawn:offers", "suppression.began:asked_to_stop"]


@pytest.mark.parametrize("who", ["the merged one", "the root"])
def test_of_one_person_the_strictest_answer_counts(database: Database, who: str) -> None:
    phone, card = someone(database), someone(database)
    consents(database, phone, Purpose.OFFERS)
    consents(database, card, Purpose.OFFERS)
    merges(database, card, phone)
    assert Purpose.OFFERS in purposes_of(database, card)

    stops(database, card if who == "the merged one" else phone)

    assert purposes_of(database, phone) == purposes_of(database, card) == {Purpose.SERVICE}


def test_a_merge_brings_no_consent_that_the_other_withdrew(database: Database) -> None:
    phone, card = someone(database), someone(database)
    consents(database, phone, Purpose.OFFERS)
    run(
        database,
        lambda session: state_consent(
            session, card.customer_id, Purpose.OFFERS, given=False, evidence=evidence(session, card)
        ),
    )
    merges(database, card, phone)
    assert purposes_of(database, phone) == {Purpose.SERVICE}


def test_nobody_is_asked_twice_whichever_of_their_chats_it_was(database: Database) -> None:
    phone, card = someone(database), someone(database)
    run(database, lambda session: note_asked(session, card.customer_id, NOON, "id-1"))
    with database.reading() as session:
        assert was_asked(session, card.customer_id)
        assert not was_asked(session, phone.customer_id)
    merges(database, card, phone)
    with database.reading() as session:
        assert was_asked(session, phone.customer_id)


def test_who_has_spoken_unasked_is_not_asked(database: Database) -> None:
    siti = someone(database)
    run(
        database,
        lambda session: take_up_again(session, siti.customer_id, [Purpose.GREETINGS], evidence(session, siti)),
    )
    with database.reading() as session:
        assert was_asked(session, siti.customer_id)
