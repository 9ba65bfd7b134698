"""Whether words are about a complaint that is known: what the customer says to that, or that they say nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import select

from crm.cases import OpenCase, OpenQuestion, cases_with, end_question
from crm.conversation.adding import attach_lines, say_added, words_in
from crm.conversation.complaining import known_cases, open_new
from crm.conversation.flows import Flow, Question, let_go
from crm.conversation.greetings import Courtesy, assent_in
from crm.conversation.handing_over import notify
from crm.conversation.replying import Reply, language_for
from crm.conversation.same_case_asking import SAME_CASE, say_question
from crm.conversation.snapshot import Snapshot
from crm.conversation.understanding import Assent, Complaint, ComplaintCategory, Understanding
from crm.customers import Customer
from crm.history import Line, Talk, find_talk, said_by, said_since
from crm.kernel.errors import is_unavailable, is_worth_another_run
from crm.kernel.jobs import RunAgainError
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.knowledge import words_of

CUSTOMERS = table_of(Customer)
_LONGEST_ANSWER = 6  # words

log = structlog.get_logger(__name__)


def case_and_lines(reply: Reply, about: str) -> tuple[OpenCase | None, Sequence[Line]]:
    """Return the customer's own case that a button or a question names, and the words it is about."""
    case_id, first, last = (int(number) for number in about.split("."))
    talk = reply.talk
    own = next((case for case in known_cases(reply) if case.id == case_id), None)
    lines = said_since(reply.session, talk.customer_id, talk.conversation_id, first - 1)
    return own, [line for line in lines if line.id <= last]


def say_same(reply: Reply, about: str) -> str | None:
    """Add the words to the case: the customer said that they belong there. Returns what to show for a moment."""
    case, lines = case_and_lines(reply, about)
    if case is None or not lines:
        return "old_button"
    if cases_with(reply.session, lines[-1].id):
        return "button_done"
    end_question(reply.session, lines[-1].id)
    attach_lines(reply, case, lines, "added")
    say_added(reply, case)
    return None


def say_new(reply: Reply, about: str) -> str | None:
    """Open a case of their own for the words: the customer said so. Returns what to show for a moment."""
    case, lines = case_and_lines(reply, about)
    if case is None or not lines:
        return "old_button"
    if cases_with(reply.session, lines[-1].id):
        return "button_done"
    end_question(reply.session, lines[-1].id)
    opened = open_new(reply, complaint_in(reply, lines), lines)
    reply.say("complaint_kept_new", case_number=opened.number, due=opened.due, now=reply.now)
    return None


def complaint_in(reply: Reply, lines: Sequence[Line]) -> Complaint:
    """Return what lines complain about; where that is not clear, something."""
    words = [line.text for line in lines if line.text]
    found = reply.snapshot.understand(words).complaint
    return found or Complaint(ComplaintCategory.OTHER, None, "\n".join(words))


