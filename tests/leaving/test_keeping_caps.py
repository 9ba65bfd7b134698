"""Caps and quiet hours on a real database: whoever sends, and whenever they stop in the middle."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.consent import Purpose
from crm.customers import CustomerDetails, merge
from crm.customers.importing import import_customers
from crm.customers.records import CustomerRecord
from crm.history import Content, Delivery, Priority, State, Talk
from crm.history.outbox import DueDelivery, Ended, delivery, due_deliveries, give_up_abandoned, put_off, record_ends
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.restraint import Restraint
from crm.leaving import Against, Manners, PutOff, Refusal, let_marketing_leave, reason_against
from tests.history.consenting import consents
from tests.history.talking import NOON, queue_content, someone

DELIVERIES = table_of(Delivery)
JAKARTA = ZoneInfo("Asia/Jakarta")
MANNERS = Manners(JAKARTA, Restraint(most_a_day=2, most_a_week=3), {"sentani": ZoneInfo("Asia/Jayapura")})
AT_ANY_HOUR = Manners(JAKARTA, Restraint(None, most_a_day=2, most_a_week=3))
OFFER = Content(html="Diskon", priority=Priority.MARKETING, author="marketing", valid_for=timedelta(days=30))
GREETING = Content(
    html="Selamat", priority=Priority.MARKETING, purpose=Purpose.GREETINGS, author="marketing",
    valid_for=timedelta(hours=12),
)  # fmt: skip
_keys = count(1)


def offers(database: Database, talk: Talk, many: int, content: Content = OFFER) -> list[DueDelivery]:
    """Queue several pieces to a customer and return them as the outbox knows them."""
    ids = [queue_content(database, talk, content, f"offer {next(_keys)}") for _ in range(many)]
    with database.reading() as session:
        rows = session.execute(
            select(DELIVERIES.c.id).where(DELIVERIES.c.interaction_id.in_(ids)).order_by(DELIVERIES.c.id)
        )
        return [find(database, row.id) for row in rows.all()]


def find(database: Database, delivery_id: int) -> DueDelivery:
    with database.reading() as session:
        found = delivery(session, delivery_id)
    assert found is not None
    return found


def leaves(database: Database, due: DueDelivery, now: datetime = NOON, manners: Manners = MANNERS) -> Against:
    return database.writer.run(lambda session: let_marketing_leave(session, due, now, manners))


def known_as_one(database: Database, talk: Talk, other: Talk) -> None:
    ids = (talk.customer_id, other.customer_id)
    database.writer.run(lambda session: merge(session, *ids, evidence={}, actor="agent:1", at=NOON))


def under_way(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).where(DELIVERIES.c.state == State.SENDING)) or 0)


def test_the_cap_puts_off_until_there_is_room(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    first, second, third = offers(database, siti, 3)
    assert leaves(database, first) is None
    assert leaves(database, second, NOON + timedelta(hours=1)) is None
    assert leaves(database, third, NOON + timedelta(hours=2)) == PutOff(Refusal.MARKETING_CAP, NOON + timedelta(days=1))


def test_what_the_cap_leaves_no_room_for_in_time_is_withheld(database: Database) -> None:
    siti = someone(database)
    consents(database, siti, Purpose.OFFERS, Purpose.GREETINGS)
    for due in offers(database, siti, 2):
        assert leaves(database, due) is None
    [greeting] = offers(database, siti, 1, GREETING)
    assert leaves(database, greeting, NOON + timedelta(minutes=1)) is Refusal.MARKETING_CAP


def test_what_did_not_arrive_does_not_count_and_what_may_have_arrived_does(database: Database) -> None:
    siti, budi = someone(database), someone(database)
    for talk, state in ((siti, State.FAILED), (budi, State.UNKNOWN)):
        consents(database, talk)
        *two, third = offers(database, talk, 3)
        for due in two:
            assert leaves(database, due) is None
            database.writer.run(partial(record_ends, ends=[Ended(due.id, state, "?", NOON)], now=NOON))
        expected = None if state == State.FAILED else PutOff(Refusal.MARKETING_CAP, NOON + timedelta(days=1))
        assert leaves(database, third) == expected


def test_the_caps_are_of_a_person_whoever_of_theirs_it_was_sent_to(database: Database) -> None:
    siti, known_elsewhere = someone(database), someone(database)
    for talk in (siti, known_elsewhere):
        consents(database, talk)
    known_as_one(database, known_elsewhere, siti)
    for due in offers(database, siti, 2):
        assert leaves(database, due) is None
    [more] = offers(database, known_elsewhere, 1)
    assert isinstance(leaves(database, more), PutOff)


def test_senders_at_the_same_moment_do_not_pass_the_cap_together(database: Database) -> None:
    talks = [someone(database) for _ in range(4)]
    for talk in talks:
        consents(database, talk)
    for talk in talks[1:]:
        known_as_one(database, talk, talks[0])
    due = [each for talk in talks for each in offers(database, talk, 3)]
    jobs = [
        database.writer.submit(partial(let_marketing_leave, due=each, now=NOON, manners=MANNERS))
        for each in (*due, *due)  # a second sender that still believes it may
    ]
    for job in jobs:
        job.result(timeout=30)
    assert under_way(database) == MANNERS.restraint.most_a_day


def test_what_another_sender_has_begun_is_not_put_off_under_its_hands(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    [offer] = offers(database, siti, 1)
    assert leaves(database, offer) is None
    database.writer.run(lambda session: put_off(session, offer.id, NOON + timedelta(hours=1), "quiet_hours"))
    assert find(database, offer.id).state == State.SENDING
    with database.reading() as session:
        assert due_deliveries(session, "42", NOON + timedelta(days=1), marketing=True, most=9) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["sent", "crash", "failed", "left alone"]), st.integers(0, 40)), max_size=14
    )
)
def test_no_crash_and_no_pause_passes_the_caps(database: Database, steps: list[tuple[str, int]]) -> None:
    talk = someone(database)
    consents(database, talk)
    now, left = NOON, list[datetime]()
    waiting = offers(database, talk, len(steps))
    for (ending, hours), due in zip(steps, waiting, strict=True):
        now += timedelta(hours=hours)
        if leaves(database, due, now, AT_ANY_HOUR) is None:
            if ending != "failed":
                left.append(now)
            end_as(database, due, ending, now)
    for moment in left:
        assert sum(moment - timedelta(days=1) < other <= moment for other in left) <= 2
        assert sum(moment - timedelta(days=7) < other <= moment for other in left) <= 3


def end_as(database: Database, due: DueDelivery, ending: str, now: datetime) -> None:
    """End what has left: by its outcome, by the next sender's start, or not at all."""
    if ending == "crash":
        database.writer.run(lambda session: give_up_abandoned(session, "42", now))
    elif ending != "left alone":
        state = State.SENT if ending == "sent" else State.FAILED
        database.writer.run(lambda session: record_ends(session, [Ended(due.id, state, None, now)], now))


