"""The flow that proves who somebody is: what answers its questions, and how they are asked again."""

from collections.abc import Sequence

from crm.conversation.flows import Question
from crm.conversation.identifying import ask_card, ask_phone, take_card
from crm.conversation.proving import CARD, CONFIRM, PHONE, go_on_with, take_second, take_yes_or_no
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.recognising_cards import card_number_in
from crm.conversation.replying import Reply
from crm.conversation.speaking_for import own_words
from crm.conversation.understanding import Understanding
from crm.customers.claiming import read_claim
from crm.customers.models import ClaimState
from crm.customers.phones import e164
from crm.history import Line
from crm.knowledge import words_of


def take_claim_answer(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take what answers one of these questions. Forwarded words prove nothing: they are somebody else's."""
    own = own_words(lines)
    text = "\n".join(line.text for line in own)
    if says_skip(words_of(text)):
        return skip_claim(reply)
    if question.step == CARD:
        number = card_number_in(text)
        if number is not None:
            take_card(reply, number)
        return number is not None
    if question.step == PHONE:
        return _take_typed_phone(reply, question, text)
    if "claim" not in question.kept:
        return False
    claim = read_claim(reply.session, int(question.kept["claim"]))
    if question.step == CONFIRM:
        return take_yes_or_no(reply, claim, understood.assent if len(own) == len(lines) else None)
    return take_second(reply, claim, text)


def _take_typed_phone(reply: Reply, question: Question, text: str) -> bool:
    """Say that a number that is typed proves nothing: anybody can type it. Returns whether there was one."""
    if e164(text) is None:
        return False
    ask_phone(reply, "phone_typed", **question.kept)
    return True


def skip_claim(reply: Reply) -> bool:
    """Leave the question, and say that nothing is lost by it."""
    reply.say("claim_skipped")
    reply.take_keyboard_away()
    return True


def remind_of_claim(reply: Reply, question: Question) -> None:
    """Ask again what was interrupted, without counting it as asked anew."""
    asked = reply.changes["asked"]
    _ask_again(reply, question)
    reply.ask(asked)


def _ask_again(reply: Reply, question: Question) -> None:
    if question.step == CARD:
        ask_card(reply)
    elif question.step == PHONE:
        ask_phone(reply, "card_needs_phone" if "card" in question.kept else "phone_ask")
    else:
        claim = read_claim(reply.session, int(question.kept["claim"]))
        if claim.state is ClaimState.ASKED:
            go_on_with(reply, claim)
