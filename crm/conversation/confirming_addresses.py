"""A complaint for which something must be sent: the known address is confirmed in one tap, an unknown one asked for."""

from collections.abc import Sequence
from typing import Final

from crm.cases import attach, case_number, cases_of
from crm.conversation.flows import Question, ask
from crm.conversation.handing_over import notify
from crm.conversation.my_data import half_hidden_value
from crm.conversation.recognising_addresses import needs_address
from crm.conversation.recognising_cancelling import says_cancel, says_skip
from crm.conversation.recognising_facts import expiry, facts_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Understanding
from crm.history import FactKind, KnownFact, Line, Stated, facts_told, keep_fact
from crm.kernel.masking import masked
from crm.knowledge import words_of

ADDRESS_OF_CASE: Final = "address_of_case"
"""The flow of the question where something is to be sent."""
CONFIRM, WRITE = "confirm", "write"  # its steps
_SHORTEST, _LONGEST = 8, 160  # characters of an address


def ask_where_to_send(reply: Reply, case_id: int) -> None:
    """Ask where to send something, if a case of this customer needs that and nothing else is being asked."""
    if reply.changes.get("asked") is not None:
        return
    cases = cases_of(reply.session, reply.talk.customer_id, closed_since=reply.now)
    words = next((case.words for case in cases if case.id == case_id), "")
    if not needs_address(words) or _address_in(reply, words) is not None:
        return
    fact = _known_address(reply)
    if fact is None:
        _ask(reply, case_id)
        return
    ask(reply, ADDRESS_OF_CASE, CONFIRM, case=case_id)
    _say_known(reply, case_id, fact)


def _say_known(reply: Reply, case_id: int, fact: KnownFact) -> None:
    reply.say("confirm_address", value=half_hidden_value(fact.kind, fact.value))
    reply.offer("yes", "address.yes", str(case_id))
    reply.offer("change", "address.change", str(case_id))
    reply.offer("skip", "address.skip", str(case_id))


def _ask(reply: Reply, case_id: int) -> None:
    ask(reply, ADDRESS_OF_CASE, WRITE, case=case_id)
    reply.say("ask_address")
    reply.offer("skip", "address.skip", str(case_id))


def take_address(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take a typed yes, no, "skip" or address."""
    text, case_id = "\n".join(line.text for line in lines), int(question.kept["case"])
    if understood.complaint is not None or understood.wants_person:
        return False
    words = words_of(text)
    if says_skip(words) or says_cancel(words):
        reply.say("address_skipped")
        return True
    value = _address_in(reply, text)
    if value is None and question.step == WRITE and not understood.questions:
        value = _plain_address(text)
    if value is not None:
        _note(reply, case_id, value, lines)
        return True
    if question.step != CONFIRM or understood.assent is None:
        return False
    if understood.assent is Assent.YES:
        return _confirm(reply, case_id, key=str(lines[-1].id))
    _ask(reply, case_id)
    return True


def remind_of_address(reply: Reply, question: Question) -> None:
    """Say the question again."""
    case_id, fact = int(question.kept["case"]), _known_address(reply)
    if question.step == CONFIRM and fact is not None:
        _say_known(reply, case_id, fact)
    else:
        reply.say("ask_address")
        reply.offer("skip", "address.skip", str(case_id))


def press_address(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a button under the question stands for."""
    if (reply.talk.asked or {}).get("flow") == ADDRESS_OF_CASE:
        reply.ask(None)
    case_id = int(argument)
    if not any(case.id == case_id for case in cases_of(reply.session, reply.talk.customer_id, closed_since=reply.now)):
        return "button_done"
    match action:
        case "address.yes":
            return None if _confirm(reply, case_id, key=str(interaction_id)) else "button_done"
        case "address.change":
            _ask(reply, case_id)
        case _:
            reply.say("address_skipped")
    return None


def _confirm(reply: Reply, case_id: int, *, key: str) -> bool:
    fact = _known_address(reply)
    if fact is not None:
        _tell(reply, case_id, fact.value, key)
    return fact is not None


def _note(reply: Reply, case_id: int, value: str, lines: Sequence[Line]) -> None:
    """Keep the address as the customer's, and the words that say it with the case."""
    customer_id, line = reply.talk.customer_id, lines[-1]
    attach(reply.session, case_id, [each.id for each in lines], customer_id=customer_id, at=reply.now)
    zone = reply.snapshot.business.zone
    stated = Stated(FactKind.ADDRESS, value, expiry(FactKind.ADDRESS, value, reply.now, zone))
    keep_fact(reply.session, customer_id, stated, interaction_id=line.id, stated_at=line.said_at, now=reply.now)
    _tell(reply, case_id, value, str(line.id))


def _tell(reply: Reply, case_id: int, value: str, key: str) -> None:
    number = case_number(case_id)
    reply.say("address_noted", case_number=number, value=half_hidden_value(FactKind.ADDRESS, value))
    notify(reply, "staff_address_named", f"address:{case_id}:{key}", case_number=number, value=value)


def _known_address(reply: Reply) -> KnownFact | None:
    facts = facts_told(reply.session, reply.talk.customer_id, reply.now)
    return next((fact for fact in facts if fact.kind == FactKind.ADDRESS), None)


def _address_in(reply: Reply, text: str) -> str | None:
    found = facts_in(text, None, tuple, reply.now, reply.snapshot.business.zone)
    return next((stated.value for stated in found if stated.kind == FactKind.ADDRESS), None)


def _plain_address(text: str) -> str | None:
    """Return words that answer the question by themselves: they ask nothing, and are as long as an address."""
    value = " ".join(masked(text).split())[:_LONGEST]
    return value if len(value) >= _SHORTEST and "?" not in value and any(map(str.isdigit, value)) else None
