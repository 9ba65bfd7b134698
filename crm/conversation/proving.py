"""Proving who somebody is: yes or no, a second sign where a number may be another's by now, a person where that fails.

Until a claim is proved and said to be theirs nothing is told: no name, no points, no history.
"""

from typing import Final

from crm.conversation.flows import Question, ask
from crm.conversation.handing_over import hand_over, notify
from crm.conversation.hiding_people import masked_name, masked_number
from crm.conversation.reading_dates import birthday_in
from crm.conversation.recognising_cards import card_digits_in
from crm.conversation.recognising_people import says_not_me
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent
from crm.conversation.wording.addressing import clean_name
from crm.customers.claiming import Claimed, candidates, read_claim, standing_claim, try_second_sign
from crm.customers.finding import open_claims_in, read_known
from crm.customers.models import ClaimState
from crm.customers.opening_claims import deny_claim, open_or_move
from crm.customers.signs import MOST_TRIES
from crm.knowledge import Phrase

CLAIM: Final = "claim"
"""The flow of the questions that prove who somebody is."""
CONFIRM, SECOND, CARD, PHONE = "confirm", "second", "card", "phone"  # its steps


def go_on_with(reply: Reply, claim: Claimed) -> None:
    """Ask whether it is they, where it is proved already; otherwise for a second sign, and tell nothing."""
    if not claim.is_proved:
        ask_second(reply, claim, "claim_second_sign")
        return
    (meant,) = candidates(reply.session, claim)
    reply.say("claim_confirm", known_name=masked_name(meant.name), number=masked_number(claim.value))
    offer_yes_and_no(reply, claim)


def offer_yes_and_no(reply: Reply, claim: Claimed) -> None:
    """Ask in one tap whether it is they."""
    reply.offer("its_me", "claim.yes", str(claim.id))
    reply.offer("not_me", "claim.no", str(claim.id))
    ask(reply, CLAIM, CONFIRM, claim=claim.id)


def ask_second(reply: Reply, claim: Claimed, message: str) -> None:
    """Ask for a second sign, by a message that says why; after too many wrong ones let a person see to it."""
    if claim.tries >= MOST_TRIES:
        _to_a_person(reply, claim)
        return
    reply.say(message, number=masked_number(claim.value))
    reply.offer("skip", "claim.skip")
    if claim.channel == "phone" and message != "phone_moved_ask":
        reply.offer("not_me", "claim.no", str(claim.id))
    reply.offer("person", "claim.person", str(claim.id))
    ask(reply, CLAIM, SECOND, claim=claim.id)


def take_yes_or_no(reply: Reply, claim: Claimed, assent: Assent | None) -> bool:
    """Take a typed yes or no. Returns whether it was one."""
    if assent is Assent.YES:
        accept(reply, claim)
    elif assent is Assent.NO:
        reject(reply, claim)
    return assent is not None


def take_second(reply: Reply, claim: Claimed, text: str) -> bool:
    """Compare a birthday or the digits of a card, if there are any in the words. Returns whether there were."""
    birthday = birthday_in(text, reply.now.astimezone(reply.snapshot.business.zone).date())
    digits = None if birthday is not None else card_digits_in(text)
    if birthday is None and digits is None:
        return False
    if claim.state is not ClaimState.ASKED:
        return False
    claim = try_second_sign(reply.session, claim, digits=digits, birthday=birthday)
    if claim.is_proved:
        accept(reply, claim)
    else:
        ask_second(reply, claim, "claim_wrong")
    return True


def accept(reply: Reply, claim: Claimed) -> None:
    """Know the customer as the one who is meant, from now on, and say so."""
    earlier = open_claims_in(reply.session, reply.talk.chat_id).values()
    for speaker, known_id in earlier:
        if known_id == claim.known_id and speaker != reply.talk.customer_id:
            speak_as(reply, speaker)  # they were proved in this chat before
            return
    opened, is_move = open_or_move(reply.session, claim, reply.now)
    if is_move:
        reply.say("phone_moved", number=masked_number(opened.value))
    elif opened.state is ClaimState.OPEN:
        reply.say("claim_opened")
        reply.has_joined = True
    else:
        reply.say("claim_confirmed")
    reply.take_keyboard_away()
    if opened.customer_id != reply.talk.customer_id:
        speak_as(reply, opened.customer_id, silently=True)


def speak_as(reply: Reply, customer_id: int, *, silently: bool = False) -> None:
    """Let another member of the family speak in this chat from now on: one at a time.

    What the other was asked is asked no more: it may name what is theirs.
    """
    reply.changes["customer_id"] = customer_id
    reply.ask(None)
    if not silently:
        reply.say("switched", known_name=name_of(reply, customer_id))


def name_of(reply: Reply, customer_id: int) -> str:
    """Return the name under which the business knows whom a speaker of this chat was proved to be."""
    members = dict(open_claims_in(reply.session, reply.talk.chat_id).values())
    known = read_known(reply.session, members.get(customer_id, customer_id))
    return (known and clean_name(known.name)) or reply.talk.customer_name


def reject(reply: Reply, claim: Claimed) -> None:
    """Detach at once who says that it is not they, and their number from whom it found: it is another's by now."""
    lost = deny_claim(reply.session, claim, reply.now)
    if lost:
        notify(
            reply, "staff_number_detached", f"claim:{claim.id}:detached", number=masked_number(claim.value),
            customer_ids=tuple(lost), claim_id=claim.id,
        )  # fmt: skip
    reply.say("claim_ended")
    reply.take_keyboard_away()


def deny(reply: Reply, words: Phrase, question: Question | None) -> bool:
    """Take "not me" for the question just asked, or for whom the chat is known as. Returns whether it was that."""
    if not says_not_me(words):
        return False
    claim: Claimed | None = None
    if question is not None and question.flow == CLAIM and "claim" in question.kept:
        claim = read_claim(reply.session, int(question.kept["claim"]))
    claim = claim or standing_claim(reply.session, reply.talk.customer_id)
    if claim is None:
        return False
    reject(reply, claim)
    return True


def _to_a_person(reply: Reply, claim: Claimed) -> None:
    """Let an agent see who it is: they have the claim, and may approve it."""
    reply.say("claim_needs_person")
    tell_of_claim(reply, claim)
    hand_over(reply, reason="asked", key=f"claim:{claim.id}:handoff", last_words="")


def tell_of_claim(reply: Reply, claim: Claimed) -> None:
    """Tell the staff that somebody could not be proved to be whom they say."""
    notify(
        reply, "staff_claim", f"claim:{claim.id}", channel=claim.channel, number=masked_number(claim.value),
        claim_id=claim.id, tries=claim.tries,
    )  # fmt: skip
