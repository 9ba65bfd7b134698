"""What is kept of a customer, shown to them: each fact with where it came from, to correct, to forget, to keep out."""

from collections.abc import Sequence
from typing import Final

from crm.conversation.flows import Question, ask
from crm.conversation.recognising_dates import date_in
from crm.conversation.recognising_facts import LASTS, expiry, facts_in
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.conversation.wording import FactLine
from crm.customers.phones import e164
from crm.history import (
    FactKind,
    KnownFact,
    Line,
    Stated,
    correct_fact,
    facts_told,
    forget_fact,
    use_in_offers,
)
from crm.history.facts import words_stated
from crm.kernel.masking import masked

CORRECTED_FACT: Final = "corrected_fact"
"""The flow of the question what a fact should say."""
FACTS_SHOWN: Final = 8
_LONGEST_VALUE = 160
_SHOWN_OF_AN_ADDRESS = 12
_SHOWN_OF_A_PHONE = 3


def show_privacy(reply: Reply) -> None:
    """Say what is kept, why, and for how long."""
    reply.say(
        "privacy",
        order_days=LASTS[FactKind.ORDER].days,
        longest_days=max(lasts.days for lasts in LASTS.values()),
    )
    reply.offer("my_data", "fact.list")
    reply.offer("consent_change", "consent.ask")


def show_my_data(reply: Reply, first: int = 0) -> None:
    """List the facts from a place on, addresses and phone numbers half hidden, with a button for each."""
    facts = facts_told(reply.session, reply.talk.customer_id, reply.now)
    shown = list(enumerate(facts, start=1))[first : first + FACTS_SHOWN]
    if not shown:
        reply.say("mydata_empty")
        return
    items = tuple((number, _line(reply, fact, half_hidden=True)) for number, fact in shown)
    reply.say("mydata", items=items, now=reply.now)
    for number, fact in shown:
        reply.offer_labelled(f"{number}. {_label(reply, fact)}", "fact.show", str(fact.id))
    if len(facts) > first + FACTS_SHOWN:
        reply.offer("more", "fact.list", str(first + FACTS_SHOWN))


def press_fact(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a button about a fact stands for."""
    if action == "fact.list":
        show_my_data(reply, int(argument or 0))
        return None
    fact = _own(reply, argument)
    if fact is None:
        return "old_button"
    match action:
        case "fact.show":
            _show(reply, fact)
        case "fact.change":
            ask(reply, CORRECTED_FACT, "value", fact=fact.id)
            reply.say("fact_ask", fact=_line(reply, fact))
        case "fact.forget":
            forget_fact(reply.session, fact, interaction_id, reply.now)
            reply.say("fact_forgotten", label=_label(reply, fact))
        case "fact.offers":
            use_in_offers(reply.session, fact, interaction_id, reply.now, allowed=not fact.in_offers)
            reply.say("fact_in_offers", label=_label(reply, fact), allowed=not fact.in_offers)
        case _:
            return "old_button"
    return None


def _own(reply: Reply, argument: str) -> KnownFact | None:
    facts = facts_told(reply.session, reply.talk.customer_id, reply.now)
    return next((fact for fact in facts if str(fact.id) == argument), None)


def _show(reply: Reply, fact: KnownFact) -> None:
    reply.say("fact_shown", fact=_line(reply, fact), now=reply.now)
    reply.offer("change", "fact.change", str(fact.id))
    reply.offer("forget", "fact.forget", str(fact.id))
    reply.offer("not_for_offers" if fact.in_offers else "for_offers", "fact.offers", str(fact.id))


def take_correction(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Write down what the customer says a fact should have said. Another question or a complaint is none."""
    fact = _own(reply, str(question.kept["fact"]))
    if fact is None or understood.complaint is not None or understood.wants_person:
        return False
    value = _value_in(reply, fact.kind, lines[-1], may_be_words=not understood.questions)
    if value is None:
        return False
    stated = Stated(fact.kind, value, expiry(fact.kind, value, reply.now, reply.snapshot.business.zone))
    correct_fact(reply.session, fact, stated, lines[-1].id, reply.now)
    reply.say("fact_corrected", label=_label(reply, fact), value=half_hidden_value(fact.kind, value))
    return True


def _value_in(reply: Reply, kind: FactKind, line: Line, *, may_be_words: bool) -> str | None:
    """Return what words say of one kind of fact, or None. `may_be_words`: they ask nothing, so they may be it."""
    text = " ".join(masked(line.text).split())[:_LONGEST_VALUE]
    zone = reply.snapshot.business.zone
    if kind == FactKind.ORDER:
        return order_number_in(text)
    if kind == FactKind.DATE:
        day = date_in(text, reply.now.astimezone(zone).date())
        return None if day is None else day.isoformat()
    stated = [fact.value for fact in facts_in(line.text, None, tuple, reply.now, zone) if fact.kind == kind]
    if stated:
        return stated[0]
    if kind == FactKind.PHONE:
        return e164(text)
    return text if text and may_be_words and "?" not in text else None


def remind_of_correction(reply: Reply, question: Question) -> None:
    """Ask again what a fact should say."""
    fact = _own(reply, str(question.kept["fact"]))
    if fact is not None:
        reply.say("fact_ask", fact=_line(reply, fact))


def _line(reply: Reply, fact: KnownFact, *, half_hidden: bool = False) -> FactLine:
    return FactLine(
        label=_label(reply, fact),
        value=half_hidden_value(fact.kind, fact.value) if half_hidden else fact.value,
        stated_at=fact.stated_at,
        words=words_stated(reply.session, fact),
        in_offers=fact.in_offers,
    )


def _label(reply: Reply, fact: KnownFact) -> str:
    return reply.snapshot.wording.word(reply.language, f"{fact.kind}_stated")


def half_hidden_value(kind: FactKind, value: str) -> str:
    """Return a value as it may stand in a list: of an address and a phone number only what tells which it is."""
    if kind == FactKind.ADDRESS and len(value) > _SHOWN_OF_AN_ADDRESS:
        return f"{value[:_SHOWN_OF_AN_ADDRESS].rstrip()}…"
    if kind == FactKind.PHONE:
        return f"{value[: _SHOWN_OF_A_PHONE + 2]}…{value[-_SHOWN_OF_A_PHONE:]}"
    return value
