"""Asking whether offers are welcome, and doing what the customer says of it, whenever they say it."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Final

from crm.consent import (
    MARKETING,
    Evidence,
    Purpose,
    note_asked,
    state_consent,
    stop_marketing,
    take_up_again,
)
from crm.conversation.flows import Question, ask
from crm.conversation.recognising_cancelling import says_cancel, says_skip
from crm.conversation.recognising_consent import ConsentWish
from crm.conversation.recognising_consent_answers import consent_answer_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Understanding
from crm.history import Line
from crm.knowledge import words_of

CONSENT: Final = "consent"
"""The flow of the question whether offers and greetings are welcome."""
ASKED_FOR: Final = (Purpose.OFFERS, Purpose.GREETINGS)
IN_THEIR_OWN_WORDS: Final = "own-words"
"""The wording version of an answer to no question of ours."""
_VERSION_DIGITS = 10


def ask_consent(reply: Reply) -> None:
    """Ask whether offers and greetings are welcome, with the version of the words in what the buttons carry."""
    version = wording_version(reply)
    note_asked(reply.session, reply.speaker_id, reply.now, version)
    reply.say("consent_ask")
    ask(reply, CONSENT, "which", version=version)
    reply.offer("consent_both", "consent.yes", version)
    reply.offer("consent_greetings", "consent.greetings", version)
    reply.offer("consent_service", "consent.service", version)


def wording_version(reply: Reply) -> str:
    """Return what names the words of the question as they are now: another wording has another name."""
    text = reply.snapshot.wording.say(reply.language, "consent_ask")
    return f"{reply.language}-{sha256(text.encode()).hexdigest()[:_VERSION_DIGITS]}"


def answer_wish(reply: Reply, wish: ConsentWish, lines: Sequence[Line]) -> None:
    """Do what the customer says unasked."""
    if wish is ConsentWish.START:
        ask_consent(reply)
    else:
        stop(reply, lines[-1].id)


def stop(reply: Reply, interaction_id: int) -> None:
    """Send no more marketing, from this moment on, and offer to give back what was there."""
    withdrawn = stop_marketing(reply.session, reply.talk.customer_id, _evidence(reply, interaction_id))
    reply.say("marketing_stopped")
    if withdrawn:
        reply.offer("consent_again", "consent.again", ".".join(sorted(withdrawn)))


def take_consent_answer(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take a typed answer for the press of the button that it stands for."""
    if understood.consent_wish is ConsentWish.STOP:
        stop(reply, lines[-1].id)
        return True
    text = "\n".join(line.text for line in lines)
    if says_skip(words_of(text)):  # no answer: nothing is recorded, and nobody asks again
        reply.say("consent_later")
        return True
    chosen = consent_answer_in(text)
    if understood.assent is Assent.NO or says_cancel(words_of(text)):
        chosen = frozenset()
    if chosen is None:
        return False
    choose(reply, chosen, lines[-1].id, question.kept["version"])
    return True


def choose(reply: Reply, chosen: Collection[Purpose], interaction_id: int, version: str) -> None:
    """Record the answer to the question: a yes to what was chosen, a no to the rest of it."""
    evidence = _evidence(reply, interaction_id, version)
    for purpose in ASKED_FOR:
        if purpose not in chosen:
            state_consent(reply.session, reply.talk.customer_id, purpose, given=False, evidence=evidence)
    if chosen:
        take_up_again(reply.session, reply.talk.customer_id, chosen, evidence)
    reply.say("consent_noted", purposes=tuple(purpose.value for purpose in ASKED_FOR if purpose in chosen))


def press_consent(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a button under the question, or under the word that all is stopped, stands for."""
    if (reply.talk.asked or {}).get("flow") == CONSENT:
        reply.ask(None)
    match action:
        case "consent.yes":
            choose(reply, ASKED_FOR, interaction_id, argument)
        case "consent.greetings":
            choose(reply, (Purpose.GREETINGS,), interaction_id, argument)
        case "consent.service":
            choose(reply, (), interaction_id, argument)
        case "consent.again":
            return _again(reply, argument, interaction_id)
        case "consent.stop":
            stop(reply, interaction_id)
        case _:
            ask_consent(reply)
    return None


def _again(reply: Reply, argument: str, interaction_id: int) -> str | None:
    purposes = [purpose for purpose in sorted(MARKETING) if purpose.value in argument.split(".")]
    if not purposes:
        return "old_button"
    take_up_again(reply.session, reply.talk.customer_id, purposes, _evidence(reply, interaction_id))
    reply.say("consent_noted", purposes=tuple(purpose.value for purpose in purposes))
    return None


def _evidence(reply: Reply, interaction_id: int, version: str = IN_THEIR_OWN_WORDS) -> Evidence:
    return Evidence(interaction_id, reply.now, version)
