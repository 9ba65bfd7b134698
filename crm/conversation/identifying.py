"""Finding out who somebody is by their own phone, or by their card and the phone together."""

from collections.abc import Sequence

from crm.conversation.flows import Question, ask
from crm.conversation.hiding_people import masked_number
from crm.conversation.proving import CARD, CLAIM, PHONE, ask_second, go_on_with
from crm.conversation.replying import Reply
from crm.customers.claiming import Claimed, add_sign, claim_moved_number, make_claim, read_claim, standing_claim
from crm.customers.finding import find_known, phones_of
from crm.customers.models import ClaimState
from crm.customers.phones import e164
from crm.customers.signs import Sign
from crm.customers.verifying import verify_identity
from crm.history import Line


def ask_phone(reply: Reply, message: str = "phone_ask", **kept: int) -> None:
    """Ask for the customer's own number, by the button that shares it; say why, and that it may be skipped."""
    reply.say(message)
    reply.offer_to_share_phone()
    ask(reply, CLAIM, PHONE, **kept)


def ask_card(reply: Reply) -> None:
    """Ask for the number of the membership card."""
    reply.say("card_ask")
    reply.offer("skip", "claim.skip")
    ask(reply, CLAIM, CARD)


def take_contact(reply: Reply, line: Line, question: Question | None) -> None:
    """Take the customer's own contact, as Telegram says that it is: note the number, and find whom it is known of."""
    contact = (line.payload or {}).get("contact") or {}
    phone = e164(str(contact.get("phone_number") or ""))
    reply.take_keyboard_away()
    if phone is None:
        reply.say("phone_unreadable")
        return
    if question is not None and question.flow == CLAIM and "card" in question.kept:
        _take_phone_of_card(reply, read_claim(reply.session, int(question.kept["card"])), phone)
        return
    names = [reply.talk.customer_name, f"{contact.get('first_name') or ''} {contact.get('last_name') or ''}"]
    _take_phone(reply, phone, names)


def _take_phone(reply: Reply, phone: str, names: Sequence[str]) -> None:
    session, talk = reply.session, reply.talk
    known = find_known(session, "phone", phone, besides=talk.customer_id)
    standing = standing_claim(session, talk.customer_id)
    is_proved = standing is not None and standing.state is ClaimState.OPEN
    if phone in phones_of(session, talk.customer_id) and (is_proved or not known):
        reply.say("phone_known", phone=masked_number(phone))
    elif known:
        claim = make_claim(
            session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=phone, known=known,
            names=names, signs={Sign.PHONE}, at=reply.now,
        )  # fmt: skip
        go_on_with(reply, claim)
    elif is_proved and standing is not None and standing.known_id is not None:
        moved = claim_moved_number(
            session, chat_id=talk.chat_id, customer_id=talk.customer_id, known_id=standing.known_id, value=phone,
            at=reply.now,
        )  # fmt: skip
        ask_second(reply, moved, "phone_moved_ask")
    else:
        verify_identity(session, talk.customer_id, "phone", phone, "shared_contact", reply.now)
        reply.say("contact_received")
        reply.has_joined = True


def take_card(reply: Reply, number: str) -> None:
    """Take the number of a card. Whether there is such a card is not told: anybody can try numbers."""
    session, talk = reply.session, reply.talk
    claim = make_claim(
        session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="card", value=number,
        known=find_known(session, "card", number, besides=talk.customer_id), names=[talk.customer_name],
        signs={Sign.CARD}, at=reply.now,
    )  # fmt: skip
    own = phones_of(session, talk.customer_id)
    if own:
        _take_phone_of_card(reply, claim, own[0])
        return
    ask_phone(reply, "card_needs_phone", card=claim.id)


def _take_phone_of_card(reply: Reply, claim: Claimed, phone: str) -> None:
    """See whether a phone and a card are one customer's; where they are not, only a person can help."""
    session, talk = reply.session, reply.talk
    by_phone = {known.customer_id for known in find_known(session, "phone", phone, besides=talk.customer_id)}
    if claim.known_id is not None and claim.known_id in by_phone:
        go_on_with(reply, add_sign(session, claim, Sign.PHONE))
        return
    verify_identity(session, talk.customer_id, "phone", phone, "shared_contact", reply.now)
    reply.say("card_other_phone")
    reply.offer("person", "claim.person", str(claim.id))