NIGHT = datetime(2027, 6, 2, 14, 0, tzinfo=UTC)  # 21:00 in Jakarta
MORNING = datetime(2027, 6, 3, 1, 0, tzinfo=UTC)  # 08:00 there


def test_at_night_it_waits_for_the_morning(database: Database) -> None:
    siti = someone(database)
    consents(database, siti)
    [offer] = offers(database, siti, 1)
    assert leaves(database, offer, NIGHT) == PutOff(Refusal.QUIET_HOURS, MORNING)
    assert leaves(database, offer, MORNING) is None


def test_what_would_be_too_late_in_the_morning_fails(database: Database) -> None:
    siti = someone(database)
    consents(database, siti, Purpose.GREETINGS)
    short = Content(html="Hai", priority=Priority.MARKETING, purpose=Purpose.GREETINGS, valid_for=timedelta(hours=12))
    [greeting] = offers(database, siti, 1, short)
    assert leaves(database, greeting, NIGHT) is Refusal.QUIET_HOURS


def test_the_clock_is_that_of_the_customers_outlet_where_one_is_known(database: Database) -> None:
    rina = someone(database)
    consents(database, rina)
    record = CustomerRecord(name="Rina", source_id="7", outlet="Sentani")
    database.writer.run(lambda session: import_customers(session, "import", [record], at=NOON))
    with database.reading() as session:
        known = session.scalar(select(table_of(CustomerDetails).c.customer_id))
    database.writer.run(lambda session: merge(session, rina.customer_id, known, evidence={}, actor="agent:1", at=NOON))
    [offer] = offers(database, rina, 1)
    half_past_seven_in_sentani = datetime(2027, 6, 2, 22, 30, tzinfo=UTC)
    nine_in_the_evening_in_sentani = datetime(2027, 6, 2, 12, 0, tzinfo=UTC)  # 19:00 in Jakarta
    assert leaves(database, offer, nine_in_the_evening_in_sentani) == PutOff(
        Refusal.QUIET_HOURS, datetime(2027, 6, 2, 23, 0, tzinfo=UTC)
    )
    assert leaves(database, offer, half_past_seven_in_sentani) == PutOff(
        Refusal.QUIET_HOURS, datetime(2027, 6, 2, 23, 0, tzinfo=UTC)
    )


def test_a_notice_that_nobody_asked_for_keeps_the_quiet_hours_and_needs_no_consent(database: Database) -> None:
    siti = someone(database)
    notice = Content(html="Puas?", priority=Priority.SERVICE, purpose=Purpose.SERVICE)
    [due] = offers(database, siti, 1, notice)
    with database.reading() as session:
        assert reason_against(due, NIGHT, session, MANNERS) == PutOff(Refusal.QUIET_HOURS, MORNING)
        assert reason_against(due, MORNING, session, MANNERS) is None


def test_an_answer_knows_no_quiet_hours(database: Database) -> None:
    siti = someone(database)
    [reply] = offers(database, siti, 1, Content(html="Buka pukul 8"))
    with database.reading() as session:
        assert reason_against(reply, NIGHT, session, MANNERS) is None


def test_a_notice_that_waits_for_the_morning_holds_no_reply_of_its_chat(database: Database) -> None:
    siti = someone(database)
    notice = Content(html="Puas?", priority=Priority.SERVICE, purpose=Purpose.SERVICE)
    [due] = offers(database, siti, 1, notice)
    database.writer.run(lambda session: put_off(session, due.id, MORNING, Refusal.QUIET_HOURS))
    reply = queue_content(database, siti, Content(html="Halo"), "reply")
    with database.reading() as session:
        [head] = due_deliveries(session, "42", NIGHT, marketing=False, most=9)
    assert reply is not None
    assert head.text == "Halo"
