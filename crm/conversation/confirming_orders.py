"""A complaint that names no order: the one spoken of lately is shown for one tap, instead of asking for it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from crm.cases import attach, case_number, cases_of, name_order
from crm.conversation.flows import Question, ask
from crm.conversation.handing_over import notify
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Understanding
from crm.history import FactKind, Line, facts_told
from crm.knowledge import words_of

ORDER_OF_CASE: Final = "order_of_case"
"""The flow of the question which order a complaint is about."""
LATELY: Final = timedelta(days=14)
ABOUT_ORDERS: Final = frozenset(
    {
        ComplaintCategory.DAMAGED,
        ComplaintCategory.LATE,
        ComplaintCategory.MISSING,
        ComplaintCategory.WRONG_ITEM,
        ComplaintCategory.REFUND,
        ComplaintCategory.PAYMENT,
        ComplaintCategory.QUALITY,
    }
)


def confirm_known_order(reply: Reply, case_id: int, category: ComplaintCategory) -> None:
    """Ask with one tap whether a new complaint is about the order spoken of lately, if there is just one."""
    number = _known_order(reply) if category in ABOUT_ORDERS and reply.changes.get("asked") is None else None
    if number is None:
        return
    ask(reply, ORDER_OF_CASE, "confirm", case=case_id, order=number)
    _say(reply, case_id, number)


def _known_order(reply: Reply) -> str | None:
    """Return the one order that was spoken of lately, and that no complaint is about yet."""
    customer_id = reply.talk.customer_id
    facts = facts_told(reply.session, customer_id, reply.now)
    numbers = {fact.value for fact in facts if fact.kind == FactKind.ORDER and reply.now - fact.stated_at <= LATELY}
    if not numbers:
        return None
    numbers -= {case.order_number for case in cases_of(reply.session, customer_id, closed_since=reply.now - LATELY)}
    return numbers.pop() if len(numbers) == 1 else None


def _say(reply: Reply, case_id: int, number: str) -> None:
    reply.say("confirm_order", order_number=number)
    reply.offer("yes", "order.yes", f"{case_id}.{number}")
    reply.offer("change", "order.change", str(case_id))


def take_order(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take a typed yes, no or number."""
    text = "\n".join(line.text for line in lines)
    if understood.complaint is not None or understood.questions or understood.follow_up is not None:
        return False
    case_id, number = int(question.kept["case"]), order_number_in(text)
    if number is not None:
        attach(reply.session, case_id, [line.id for line in lines], customer_id=reply.talk.customer_id, at=reply.now)
    elif says_skip(words_of(text)):
        reply.say("flow_cancelled")
        return True
    elif question.step == "confirm" and understood.assent is Assent.YES:
        number = str(question.kept["order"])
    elif question.step == "confirm" and understood.assent is Assent.NO:
        _ask_number(reply, case_id)
        return True
    if number is None:
        return False
    _note(reply, case_id, number, key=str(lines[-1].id))
    return True


def remind_of_order(reply: Reply, question: Question) -> None:
    """Say the question again."""
    case_id = int(question.kept["case"])
    if question.step == "confirm":
        _say(reply, case_id, str(question.kept["order"]))
    else:
        reply.say("ask_order", case_number=case_number(case_id))


def press_order(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a tap on the shown order stands for."""
    case_id, _, number = argument.partition(".")
    if (reply.talk.asked or {}).get("flow") == ORDER_OF_CASE:
        reply.ask(None)
    if action == "order.change":
        _ask_number(reply, int(case_id))
        return None
    return None if _note(reply, int(case_id), number, key=str(interaction_id)) else "button_done"


def _ask_number(reply: Reply, case_id: int) -> None:
    ask(reply, ORDER_OF_CASE, "number", case=case_id)
    reply.say("ask_order", case_number=case_number(case_id))


def _note(reply: Reply, case_id: int, number: str, *, key: str) -> bool:
    customer_id = reply.talk.customer_id
    if not name_order(reply.session, case_id, number, customer_id=customer_id, at=reply.now):
        return False
    reply.say("order_noted", case_number=case_number(case_id), order_number=number)
    notify(reply, "staff_order_named", f"order:{case_id}:{key}", case_number=case_number(case_id), order_number=number)
    return True
