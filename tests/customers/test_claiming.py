"""A chat's claim to be a customer: nothing is told before it is proved, and all is taken back at once."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import TypeVar

import pytest
from sqlalchemy import insert, select, update

from crm.cases import cases_told, open_case
from crm.conversation.turns import talk_with
from crm.customers import (
    ChannelIdentity,
    Customer,
    CustomerDetails,
    Person,
    Standing,
    customers_told,
    is_verified,
    merge,
    standing_of,
)
from crm.customers.claiming import (
    Claimed,
    add_sign,
    approve_claim,
    claim_merge,
    end_claim,
    make_claim,
    open_claim,
    standing_claim,
    try_second_sign,
    unconfirmed_merge,
    waiting_claims,
)
from crm.customers.finding import find_known, phones_of
from crm.customers.models import ClaimState
from crm.customers.signs import MOST_TRIES, Sign
from crm.customers.verifying import move_number, verify_identity
from crm.history import Said, Talk, record_inbound
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.history.talking import NOON

CUSTOMERS, IDENTITIES, DETAILS, AUDIT = (
    table_of(model) for model in (Customer, ChannelIdentity, CustomerDetails, AuditEntry)
)
PHONE = "+6281234567890"
LATELY = NOON - timedelta(days=10)
T = TypeVar("T")
_people = count(1)


def run(database: Database, job: Callable[[Session], T]) -> T:
    return database.writer.run(job)


def chat(database: Database, name: str = "Siti") -> Talk:
    person = Person("telegram", "42", f"c{next(_people)}", name)
    return run(database, lambda session: talk_with(session, person, NOON))


def imported(session: Session, name: str = "Siti Rahma", *, card: str = "SG 100200", owns_phone: bool = True) -> int:
    """Import a customer whose phone is PHONE, as the import does."""
    customer_id: int = session.scalar(insert(CUSTOMERS).returning(CUSTOMERS.c.id), {"name": name, "created_at": NOON})
    session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=customer_id))
    session.execute(
        insert(DETAILS),
        {
            "customer_id": customer_id, "source": "import", "source_id": str(customer_id), "phone": PHONE, "card": card,
            "birthday": date(1990, 3, customer_id % 28 + 1), "last_active_at": LATELY, "imported_at": NOON,
        },
    )  # fmt: skip
    if owns_phone:
        values = {"customer_id": customer_id, "channel": "phone", "external_id": PHONE, "created_at": NOON}
        session.execute(insert(IDENTITIES), values)
    return customer_id


def shares_phone(session: Session, talk: Talk) -> Claimed:
    known = find_known(session, "phone", PHONE, besides=talk.customer_id)
    return make_claim(
        session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=PHONE, known=known,
        names=[talk.customer_name], signs={Sign.PHONE}, at=NOON,
    )  # fmt: skip


def standing_in(database: Database, talk: Talk) -> Standing:
    with database.reading() as session:
        return standing_of(session, talk.customer_id)


def test_a_phone_finds_its_customer_and_opens_all_once_they_say_so(database: Database) -> None:
    siti = chat(database)
    known = run(database, imported)
    claim = run(database, lambda session: shares_phone(session, siti))
    assert (claim.known_id, claim.is_doubtful, claim.is_proved) == (known, False, True)
    assert standing_in(database, siti) is Standing.CHAT, "nobody has said yes"
    run(database, lambda session: open_claim(session, claim, NOON))
    assert standing_in(database, siti) is Standing.EVERYTHING
    with database.reading() as session:
        assert customers_told(session, siti.customer_id) == [siti.customer_id, known]
        assert is_verified(session, siti.customer_id)
        (identity,) = session.execute(select(IDENTITIES).where(IDENTITIES.c.channel == "phone")).all()
    assert (identity.customer_id, identity.verified_how, identity.verified_at) == (known, "shared_contact", NOON)


def test_not_me_takes_everything_back_at_once(database: Database) -> None:
    siti = chat(database)
    run(database, imported)
    claim = run(database, lambda session: open_claim(session, shares_phone(session, siti), NOON))
    run(database, lambda session: end_claim(session, claim, NOON))
    assert standing_in(database, siti) is Standing.CHAT
    with database.reading() as session:
        assert customers_told(session, siti.customer_id) == [siti.customer_id]
        assert standing_claim(session, siti.customer_id) is None
        actions = session.execute(select(AUDIT.c.action).order_by(AUDIT.c.id)).scalars().all()
    assert actions == ["customer.merged", "claim.opened", "customer.merge_undone", "claim.ended"]


def test_a_recycled_number_tells_nothing_without_a_second_sign(database: Database) -> None:
    budi = chat(database, "Budi")
    run(database, imported)
    claim = run(database, lambda session: open_claim(session, shares_phone(session, budi), NOON))
    assert claim.state is ClaimState.ASKED
    assert standing_in(database, budi) is Standing.CHAT
    right = run(database, lambda session: try_second_sign(session, claim, digits="0200", birthday=None))
    assert right.is_proved
    run(database, lambda session: open_claim(session, right, NOON))
    assert standing_in(database, budi) is Standing.EVERYTHING


def test_digits_cannot_be_guessed(database: Database) -> None:
    budi = chat(database, "Budi")
    run(database, imported)
    for number in range(MOST_TRIES):
        claim = run(database, lambda session: shares_phone(session, budi))
        assert claim.tries == number, "asking again gives no more tries"
        run(database, lambda session, claim=claim: try_second_sign(session, claim, digits="9999", birthday=None))  # type: ignore[misc]
    claim = run(database, lambda session: shares_phone(session, budi))
    late = run(database, lambda session: try_second_sign(session, claim, digits="0200", birthday=None))
    assert not late.is_proved
    (waiting, *_) = run(database, lambda session: waiting_claims(session, budi.customer_id))
    assert waiting.known_id is not None
    approved = run(
        database,
        lambda session: approve_claim(session, waiting.id, waiting.known_id or 0, agent="sari", at=NOON),
    )
    assert approved.state is ClaimState.OPEN


def test_a_shared_phone_asks_which_of_the_family_it_is(database: Database) -> None:
    siti = chat(database)
    mother = run(database, imported)
    father = run(database, lambda session: imported(session, "Budi Santoso", card="SG 100300", owns_phone=False))
    claim = run(database, lambda session: shares_phone(session, siti))
    assert (claim.known_id, claim.is_proved) == (None, False)
    claim = run(database, lambda session: try_second_sign(session, claim, digits="0300", birthday=None))
    assert claim.known_id == father
    run(database, lambda session: open_claim(session, claim, NOON))
    second = run(database, lambda session: shares_phone(session, siti))
    assert second.known_id == mother, "the other of the two"
    second = run(database, lambda session: try_second_sign(session, second, digits="0200", birthday=None))
    second = run(database, lambda session: open_claim(session, second, NOON))
    assert second.customer_id != siti.customer_id, "each speaks as a customer of their own"
    with database.reading() as session:
        assert customers_told(session, siti.customer_id) == [siti.customer_id, father]
        assert set(customers_told(session, second.customer_id)) == {second.customer_id, mother}


def test_a_sign_that_fits_two_proves_none(database: Database) -> None:
    siti = chat(database)
    run(database, imported)
    run(database, lambda session: imported(session, "Budi", owns_phone=False))
    claim = run(database, lambda session: shares_phone(session, siti))
    claim = run(database, lambda session: try_second_sign(session, claim, digits="0200", birthday=None))
    assert (claim.known_id, claim.tries) == (None, 1)


def test_who_writes_in_another_chat_already_is_found_only_with_a_second_sign(database: Database) -> None:
    first, second = chat(database), chat(database)
    run(database, imported)
    run(database, lambda session: open_claim(session, shares_phone(session, first), NOON))
    claim = run(database, lambda session: shares_phone(session, second))
    assert claim.is_doubtful
    assert not claim.is_proved


def test_a_card_needs_the_phone(database: Database) -> None:
    siti = chat(database)
    run(database, imported)

    def shows_card(session: Session) -> Claimed:
        known = find_known(session, "card", "SG 100200", besides=siti.customer_id)
        return make_claim(
            session, chat_id=siti.chat_id, customer_id=siti.customer_id, channel="card", value="SG 100200",
            known=known, names=["Siti"], signs={Sign.CARD}, at=NOON,
        )  # fmt: skip

    claim = run(database, shows_card)
    assert not claim.is_proved
    assert run(database, lambda session: add_sign(session, claim, Sign.PHONE)).is_proved


def _complains(session: Session, talk: Talk) -> None:
    said = Said(key=f"said:{talk.chat_id}", kind="text", text="Pesanan 4411 telat", said_at=NOON)
    interaction_id = record_inbound(session, talk, said, NOON)
    assert interaction_id is not None
    open_case(
        session, customer_id=talk.customer_id, conversation_id=talk.conversation_id, category="late",
        order_number="4411", words="telat", interaction_ids=[interaction_id], at=NOON, due_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "told"),
    [("staff:sari", Standing.EVERYTHING), ("owner", Standing.EVERYTHING), ("system:candidates", Standing.STATE)],
)
def test_a_fresh_merge_tells_nothing_until_the_customer_says_yes(
    database: Database, actor: str, told: Standing
) -> None:
    phone, tablet = chat(database), chat(database)
    run(database, lambda session: _complains(session, tablet))
    run(
        database,
        lambda session: merge(session, phone.customer_id, tablet.customer_id, evidence={}, actor=actor, at=NOON),
    )
    assert standing_in(database, phone) is Standing.CHAT
    with database.reading() as session:
        assert cases_told(session, phone.customer_id, closed_since=NOON) == []

    def asks(session: Session) -> Claimed:
        merge_id = unconfirmed_merge(session, phone.customer_id)
        assert merge_id is not None
        return claim_merge(session, chat_id=phone.chat_id, customer_id=phone.customer_id, merge_id=merge_id, at=NOON)

    claim = run(database, asks)
    assert standing_in(database, phone) is Standing.CHAT
    run(database, lambda session: open_claim(session, claim, NOON))
    assert standing_in(database, phone) is told
    with database.reading() as session:
        assert len(cases_told(session, phone.customer_id, closed_since=NOON)) == 1
        assert unconfirmed_merge(session, phone.customer_id) is None


def test_a_number_that_moved_finds_nobody_any_more(database: Database) -> None:
    siti = chat(database)
    old, new = PHONE, "+6281200000077"
    run(database, lambda session: verify_identity(session, siti.customer_id, "phone", old, "shared_contact", NOON))
    later = NOON + timedelta(days=1)
    run(database, lambda session: verify_identity(session, siti.customer_id, "phone", new, "shared_contact", later))
    run(database, lambda session: move_number(session, siti.customer_id, new, later))
    with database.reading() as session:
        assert phones_of(session, siti.customer_id) == [new]
        assert find_known(session, "phone", old, besides=0) == []
