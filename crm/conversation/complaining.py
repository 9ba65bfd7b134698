"""A complaint: a new case, or more about one that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.cases import CasePriority, OpenCase, case_number, cases_told, loose_files, open_case
from crm.conversation.adding import SHORTLY_BEFORE, add_to, has_ended_lately, reply_due, tell_back
from crm.conversation.confirming_addresses import ask_where_to_send
from crm.conversation.confirming_orders import confirm_known_order
from crm.conversation.handing_over import notify
from crm.conversation.recognising import KnownComplaint, Likeness, recognise
from crm.conversation.replying import Reply
from crm.conversation.same_case_asking import ask_about_case
from crm.conversation.understanding import Complaint, ComplaintCategory
from crm.history import Line
from crm.outlets import outlet_named_in

REMEMBERED = timedelta(days=365)
"""What ended earlier is not mentioned again."""
_AS_IF_SAID_HOURS_AGO = 72.0
"""Whether a complaint is like one of long ago is told from the words, not from the time between."""


_USUAL_PRIORITY = {ComplaintCategory.HEALTH: CasePriority.HIGH}


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was just opened. `earlier` ended long ago and was about the same."""

    id: int
    number: str
    due: datetime
    has_picture: bool
    earlier: OpenCase | None


def take_complaint(reply: Reply, complaint: Complaint, lines: Sequence[Line]) -> Likeness:
    """Attach a complaint to the case that is surely meant, ask where one may be meant, or open a new one.

    Returns how like it is to the case that is most alike.
    """
    cases = [case for case in known_cases(reply) if case.is_open or has_ended_lately(reply, case)]
    known, likeness = _most_alike(reply, complaint, cases)
    if known is None or likeness is Likeness.LOW:
        take_as_new(reply, complaint, lines)
    elif likeness is Likeness.HIGH:
        add_to(reply, known, lines)
    else:
        ask_about_case(reply, known, lines, complaint.category)
    return likeness


def known_cases(reply: Reply) -> list[OpenCase]:
    """Return the cases that this chat may be told of: open, or ended within a year; the newest first."""
    return cases_told(reply.session, reply.talk.customer_id, closed_since=reply.now - REMEMBERED)


def _most_alike(
    reply: Reply, complaint: Complaint, cases: Sequence[OpenCase], hours_since: float | None = None
) -> tuple[OpenCase | None, Likeness]:
    compared = [(compare(reply, complaint, case, hours_since), case) for case in cases]
    if not compared:
        return None, Likeness.LOW
    (likeness, _), case = max(compared, key=lambda pair: (pair[0][1], pair[1].id))
    return case, likeness


def compare(
    reply: Reply, words: Complaint | str, case: OpenCase, hours_since: float | None = None
) -> tuple[Likeness, float]:
    """Return how surely words are about a case, and from 0 to 100 how likely."""
    known = KnownComplaint(
        category=ComplaintCategory(case.category),
        words=case.words,
        order_number=case.order_number,
        case_number=case.number,
    )
    if hours_since is None:
        hours_since = (reply.now - case.last_said_at).total_seconds() / 3600
    return recognise(words, known, hours_since, reply.snapshot.lexicon)


def take_as_new(reply: Reply, complaint: Complaint, lines: Sequence[Line], *, for_another: bool = False) -> None:
    """Open a case, and say with what number and when one hears next.

    The one like it long ago and the order spoken of lately are named, but not to somebody who speaks for another.
    """
    opened = open_new(reply, complaint, lines)
    reply.say(
        "complaint_taken", case_number=opened.number, category=complaint.category.value,
        order_number=complaint.order_number, due=opened.due, now=reply.now, has_picture=opened.has_picture,
    )  # fmt: skip
    if for_another:
        return
    earlier = opened.earlier
    if earlier is not None and earlier.conversation_id == reply.talk.conversation_id:
        reply.say("complaint_like_before", case_number=earlier.number, opened_at=earlier.opened_at, now=reply.now)
    if complaint.order_number is None:
        confirm_known_order(reply, opened.id, complaint.category)
    ask_where_to_send(reply, opened.id)


def open_new(
    reply: Reply, complaint: Complaint, lines: Sequence[Line], *, priority: CasePriority | None = None
) -> Opened:
    """Open a case with the pictures that belong to it, and tell the staff; also how a like one ended long ago.

    Without a priority, health comes before the rest.
    """
    talk = reply.talk
    pictures = loose_files(
        reply.session, talk.customer_id, talk.conversation_id,
        before_id=lines[0].id, since=lines[0].said_at - SHORTLY_BEFORE,
    )  # fmt: skip
    due, earlier = reply_due(reply), _ended_long_ago(reply, complaint)
    outlet = outlet_named_in(complaint.words, reply.snapshot.outlets)
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
        priority=priority or _USUAL_PRIORITY.get(complaint.category, CasePriority.NORMAL),
        outlet=outlet.slug if outlet else None,
        earlier_case_id=earlier.id if earlier else None,
    )
    number = case_number(case_id)
    notify(
        reply, "staff_new_case", f"case:{case_id}", case_number=number, due=due, now=reply.now,
        last_words=complaint.words, category=complaint.category.value, order_number=complaint.order_number,
    )  # fmt: skip
    if earlier is not None:
        tell_back(reply, earlier, number, f"like:{case_id}", due=due, words=complaint.words)
    return Opened(case_id, number, due, bool(pictures), earlier)


def _ended_long_ago(reply: Reply, complaint: Complaint) -> OpenCase | None:
    """Return the case that ended too long ago to be opened again, where it was about the same kind of thing."""
    cases = [
        case
        for case in known_cases(reply)
        if not case.is_open and not has_ended_lately(reply, case) and case.category == complaint.category
    ]
    earlier, likeness = _most_alike(reply, complaint, cases, _AS_IF_SAID_HOURS_AGO)
    return None if likeness is Likeness.LOW else earlier
