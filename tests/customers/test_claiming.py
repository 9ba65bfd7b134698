"""A chat's claim to be a customer: nothing is told before it is proved, and all is taken back at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.cases import cases_told, open_case
from crm.customers import Standing, customers_told, is_verified, merge
from crm.customers.claiming import (
    Claimed,
    add_sign,
    claim_merge,
    claim_moved_number,
    make_claim,
    standing_claim,
    try_second_sign,
    unconfirmed_merge,
)
from crm.customers.finding import find_known, phones_of, read_known
from crm.customers.models import ClaimState
from crm.customers.opening_claims import end_claim, open_claim, open_or_move
from crm.customers.signs import MOST_TRIES, Sign
from crm.customers.verifying import move_number, verify_identity
from crm.history import Said, Talk, record_inbound
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.customers.claims import IDENTITIES, PHONE, chat, imported, run, shares_phone, standing_in
from tests.history.talking import NOON

AUDIT = table_of(AuditEntry)


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


def _asked(session: Session, talk: Talk) -> Claimed:
    merge_id = unconfirmed_merge(session, talk.customer_id)
    assert merge_id is not None
    return claim_merge(session, chat_id=talk.chat_id, customer_id=talk.customer_id, merge_id=merge_id, at=NOON)


def test_one_chats_yes_to_a_merge_opens_nothing_in_the_other(database: Database) -> None:
    one, other = chat(database), chat(database)
    run(database, lambda s: merge(s, one.customer_id, other.customer_id, evidence={}, actor="staff:sari", at=NOON))
    run(database, lambda session: open_claim(session, _asked(session, one), NOON))
    assert standing_in(database, one) is Standing.EVERYTHING
    assert standing_in(database, other) is Standing.CHAT, "nobody there was asked"
    run(database, lambda session: open_claim(session, _asked(session, other), NOON))
    assert standing_in(database, other) is Standing.EVERYTHING


def test_of_a_merge_with_whom_they_are_known_as_the_other_side_is_asked_about(database: Database) -> None:
    siti = chat(database)
    known = run(database, imported)
    run(database, lambda session: open_claim(session, shares_phone(session, siti), NOON))
    wati = run(database, lambda session: imported(session, "Wati Lestari", card="SG 100300", owns_phone=False))
    run(database, lambda session: merge(session, known, wati, evidence={}, actor="staff:sari", at=NOON))
    claim = run(database, lambda session: _asked(session, siti))
    assert claim.known_id == wati, "a yes to their own name must not open another's"


def test_a_new_number_says_no_yes_to_a_merge_that_nobody_was_asked_about(database: Database) -> None:
    siti = chat(database)
    known = run(database, imported)
    run(database, lambda session: open_claim(session, shares_phone(session, siti), NOON))
    wati = run(database, lambda session: imported(session, "Wati Lestari", card="SG 100300", owns_phone=False))
    run(database, lambda session: merge(session, known, wati, evidence={}, actor="staff:sari", at=NOON))

    def moves(session: Session) -> Claimed:
        moved = claim_moved_number(
            session, chat_id=siti.chat_id, customer_id=siti.customer_id, known_id=known, value="+6281388800209", at=NOON
        )
        proved = try_second_sign(session, moved, digits="0200", birthday=None)
        return open_or_move(session, proved, NOON)[0]

    assert run(database, moves).state is ClaimState.OPEN
    with database.reading() as session:
        assert wati not in customers_told(session, siti.customer_id, Standing.STATE)


def test_a_phone_opens_whom_it_finds_also_where_a_merge_leads_there_over_others(database: Database) -> None:
    siti, wati = chat(database), chat(database, "Wati")
    known = run(database, imported)
    for one, other in ((siti.customer_id, wati.customer_id), (wati.customer_id, known)):
        run(database, lambda s, one=one, other=other: merge(s, one, other, evidence={}, actor="staff:sari", at=NOON))  # type: ignore[misc]

    def shows_phone_and_card(session: Session) -> Claimed:
        meant = read_known(session, known)
        assert meant is not None
        return make_claim(
            session, chat_id=siti.chat_id, customer_id=siti.customer_id, channel="phone", value=PHONE, known=[meant],
            names=["Siti"], signs={Sign.PHONE, Sign.CARD_DIGITS}, at=NOON,
        )  # fmt: skip

    claim = run(database, shows_phone_and_card)
    opened = run(database, lambda session: open_claim(session, claim, NOON))
    assert opened.state is ClaimState.OPEN
    with database.reading() as session:
        assert customers_told(session, siti.customer_id) == [siti.customer_id, known]
