"""What the rule of leaving reads, on a real database."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from crm.cases import open_case
from crm.consent import Purpose, stop_marketing
from crm.history import Content, Priority, Talk
from crm.history.outbox import due_deliveries
from crm.kernel.database import Database
from crm.leaving import Manners, PutOff, Refusal, reason_against
from tests.history.consenting import consents, evidence, said
from tests.history.talking import NOON, queue_content, someone

MANNERS = Manners(ZoneInfo("Asia/Jakarta"))


def reason(database: Database, talk: Talk, purpose: Purpose | None = None) -> Refusal | PutOff | None:
    content = Content(html="Diskon", priority=Priority.MARKETING, purpose=purpose)
    queue_content(database, talk, content, f"offer {talk.customer_id} {purpose}")
    with database.reading() as session:
        [due] = [
            due
            for due in due_deliveries(session, "42", NOON, marketing=True, most=10)
            if due.customer_id == talk.customer_id
        ]
        return reason_against(due, NOON, session, MANNERS)


def test_marketing_needs_a_yes_to_what_it_is_for(database: Database) -> None:
    siti, budi, ani = someone(database), someone(database), someone(database)
    consents(database, siti, Purpose.OFFERS)
    consents(database, budi, Purpose.GREETINGS)

    assert reason(database, siti) is None
    assert reason(database, budi) is Refusal.NO_CONSENT
    assert reason(database, ani) is Refusal.NO_CONSENT


def test_a_greeting_asks_for_the_yes_to_greetings(database: Database) -> None:
    budi = someone(database)
    consents(database, budi, Purpose.GREETINGS)
    assert reason(database, budi, Purpose.GREETINGS) is None


def test_a_stop_that_is_committed_holds_for_what_is_queued_already(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    assert reason(database, siti) is None
    database.writer.run(lambda session: stop_marketing(session, siti.customer_id, evidence(session, siti)))
    with database.reading() as session:
        [due] = due_deliveries(session, "42", NOON, marketing=True, most=10)
        assert reason_against(due, NOON, session, MANNERS) is Refusal.NO_CONSENT


def test_without_a_look_at_the_consents_no_marketing_leaves(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    reason(database, siti)
    with database.reading() as session:
        [due] = due_deliveries(session, "42", NOON, marketing=True, most=10)
    assert reason_against(due, NOON, manners=MANNERS) is Refusal.NO_CONSENT


def test_an_open_complaint_holds_marketing_back(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    database.writer.run(
        lambda session: open_case(
            session, customer_id=siti.customer_id, conversation_id=siti.conversation_id, category="damaged",
            order_number=None, words="rusak", interaction_ids=[said(session, siti)], at=NOON,
            due_at=NOON + timedelta(hours=1),
        )
    )  # fmt: skip
    assert reason(database, siti) is Refusal.OPEN_COMPLAINT


def test_a_reply_asks_for_no_consent(database: Database) -> None:
    siti = someone(database)
    queue_content(database, siti, Content(html="Halo"), "reply")
    with database.reading() as session:
        [due] = due_deliveries(session, "42", NOON, marketing=False, most=10)
        assert reason_against(due, NOON, session, MANNERS) is None
