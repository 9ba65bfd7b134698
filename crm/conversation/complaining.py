"""A complaint: a new case, or more about one that is known."""

from collections.abc import Sequence
from datetime import timedelta

from crm.cases import OpenCase, attach, case_number, cases_of, open_case
from crm.conversation.handing_over import notify
from crm.conversation.recognising import KnownComplaint, Likeness, likeness_of, score_same_complaint
from crm.conversation.replying import Reply
from crm.conversation.understanding import Complaint, ComplaintCategory
from crm.history import Line
from crm.kernel.calendar import due_after

RECENTLY_CLOSED = timedelta(days=14)
ALWAYS_ASKED = frozenset({ComplaintCategory.REFUND, ComplaintCategory.PAYMENT, ComplaintCategory.STAFF})
"""Matters of money and of staff are never attached unasked."""


def take_complaint(reply: Reply, complaint: Complaint, lines: Sequence[Line]) -> None:
    """Attach a complaint to the case that is surely meant, ask where one may be meant, or open a new one."""
    known, likeness = _most_alike(reply, complaint)
    if known is None or likeness is Likeness.LOW:
        open_new(reply, complaint, lines)
    elif likeness is Likeness.HIGH and complaint.category not in ALWAYS_ASKED:
        _attach(reply, known, lines)
    else:
        _ask(reply, known, lines)


def _most_alike(reply: Reply, complaint: Complaint) -> tuple[OpenCase | None, Likeness]:
    cases = cases_of(reply.session, reply.talk.customer_id, closed_since=reply.now - RECENTLY_CLOSED)
    scored = [(_score(reply, complaint, case), case) for case in cases]
    if not scored:
        return None, Likeness.LOW
    score, case = max(scored, key=lambda pair: (pair[0], pair[1].id))
    return case, likeness_of(score)


def _score(reply: Reply, complaint: Complaint, case: OpenCase) -> float:
    known = KnownComplaint(
        category=ComplaintCategory(case.category),
        words=case.words,
        order_number=case.order_number,
        case_number=case.number,
    )
    return score_same_complaint(complaint, known, (reply.now - case.last_said_at).total_seconds() / 3600)


def open_new(reply: Reply, complaint: Complaint, lines: Sequence[Line], *, message: str = "complaint_taken") -> None:
    """Open a case, tell the staff, and say when one hears next."""
    talk, business = reply.talk, reply.snapshot.business
    case_id = open_case(
        reply.session,
        customer_id=talk.customer_id,
        conversation_id=talk.conversation_id,
        category=complaint.category,
        order_number=complaint.order_number,
        words=complaint.words,
        interaction_ids=[line.id for line in lines],
        at=reply.now,
    )
    number = case_number(case_id)
    due = due_after(business.hours, reply.now, business.reply_within_minutes)
    about = {"category": complaint.category.value, "order_number": complaint.order_number}
    if message == "complaint_taken":
        reply.say(message, case_number=number, due=due, now=reply.now, **about)
    else:
        reply.say(message, case_number=number, due=due, now=reply.now)
    notify(
        reply, "staff_new_case", f"case:{case_id}", case_number=number, due=due, now=reply.now,
        last_words=complaint.words, **about,
    )  # fmt: skip


def _attach(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    ids = [line.id for line in lines]
    attach(reply.session, case.id, ids, customer_id=reply.talk.customer_id, at=reply.now)
    reply.say(
        "complaint_known", case_number=case.number, category=case.category, order_number=case.order_number,
        opened_at=case.opened_at, agent=None, due=None, now=reply.now,
    )  # fmt: skip
    reply.offer("not_this", "case.detach", f"{case.id}.{ids[0]}.{ids[-1]}")


def _ask(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    reply.say(
        "complaint_known_ask", case_number=case.number, category=case.category, order_number=case.order_number,
        opened_at=case.opened_at, now=reply.now,
    )  # fmt: skip
    argument = f"{case.id}.{lines[0].id}.{lines[-1].id}"
    reply.offer("yes", "case.same", argument)
    reply.offer("no_new", "case.new", argument)
