"""A person of the business decides a claim: once, and the customer hears of it once, in their language."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select, update

from crm.conversation.deciding_claims import approve, refuse
from crm.conversation.snapshot import Snapshot
from crm.customers import Claim, Customer, Standing
from crm.customers.claiming import Claimed, make_claim, read_claim, try_second_sign
from crm.customers.deciding_claims import WAITS_FOR, ClaimDoneError, WhoIsMeantError, waiting_claims
from crm.customers.finding import find_known, phones_of
from crm.customers.models import ClaimState
from crm.customers.opening_claims import deny_claim, open_claim
from crm.customers.signs import Sign
from crm.history import Interaction, Talk
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.customers.claims import PHONE, chat, imported, run, shares_phone, standing_in
from tests.history.talking import NOON

AUDIT, CLAIMS, CUSTOMERS, INTERACTIONS = (table_of(model) for model in (AuditEntry, Claim, Customer, Interaction))
MOVED = "+6281388800209"


def yes(snapshot: Snapshot, claim: Claimed, known_id: int | None = None) -> Callable[[Session], None]:
    return partial(approve, claim_id=claim.id, snapshot=snapshot, known_id=known_id, actor="owner", at=NOON)


def no(snapshot: Snapshot, claim: Claimed) -> Callable[[Session], None]:
    return partial(refuse, claim_id=claim.id, snapshot=snapshot, because="The card is Wati's.", actor="owner", at=NOON)


def heard(database: Database, talk: Talk) -> list[str]:
    query = select(INTERACTIONS.c.text).where(INTERACTIONS.c.customer_id == talk.customer_id)
    with database.reading() as session:
        return list(session.execute(query.order_by(INTERACTIONS.c.id)).scalars())


def audited(database: Database, claim: Claimed) -> list[tuple[str, str]]:
    query = select(AUDIT.c.actor, AUDIT.c.action).where(AUDIT.c.subject == f"claim:{claim.id}").order_by(AUDIT.c.id)
    with database.reading() as session:
        return [(row.actor, row.action) for row in session.execute(query)]


def waits(database: Database) -> list[int]:
    with database.reading() as session:
        return [each.claim.id for each in waiting_claims(session, NOON, most=50)]


def doubtful(database: Database, name: str = "Budi") -> tuple[Talk, Claimed]:
    """Let somebody share a number that another name is known by."""
    talk = chat(database, name)
    return talk, run(database, lambda session: shares_phone(session, talk))


@pytest.mark.parametrize(("language", "words"), [("id", "riwayat, keluhan, dan pesanannya"), ("en", "I can now open")])
def test_a_claim_is_approved_once_and_told_once(
    database: Database, snapshot: Snapshot, language: str, words: str
) -> None:
    run(database, imported)
    budi, claim = doubtful(database)
    speaks = update(CUSTOMERS).where(CUSTOMERS.c.id == budi.customer_id).values(language=language)
    run(database, lambda session: session.execute(speaks).rowcount)
    assert waits(database) == [claim.id]
    run(database, yes(snapshot, claim))
    assert standing_in(database, budi) is Standing.EVERYTHING
    with pytest.raises(ClaimDoneError):
        run(database, yes(snapshot, claim))
    (told,) = heard(database, budi)
    assert words in told
    assert audited(database, claim) == [("owner", "claim.opened")]
    assert waits(database) == []


@pytest.mark.parametrize(("language", "words"), [("id", "belum bisa memastikan"), ("en", "couldn't confirm")])
def test_a_claim_is_refused_once_and_kindly_and_without_the_reason(
    database: Database, snapshot: Snapshot, language: str, words: str
) -> None:
    run(database, imported)
    budi, claim = doubtful(database)
    speaks = update(CUSTOMERS).where(CUSTOMERS.c.id == budi.customer_id).values(language=language)
    run(database, lambda session: session.execute(speaks).rowcount)
    run(database, no(snapshot, claim))
    for again in (no(snapshot, claim), yes(snapshot, claim)):
        with pytest.raises(ClaimDoneError):
            run(database, again)
    (told,) = heard(database, budi)
    assert words in told
    assert "Wati" not in told
    assert standing_in(database, budi) is Standing.CHAT
    assert audited(database, claim) == [("owner", "claim.refused")]
    with database.reading() as session:
        row = session.execute(select(CLAIMS).where(CLAIMS.c.id == claim.id)).one()
    assert (row.state, row.because) == (ClaimState.ENDED, "The card is Wati's.")


def test_what_was_taken_back_or_claimed_anew_is_not_approved(database: Database, snapshot: Snapshot) -> None:
    run(database, imported)
    budi, first = doubtful(database)
    again = run(database, lambda session: shares_phone(session, budi))
    assert waits(database) == [again.id]
    with pytest.raises(ClaimDoneError):
        run(database, yes(snapshot, first))
    run(database, lambda session: deny_claim(session, again, NOON))
    for claim in (first, again):
        with pytest.raises(ClaimDoneError):
            run(database, yes(snapshot, claim))
    assert heard(database, budi) == []
    assert standing_in(database, budi) is Standing.CHAT
    assert waits(database) == []


def test_what_was_shown_long_ago_is_not_approved(database: Database, snapshot: Snapshot) -> None:
    run(database, imported)
    budi, claim = doubtful(database)
    later = NOON + WAITS_FOR
    late = partial(approve, claim_id=claim.id, snapshot=snapshot, known_id=None, actor="owner", at=later)
    with pytest.raises(ClaimDoneError):
        run(database, late)
    assert heard(database, budi) == []
    with database.reading() as session:
        assert waiting_claims(session, later, most=50) == []


def test_what_only_waits_for_the_customers_own_yes_is_no_colleagues_to_decide(
    database: Database, snapshot: Snapshot
) -> None:
    run(database, imported)
    _, claim = doubtful(database, "Siti")
    assert claim.is_proved
    assert waits(database) == []
    with pytest.raises(ClaimDoneError):
        run(database, yes(snapshot, claim))


def test_of_several_it_is_said_who_is_meant(database: Database, snapshot: Snapshot) -> None:
    run(database, imported)
    father = run(database, lambda session: imported(session, "Budi Santoso", card="SG 100300", owns_phone=False))
    budi, claim = doubtful(database)
    for known_id in (None, 999_999, budi.customer_id):
        with pytest.raises((WhoIsMeantError, LookupError)):
            run(database, yes(snapshot, claim, known_id))
    assert heard(database, budi) == []
    run(database, yes(snapshot, claim, father))
    with database.reading() as session:
        assert read_claim(session, claim.id).known_id == father


def test_a_card_that_nobody_has_is_somebodys_by_a_colleagues_word(database: Database, snapshot: Snapshot) -> None:
    known = run(database, imported)
    siti = chat(database)

    def mistypes(session: Session) -> Claimed:
        return make_claim(
            session, chat_id=siti.chat_id, customer_id=siti.customer_id, channel="card", value="SG 100201", known=[],
            names=["Siti"], signs={Sign.CARD}, at=NOON,
        )  # fmt: skip

    claim = run(database, mistypes)
    with pytest.raises(WhoIsMeantError):
        run(database, yes(snapshot, claim))
    run(database, yes(snapshot, claim, known))
    assert standing_in(database, siti) is Standing.EVERYTHING


def test_a_changed_number_moves_by_a_colleagues_word(database: Database, snapshot: Snapshot) -> None:
    run(database, imported)
    siti, proved = doubtful(database, "Siti")
    run(database, lambda session: open_claim(session, proved, NOON))

    def shares_another(session: Session) -> Claimed:
        return make_claim(
            session, chat_id=siti.chat_id, customer_id=siti.customer_id, channel="phone", value=MOVED, known=[],
            names=["Siti"], signs={Sign.PHONE}, at=NOON,
        )  # fmt: skip

    claim = run(database, shares_another)
    run(database, yes(snapshot, claim, proved.known_id))
    with database.reading() as session:
        assert phones_of(session, siti.customer_id) == [MOVED]
        assert find_known(session, "phone", MOVED, besides=0)[0].has_a_chat
    assert "menggantikan yang lama" in heard(database, siti)[-1]


def test_who_is_approved_beside_another_of_the_family_speaks_only_when_chosen(
    database: Database, snapshot: Snapshot
) -> None:
    mother = run(database, imported)
    run(database, lambda session: imported(session, "Budi Santoso", card="SG 100300", owns_phone=False))
    siti, first = doubtful(database, "Siti")
    proved = run(database, lambda session: try_second_sign(session, first, digits="0200", birthday=None))
    assert proved.known_id == mother
    run(database, lambda session: open_claim(session, proved, NOON))
    second = run(database, lambda session: shares_phone(session, siti))
    run(database, yes(snapshot, second))
    assert "/switch" in heard(database, siti)[-1]
    with database.reading() as session:
        assert read_claim(session, second.id).customer_id != siti.customer_id


def test_the_number_shown_is_masked(database: Database, snapshot: Snapshot) -> None:
    run(database, imported)
    budi, claim = doubtful(database)
    run(database, yes(snapshot, claim))
    assert PHONE not in heard(database, budi)[-1]
    assert "•••7890" in heard(database, budi)[-1]
