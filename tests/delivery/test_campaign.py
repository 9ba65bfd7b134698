"""A stop in the middle of a campaign reaches the very next message, whoever else the campaign is for."""

from crm.consent import stop_marketing
from crm.history import Content, Priority, State
from tests.delivery.office import Office
from tests.history.consenting import consents, evidence

OFFER = Content(html="Kopi Gayo 20% lebih murah", priority=Priority.MARKETING, purpose="offers", author="marketing")
SECOND = Content(html="Kopi Toraja juga", priority=Priority.MARKETING, purpose="offers", author="marketing")


async def test_stop_reaches_the_very_next_message_of_a_running_campaign(office: Office) -> None:
    siti, siti_talk = await office.customer("Siti")
    others = [await office.customer(f"Pelanggan {number}") for number in range(8)]
    for talk in (siti_talk, *(talk for _, talk in others)):
        consents(office.database, talk)
    await office.delivers(OFFER, to=siti_talk)
    queued = office.queue(siti_talk, SECOND)
    to_others = [office.queue(talk, OFFER) for _, talk in others]

    office.write(lambda session: stop_marketing(session, siti_talk.customer_id, evidence(session, siti_talk)))
    await office.is_done()

    assert [message.text for message in await office.arrived(siti)] == [OFFER.html]
    assert (office.delivery(queued).state, office.delivery(queued).reason) == (State.SUPPRESSED, "no_consent")
    assert {office.delivery(interaction_id).state for interaction_id in to_others} == {State.SENT}


async def test_who_stopped_still_gets_answers(office: Office) -> None:
    siti, talk = await office.customer("Siti")
    office.write(lambda session: stop_marketing(session, talk.customer_id, evidence(session, talk)))
    await office.delivers(Content(html="Buka pukul 08.00"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Buka pukul 08.00"]