def take_answer(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take words for an answer: a yes or no, or the case or order itself. Who says nothing clear is asked again.

    "Ok" is a yes where nothing is lost by it: the words can be taken off the case again, and nothing is delicate.
    Who speaks of something else has left the question open: then the words it was about are kept as a complaint of
    their own, before anything else is answered.
    """
    about: str = question.kept["about"]
    if understood.courtesy is Courtesy.AGREED and not question.kept.get("is_delicate", True):
        if say_same(reply, about) is None:
            reply.offer("not_this", "case.detach", about)
        return True
    assent = _assent(lines, understood)
    if assent is not None:
        shown = (say_same if assent is Assent.YES else say_new)(reply, about)
        if shown is not None:
            reply.say(shown)
        return True
    if _names_it(reply, about, understood):
        return say_same(reply, about) is None and understood.complaint is None
    if _says_something_else(understood):
        keep_as_new(reply, about)
    return False


def _says_something_else(understood: Understanding) -> bool:
    return bool(
        understood.complaint
        or understood.questions
        or understood.follow_up
        or understood.remarks
        or understood.withdraws
        or understood.wants_person
        or understood.asks_who_answers
    )


def ask_again(reply: Reply, question: Question) -> None:
    """Say the question again after an interruption, unless it has been settled meanwhile."""
    about: str = question.kept["about"]
    case, lines = case_and_lines(reply, about)
    if case is None or not lines or cases_with(reply.session, lines[-1].id):
        let_go(reply)
    else:
        say_question(reply, case, about)


def take_back(reply: Reply, question: Question) -> None:
    """Let the words go that the question was about: who cancels does not complain, now or in a quarter of an hour."""
    about: str = question.kept["about"]
    end_question(reply.session, int(about.rpartition(".")[2]))


FLOW: Final = Flow(SAME_CASE, take_answer, remind=ask_again, cancel=take_back)


def _assent(lines: Sequence[Line], understood: Understanding) -> Assent | None:
    """Return a yes or no, also one that begins a few words which say nothing else: "iya kak, masih soal itu"."""
    if understood.assent is not None or understood.complaint or understood.questions or understood.follow_up:
        return understood.assent
    words = words_of(words_in(lines))
    return assent_in(words[:1]) if len(words) <= _LONGEST_ANSWER else None


def _names_it(reply: Reply, about: str, understood: Understanding) -> bool:
    case, _ = case_and_lines(reply, about)
    if case is None:
        return False
    complaint = understood.complaint
    order_number = understood.order_number if complaint is None else complaint.order_number
    return understood.case_number == case.number or (order_number is not None and order_number == case.order_number)


def keep_as_new(reply: Reply, about: str) -> None:
    """Open a case of their own for words about which the customer was asked, and has not answered."""
    _, lines = case_and_lines(reply, about)
    if not end_question(reply.session, int(about.rpartition(".")[2])) or not lines:
        return
    opened = open_new(reply, complaint_in(reply, lines), lines)
    reply.say("complaint_unanswered", case_number=opened.number, due=opened.due, now=reply.now)


def settle_question(session: Session, question: OpenQuestion, snapshot: Snapshot, now: datetime) -> bool:
    """Keep the words of a question that nobody answered as a complaint of their own. Returns whether it was open.

    If that raises, it is run again to tell the staff, who then have the words. Raises RunAgainError for that.
    """
    talk = find_talk(session, question.channel, question.account, question.external_id)
    if talk is None:
        raise LookupError(f"no conversation with {question.channel}:{question.external_id}")
    asked = said_by(session, question.last_id)
    speaks, talk = talk.customer_id, _as_it_was(session, talk, asked)
    reply = Reply(session, talk, snapshot, language_for(talk, None, snapshot), now)
    about = f"{question.case_id}.{question.first_id}.{question.last_id}"
    if session.failure is not None:
        return _give_up(reply, question, about, session.failure)
    try:
        keep_as_new(reply, about)
        if asked != speaks:
            reply.parts.clear()  # another of the family sees the chat now: it is told in time to whose it is
        if ((talk.asked or {}).get("kept") or {}).get("about") == about:
            reply.ask(None)
        reply.queue(f"unanswered:{question.last_id}")
    except Exception as error:
        if is_unavailable(error) or is_worth_another_run(error):
            raise
        raise RunAgainError(error) from error
    return bool(reply.parts) or asked != speaks


def _as_it_was(session: Session, talk: Talk, customer_id: int) -> Talk:
    """Return a conversation as it was when one of a family spoke in it."""
    if customer_id == talk.customer_id:
        return talk
    name = session.scalar(select(CUSTOMERS.c.name).where(CUSTOMERS.c.id == customer_id))
    return replace(talk, customer_id=customer_id, customer_name=name)


def _give_up(reply: Reply, question: OpenQuestion, about: str, error: Exception) -> bool:
    log.error("question_failed", conversation=reply.talk.conversation_id, interaction=question.last_id, exc_info=error)
    end_question(reply.session, question.last_id)
    _, lines = case_and_lines(reply, about)
    notify(
        reply, "staff_turn_failed", f"unanswered:{question.last_id}",
        last_words=words_in(lines), error=type(error).__name__,
    )  # fmt: skip
    return True
