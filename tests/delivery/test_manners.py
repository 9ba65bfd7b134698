"""What nobody asked for leaves at a decent hour and seldom, whoever sends and whenever it was queued."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crm.history import Content, Priority, State
from crm.kernel.restraint import Restraint
from crm.leaving import Manners
from tests.delivery.office import Office
from tests.history.consenting import consents

EVENING = datetime(2027, 6, 2, 14, 0, tzinfo=UTC)  # 21:00 in Jakarta
MORNING = datetime(2027, 6, 3, 1, 0, tzinfo=UTC)
AS_SHIPPED = Manners(ZoneInfo("Asia/Jakarta"))
OFFER = Content(html="Kopi Gayo 20% lebih murah", priority=Priority.MARKETING, author="marketing",
                valid_for=timedelta(days=3))  # fmt: skip
SECOND = Content(html="Kopi Toraja juga", priority=Priority.MARKETING, author="marketing", valid_for=timedelta(days=3))
TONIGHT = Content(html="Malam ini saja", priority=Priority.MARKETING, author="marketing", valid_for=timedelta(hours=3))


async def test_an_offer_queued_in_the_evening_arrives_in_the_morning_and_the_next_a_day_later(office: Office) -> None:
    office.manners, office.clock.moment = AS_SHIPPED, EVENING
    siti, talk = await office.customer()
    consents(office.database, talk)
    first, second = office.queue(talk, OFFER), office.queue(talk, SECOND)
    async with office.sending():
        await office.until(lambda: office.delivery(first).reason == "quiet_hours")
        assert (office.delivery(first).state, office.delivery(first).due_at) == (State.QUEUED, MORNING)
        assert await office.arrived(siti) == []

        office.clock.moment = MORNING
        await office.until(lambda: office.delivery(second).reason == "marketing_cap")
        assert [message.text for message in await office.arrived(siti)] == [OFFER.html]

        office.clock.moment = office.delivery(second).due_at
        await office.until(lambda: office.delivery(second).state == State.SENT)
    assert office.clock.moment - MORNING >= timedelta(days=1)


async def test_an_answer_arrives_at_night_past_an_offer_that_waits(office: Office) -> None:
    office.manners, office.clock.moment = AS_SHIPPED, EVENING
    siti, talk = await office.customer()
    consents(office.database, talk)
    offer = office.queue(talk, OFFER)
    async with office.sending():
        await office.until(lambda: office.delivery(offer).reason == "quiet_hours")
        answer = office.queue(talk, Content(html="Buka pukul 08.00"))
        await office.until(lambda: office.delivery(answer).state == State.SENT)
    assert [message.text for message in await office.arrived(siti)] == ["Buka pukul 08.00"]


async def test_a_campaign_that_expires_in_the_night_fails_and_the_staff_hear_of_it_once(office: Office) -> None:
    office.manners, office.clock.moment = AS_SHIPPED, EVENING
    talks = [(await office.customer(name))[1] for name in ("Siti", "Budi", "Ani")]
    for talk in talks:
        consents(office.database, talk)
    queued = [office.queue(talk, TONIGHT) for talk in talks]
    async with office.sending():
        await office.until(lambda: all(office.delivery(each).state == State.FAILED for each in queued))
    assert {office.delivery(each).reason for each in queued} == {"quiet_hours"}
    assert len(office.notices()) == 1


async def test_while_nobody_knows_the_settings_nothing_leaves_unasked_and_nothing_is_lost(office: Office) -> None:
    office.manners = None
    siti, talk = await office.customer()
    consents(office.database, talk)
    offer = office.queue(talk, OFFER)
    async with office.sending():
        await office.until(lambda: office.delivery(offer).reason == "no_settings")
        assert office.delivery(offer).state == State.QUEUED
        office.manners = AS_SHIPPED
        office.clock.moment = office.delivery(offer).due_at
        await office.until(lambda: office.delivery(offer).state == State.SENT)
    assert [message.text for message in await office.arrived(siti)] == [OFFER.html]


async def test_two_senders_at_once_keep_the_cap(office: Office) -> None:
    """A sender whose lease ran out a moment ago may still believe that it holds it."""
    office.manners = Manners(ZoneInfo("Asia/Jakarta"), Restraint(None, 1, 3))
    people = [await office.customer(f"Pelanggan {number}") for number in range(4)]
    for _, talk in people:
        consents(office.database, talk)
    queued = [office.queue(talk, content) for content in (OFFER, SECOND) for _, talk in people]
    async with office.sending(), office.sending():
        await office.until(
            lambda: all(office.delivery(each).reason or office.delivery(each).ended_at for each in queued)
        )
    for person, _ in people:
        assert len(await office.arrived(person)) == 1
