"""The press of a button, looked up in one table. What is returned is shown over the chat for a moment."""

from collections.abc import Callable

from sqlalchemy import bindparam, update

from crm.cases import cases_with, detach
from crm.conversation.adding import tell_news, words_in
from crm.conversation.complaining import known_cases, open_new
from crm.conversation.confirming_addresses import press_address
from crm.conversation.confirming_orders import press_order
from crm.conversation.consenting import press_consent
from crm.conversation.handing_over import hand_over
from crm.conversation.identity_actions import IDENTITY_ACTIONS
from crm.conversation.my_data import press_fact
from crm.conversation.replying import Reply
from crm.conversation.same_case import case_and_lines, say_new, say_same
from crm.conversation.showing_elsewhere import press_elsewhere
from crm.conversation.staffing.private import press_staff
from crm.conversation.welcoming import say_news
from crm.customers import Customer
from crm.kernel.language import Language
from crm.kernel.models import table_of

CUSTOMERS = table_of(Customer)

_choose = (
    update(CUSTOMERS)
    .where(CUSTOMERS.c.id == bindparam("customer"))
    .values(language=bindparam("chosen"), language_chosen=True)
)


def press(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a button stands for. Returns the key of what to show for a moment, or None for nothing."""
    topic, _, _ = action.partition(".")
    if reply.is_silent:
        if topic not in ALWAYS_PRESSED:
            return "agent_answers"
        reply.is_silent = False
    if topic in TOPICS:
        return TOPICS[topic](reply, action, argument, interaction_id)
    handler = ACTIONS.get(action)
    if handler is None:
        return "old_button"
    return handler(reply, argument, interaction_id)


def _human(reply: Reply, argument: str, interaction_id: int) -> str | None:
    if reply.talk.holder == "waiting":
        return "button_done"
    hand_over(reply, reason="asked", key=f"handoff:{interaction_id}", last_words="")
    return None


def _article(reply: Reply, argument: str, interaction_id: int) -> str | None:
    article = reply.snapshot.article(argument)
    if article is None:
        return "old_button"
    reply.say("article_answer", answers=(article.answer_in(reply.language),))
    return None


def _set_language(reply: Reply, argument: str, interaction_id: int) -> str | None:
    if argument not in reply.snapshot.business.languages:
        return "old_button"
    reply.session.execute(_choose, {"customer": reply.talk.customer_id, "chosen": argument})
    reply.language = Language(argument)
    reply.say("language_set")
    return None


def _detach(reply: Reply, argument: str, interaction_id: int) -> str | None:
    """Take words off a case again, and note them as a complaint of their own if they are one."""
    case, lines = case_and_lines(reply, argument)
    if case is None or not lines:
        return "old_button"
    if case.id not in cases_with(reply.session, lines[-1].id):
        return "button_done"
    if not detach(reply.session, case.id, lines[-1].id, customer_id=reply.talk.customer_id, at=reply.now):
        return "old_button"
    complaint = reply.snapshot.understand([line.text for line in lines if line.text]).complaint
    number = None if complaint is None else open_new(reply, complaint, lines).number
    reply.say("complaint_detached", case_number=case.number, new_case_number=number)
    tell_news(reply, case, "detached", key=f"detached:{lines[-1].id}", words=words_in(lines))
    return None


def _same(reply: Reply, argument: str, interaction_id: int) -> str | None:
    return say_same(reply, argument)


def _new(reply: Reply, argument: str, interaction_id: int) -> str | None:
    return say_new(reply, argument)


def _news(reply: Reply, argument: str, interaction_id: int) -> str | None:
    """Tell what is new in the customer's own cases that a button names."""
    asked_for = {int(number) for number in argument.split(".")}
    cases = [case for case in known_cases(reply) if case.id in asked_for and not (case.is_open and case.kept is None)]
    for case in cases:
        say_news(reply, case)
    return None if cases else "old_button"


ALWAYS_PRESSED = frozenset({"case", "consent", "fact", "language", "staff"})
"""What a customer decides for themselves, whoever answers."""

TOPICS: dict[str, Callable[[Reply, str, str, int], str | None]] = {
    "address": press_address,
    "consent": press_consent,
    "fact": press_fact,
    "history": press_elsewhere,
    "order": press_order,
    "staff": press_staff,
}
"""Actions that belong together, each in a module of its own: the word before the dot names it."""

ACTIONS: dict[str, Callable[[Reply, str, int], str | None]] = {
    "human": _human,
    "article": _article,
    "language": _set_language,
    "case.detach": _detach,
    "case.same": _same,
    "case.new": _new,
    **IDENTITY_ACTIONS,
    "case.news": _news,
}
