"""A complaint that names no order: those of lately are shown for one tap, instead of asking for the number."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from crm.cases import attach, case_number, cases_of, name_order
from crm.conversation.confirming_addresses import ask_where_to_send
from crm.conversation.flows import Question, ask
from crm.conversation.handing_over import notify
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Understanding
from crm.conversation.wording.formats import short_day
from crm.history import FactKind, Line, facts_told
from crm.knowledge import words_of
from crm.orders import orders_told

ORDER_OF_CASE: Final = "order_of_case"
"""The flow of the question which order a complaint is about."""
CONFIRM, CHOOSE, NUMBER = "confirm", "choose", "number"  # its steps
LATELY: Final = timedelta(days=14)
MOST_OFFERED: Final = 3
_PLACES: Final = (
    frozenset({"pertama", "kesatu", "first", "1st"}),
    frozenset({"kedua", "second", "2nd"}),
    frozenset({"ketiga", "third", "3rd"}),
)
_LONGEST_PLACE: Final = 5  # words
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
    """Ask with one tap which of the orders of lately a new complaint is about; nothing, where none is known."""
    if category not in ABOUT_ORDERS or reply.changes.get("asked") is not None:
        return
    orders = _orders_of_lately(reply)
    if len(orders) == 1:
        (number,) = orders
        ask(reply, ORDER_OF_CASE, CONFIRM, case=case_id, order=number)
    elif orders:
        kept = {number: day.isoformat() for number, day in orders.items()}
        ask(reply, ORDER_OF_CASE, CHOOSE, case=case_id, orders=kept)
    _say(reply, case_id, orders)


def _orders_of_lately(reply: Reply) -> dict[str, date]:
    """Return up to three orders that were made or spoken of lately and that no complaint is about yet, newest first.

    Each with the day on which it was made or seen last, where the business's own system knows it, or else spoken of.
    """
    customer_id, zone = reply.talk.customer_id, reply.snapshot.business.zone
    spoken_of = {
        fact.value: fact.stated_at.astimezone(zone).date()
        for fact in reversed(facts_told(reply.session, customer_id, reply.now))
        if fact.kind == FactKind.ORDER and reply.now - fact.stated_at <= LATELY
    }
    made = {
        order.number: order.ordered_on or order.as_of.astimezone(zone).date()
        for order in orders_told(reply.session, customer_id)
    }
    first_day = (reply.now - LATELY).astimezone(zone).date()
    days = spoken_of | {number: day for number, day in made.items() if day >= first_day or number in spoken_of}
    cases = cases_of(reply.session, customer_id, closed_since=reply.now - LATELY) if days else ()
    complained_of = {case.order_number for case in cases}
    newest = sorted((number for number in days if number not in complained_of), key=lambda number: days[number])
    return {number: days[number] for number in newest[: -MOST_OFFERED - 1 : -1]}


def _say(reply: Reply, case_id: int, orders: Mapping[str, date]) -> None:
    if not orders:
        return
    if len(orders) == 1:
        (number,) = orders
        reply.say("confirm_order", order_number=number)
        reply.offer("yes", "order.yes", f"{case_id}.{number}")
        reply.offer("change", "order.change", str(case_id))
        return
    reply.say("choose_order")
    order = reply.snapshot.wording.word(reply.language, "order")
    for number, day in orders.items():
        named = order.replace("{order}", number)
        label = f"{named[:1].upper()}{named[1:]} · {short_day(reply.language, day)}"
        reply.offer_labelled(label, "order.yes", f"{case_id}.{number}")
    reply.offer("which_other", "order.change", str(case_id))


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
    elif question.step == CHOOSE and (chosen := _by_place(text, list(question.kept["orders"]))) is not None:
        number = chosen
    elif question.step == CONFIRM and understood.assent is Assent.YES:
        number = str(question.kept["order"])
    elif question.step in {CONFIRM, CHOOSE} and understood.assent is Assent.NO:
        _ask_number(reply, case_id)
        return True
    if number is None:
        return False
    _note(reply, case_id, number, key=str(lines[-1].id))
    ask_where_to_send(reply, case_id)
    return True


def _by_place(text: str, numbers: Sequence[str]) -> str | None:
    """Return which of the orders shown is meant by its place: "yang kedua", "the first one"."""
    words = set(words_of(text))
    places = [place for place, names in enumerate(_PLACES) if names & words]
    is_one = len(places) == 1 and places[0] < len(numbers) and len(words) <= _LONGEST_PLACE
    return numbers[places[0]] if is_one else None


def remind_of_order(reply: Reply, question: Question) -> None:
    """Say the question again."""
    case_id = int(question.kept["case"])
    if question.step == CONFIRM:
        _say(reply, case_id, {str(question.kept["order"]): reply.now.date()})
    elif question.step == CHOOSE:
        _say(reply, case_id, {number: date.fromisoformat(day) for number, day in question.kept["orders"].items()})
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
    if not _note(reply, int(case_id), number, key=str(interaction_id)):
        return "button_done"
    ask_where_to_send(reply, int(case_id))
    return None


def _ask_number(reply: Reply, case_id: int) -> None:
    ask(reply, ORDER_OF_CASE, NUMBER, case=case_id)
    reply.say("ask_order", case_number=case_number(case_id))


def _note(reply: Reply, case_id: int, number: str, *, key: str) -> bool:
    customer_id = reply.talk.customer_id
    if not name_order(reply.session, case_id, number, customer_id=customer_id, at=reply.now):
        return False
    reply.say("order_noted", case_number=case_number(case_id), order_number=number)
    notify(reply, "staff_order_named", f"order:{case_id}:{key}", case_number=case_number(case_id), order_number=number)
    return True
