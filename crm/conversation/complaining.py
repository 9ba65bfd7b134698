"""A complaint: a new case, or more about one that is known."""

from collections.abc import Sequence
from datetime import timedelta

from crm.cases import OpenCase, attach, case_number, cases_told, loose_files, open_case
from crm.conversation.confirming_orders import confirm_known_order
from crm.conversation.flows import ask
from crm.conversation.handing_over import notify
from crm.conversation.recognising import KnownComplaint, Likeness, likeness_of, score_same_complaint
from crm.conversation.replying import Reply
from crm.conversation.understanding import Complaint, ComplaintCategory
from crm.history import Line
from crm.kernel.calendar import due_after

SAME_CASE = "same_case"
"""The flow of the question whether words are about a complaint that is known."""
RECENTLY_CLOSED = timedelta(days=14)
SHORTLY_BEFORE = timedelta(minutes=15)
"""A picture that came within this time before a complaint shows what it is about."""
ALWAYS_ASKED = frozenset(
    {ComplaintCategory.HEALTH, ComplaintCategory.REFUND, ComplaintCategory.PAYMENT, ComplaintCategory.STAFF}
)
"""Matters of health, of money and of staff are never attached unasked."""


def take_complaint(reply: Reply, complaint: Complaint, lines: Sequence[Line]) -> Likeness:
    """Attach a complaint to the case that is surely meant, ask where one may be meant, or open a new one.

    Returns how like it is to the case that is most alike.
    """
    known, likeness = _most_alike(reply, complaint)
    if known is None or likeness is Likeness.LOW:
        open_new(reply, complaint, lines)
    elif likeness is Likeness.HIGH and complaint.category not in ALWAYS_ASKED:
        add_to(reply, known, lines)
    else:
        about = f"{known.id}.{lines[0].id}.{lines[-1].id}"
        _ask(reply, known, about, is_delicate=complaint.category in ALWAYS_ASKED)
    return likeness


def _most_alike(reply: Reply, complaint: Complaint) -> tuple[OpenCase | None, Likeness]:
    cases = cases_told(reply.session, reply.talk.customer_id, closed_since=reply.now - RECENTLY_CLOSED)
    scored = [(score_case(reply, complaint, case), case) for case in cases]
    if not scored:
        return None, Likeness.LOW
    score, case = max(scored, key=lambda pair: (pair[0], pair[1].id))
    return case, likeness_of(score)


def score_case(reply: Reply, words: Complaint | str, case: OpenCase) -> float:
    """Return from 0 to 100 how likely words are about a case."""
    known = KnownComplaint(
        category=ComplaintCategory(case.category),
        words=case.words,
        order_number=case.order_number,
        case_number=case.number,
    )
    hours_since = (reply.now - case.last_said_at).total_seconds() / 3600
    return score_same_complaint(words, known, hours_since, reply.snapshot.lexicon)


def open_new(reply: Reply, complaint: Complaint, lines: Sequence[Line], *, message: str = "complaint_taken") -> None:
    """Open a case with the pictures that belong to it, tell the staff, and say when one hears next."""
    talk, business = reply.talk, reply.snapshot.business
    pictures = _pictures_before(reply, lines)
    due = due_after(business.hours, reply.now, business.reply_within_minutes)
    case_id = open_case(
        reply.session,
        customer_id=talk.customer_id,
        conversation_id=talk.conversation_id,
        category=complaint.category,
        order_number=complaint.order_number,
        words=complaint.words,
        interaction_ids=[*pictures, *(line.id for line in lines)],
        at=reply.now,
        due_at=due,
    )
    number = case_number(case_id)
    about = {"category": complaint.category.value, "order_number": complaint.order_number}
    if message == "complaint_taken":
        reply.say(message, case_number=number, due=due, now=reply.now, has_picture=bool(pictures), **about)
        if complaint.order_number is None:
            confirm_known_order(reply, case_id, complaint.category)
    else:
        reply.say(message, case_number=number, due=due, now=reply.now)
    notify(
        reply, "staff_new_case", f"case:{case_id}", case_number=number, due=due, now=reply.now,
        last_words=complaint.words, **about,
    )  # fmt: skip


def _pictures_before(reply: Reply, lines: Sequence[Line]) -> list[int]:
    talk = reply.talk
    return loose_files(
        reply.session, talk.customer_id, talk.conversation_id,
        before_id=lines[0].id, since=lines[0].said_at - SHORTLY_BEFORE,
    )  # fmt: skip


def add_to(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    """Add what was said to a case, say so and what is remembered of it, and tell the staff."""
    attach_lines(reply, case, lines, "added")
    say_added(reply, case)
    reply.offer("not_this", "case.detach", f"{case.id}.{lines[0].id}.{lines[-1].id}")


def say_added(reply: Reply, case: OpenCase) -> None:
    """Say that it was added, and what is remembered."""
    reply.say(
        "complaint_known", case_number=case.number, category=case.category, order_number=case.order_number,
        opened_at=case.opened_at, due=case.promised_by(reply.now), now=reply.now,
    )  # fmt: skip


def attach_lines(reply: Reply, case: OpenCase, lines: Sequence[Line], news: str) -> None:
    """Add lines, and the pictures sent shortly before them, to a case, and tell the staff what is new in it."""
    ids = [*_pictures_before(reply, lines), *(line.id for line in lines)]
    attach(reply.session, case.id, ids, customer_id=reply.talk.customer_id, at=reply.now)
    words = "\n".join(line.text for line in lines if line.text)
    tell_news(reply, case, news, key=str(lines[-1].id), words=words)


def tell_news(reply: Reply, case: OpenCase | None, news: str, *, key: str, words: str) -> None:
    """Tell the staff that a customer whom they are to answer has said more."""
    notify(
        reply, "staff_more", f"more:{key}", news=news, last_words=words,
        case_number=case.number if case else None,
        is_overdue=case is not None and case.promised_by(reply.now) is None,
    )  # fmt: skip


def _ask(reply: Reply, case: OpenCase, about: str, *, is_delicate: bool) -> None:
    ask(reply, SAME_CASE, "same", about=about, is_delicate=is_delicate)
    ask_whether_same(reply, case, about)


def ask_whether_same(reply: Reply, case: OpenCase, about: str) -> None:
    """Ask whether words are about a case. `about` names both: the case, and the first and last of the words."""
    reply.say(
        "complaint_known_ask", case_number=case.number, category=case.category, order_number=case.order_number,
        opened_at=case.opened_at, now=reply.now,
    )  # fmt: skip
    reply.offer("yes", "case.same", about)
    reply.offer("no_new", "case.new", about)
