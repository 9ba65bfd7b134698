"""The press of a button, looked up in one table. What is returned is shown over the chat for a moment."""

from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, update

from crm.cases import OpenCase, cases_told, cases_with, detach
from crm.conversation.complaining import RECENTLY_CLOSED, attach_lines, open_new, say_added
from crm.conversation.confirming_orders import press_order
from crm.conversation.consenting import press_consent
from crm.conversation.handing_over import hand_over
from crm.conversation.identity_actions import IDENTITY_ACTIONS
from crm.conversation.my_data import press_fact
from crm.conversation.replying import Reply
from crm.conversation.understanding import Complaint, ComplaintCategory
from crm.customers import Customer
from crm.history import Line, said_since
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
    case, lines = case_and_lines(reply, argument)
    if case is None or not lines:
        return "old_button"
    if case.id not in cases_with(reply.session, lines[-1].id):
        return "button_done"
    customer_id = reply.talk.customer_id
    detach(reply.session, case.id, [line.id for line in lines], customer_id=customer_id, at=reply.now)
    reply.say("complaint_detached", case_number=case.number, new_case_number=None)
    return None


def _same(reply: Reply, argument: str, interaction_id: int) -> str | None:
    case, lines = case_and_lines(reply, argument)
    if case is None or not lines:
        return "old_button"
    if cases_with(reply.session, lines[-1].id):
        return "button_done"
    attach_lines(reply, case, lines, "added")
    say_added(reply, case)
    return None


def _new(reply: Reply, argument: str, interaction_id: int) -> str | None:
    case, lines = case_and_lines(reply, argument)
    if case is None or not lines:
        return "old_button"
    if cases_with(reply.session, lines[-1].id):
        return "button_done"
    words = [line.text for line in lines if line.text]
    complaint = reply.snapshot.understand(words).complaint
    complaint = complaint or Complaint(ComplaintCategory.OTHER, None, "\n".join(words))
    open_new(reply, complaint, lines, message="complaint_kept_new")
    return None


def case_and_lines(reply: Reply, argument: str) -> tuple[OpenCase | None, Sequence[Line]]:
    """Return the customer's own case that a button names, and the words it was about."""
    case_id, first, last = (int(number) for number in argument.split("."))
    talk = reply.talk
    cases = cases_told(reply.session, talk.customer_id, closed_since=reply.now - RECENTLY_CLOSED)
    own = next((case for case in cases if case.id == case_id), None)
    lines = said_since(reply.session, talk.customer_id, talk.conversation_id, first - 1)
    return own, [line for line in lines if line.id <= last]


TOPICS: dict[str, Callable[[Reply, str, str, int], str | None]] = {
    "consent": press_consent,
    "fact": press_fact,
    "order": press_order,
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
}
