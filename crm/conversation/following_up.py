"""How does it stand? What is said of a complaint that the customer has made already."""

from collections.abc import Sequence

from crm.cases import OpenCase, note_told
from crm.conversation.adding import (
    add_to,
    attach_lines,
    handled,
    has_ended_lately,
    is_from_here,
    offer_not_this,
    remembered,
    tell_news,
    words_in,
)
from crm.conversation.complaining import compare, known_cases, take_as_new
from crm.conversation.recognising import points_elsewhere
from crm.conversation.replying import Reply
from crm.conversation.understanding import FollowUp, Understanding
from crm.conversation.welcoming import say_solved
from crm.conversation.wording import StatusLine
from crm.history import Line
from crm.knowledge import words_of


def open_cases(reply: Reply) -> list[OpenCase]:
    """Return the cases that are still being worked on and that this chat may be told of, the newest first."""
    return [case for case in known_cases(reply) if case.is_open]


def answer_of_case(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> bool:
    """Answer words that name a case, or ask how a complaint stands. Returns False where they mean something else."""
    if understood.withdraws:
        _pass_withdrawal_on(reply, understood, lines)
        return True
    asked = _asked(reply, understood)
    if understood.case_number is None and asked is None:
        return False
    cases = open_cases(reply)
    if understood.case_number is not None:
        _answer_of_named(reply, understood, lines)
        return True
    return asked is not None and _answer_of_meant(reply, asked, cases, lines)


def _pass_withdrawal_on(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> None:
    """Tell the staff that the customer takes a complaint back. Only they close one, and they know why it was opened."""
    cases = open_cases(reply)
    if not cases:
        reply.say("status_none")
        return
    numbers = {understood.case_number, understood.order_number} - {None}
    named = [case for case in cases if not numbers or not numbers.isdisjoint({case.number, case.order_number})]
    meant = named[0] if len(named) == 1 else None
    if meant is None:
        tell_news(reply, None, "withdrawn", key=str(lines[-1].id), words=words_in(lines))
        reply.say("withdrawal_passed_on", case_number=None, category=None, order_number=None)
        return
    attach_lines(reply, meant, lines, "withdrawn")
    known = remembered(reply, meant)
    reply.say("withdrawal_passed_on", **{name: known[name] for name in ("case_number", "category", "order_number")})
    offer_not_this(reply, meant, lines)


def _asked(reply: Reply, understood: Understanding) -> FollowUp | None:
    """Return what is asked of an earlier complaint: in so many words, or by its order alone ("4411 gimana?")."""
    if understood.complaint is not None:
        return None
    asked = understood.follow_up
    if asked is not None and points_elsewhere(words_of(asked.words), reply.snapshot.lexicon):
        return None
    if understood.follow_up is None and understood.order_number is not None:
        return FollowUp("", understood.order_number, Understanding())
    return understood.follow_up


def _answer_of_named(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> None:
    named = next((case for case in known_cases(reply) if case.number == understood.case_number), None)
    if named is None:
        reply.say("complaint_unknown", case_number=understood.case_number)
        reply.offer("person", "human")
    elif understood.complaint is None:
        if named.is_open:
            say_progress(reply, named, lines)
        else:
            say_solved(reply, named)
    elif named.is_open or has_ended_lately(reply, named):
        add_to(reply, named, lines)
    else:
        take_as_new(reply, understood.complaint, lines)


def _answer_of_meant(reply: Reply, asked: FollowUp, cases: list[OpenCase], lines: Sequence[Line]) -> bool:
    if asked.order_number is not None:
        cases = [case for case in cases if case.order_number == asked.order_number]
    if not cases:
        return False
    meant = _meant(reply, asked, cases)
    if meant is None:
        say_status(reply, cases)
    else:
        say_progress(reply, meant, lines)
    return True


def _meant(reply: Reply, asked: FollowUp, cases: list[OpenCase]) -> OpenCase | None:
    """Return the one case that is meant: the only one, or the one that is surely more like the words than the rest."""
    if len(cases) == 1:
        return cases[0]
    scores = {case.id: compare(reply, asked.words, case)[1] for case in cases}
    best, second = sorted(cases, key=lambda case: -scores[case.id])[:2]
    return best if scores[best.id] - scores[second.id] >= CLEAR_LEAD else None


CLEAR_LEAD = 15.0
"""By so many points of likeness one case leads the next, or all are named."""


def say_progress(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    """Say how a case stands, add the question to it, and pass it on to the staff."""
    attach_lines(reply, case, lines, "asked")
    due = case.promised_by(reply.now)
    kept = case.kept if is_from_here(reply, case) else None
    reply.say("complaint_progress", **remembered(reply, case), **handled(reply, case), due=due, kept=kept)
    if kept is not None and case.has_news:
        note_told(reply.session, case.id, reply.now)
    offer_not_this(reply, case, lines)
    if due is None:
        reply.offer("person", "human")


def say_status(reply: Reply, cases: Sequence[OpenCase]) -> None:
    """List what is open."""
    items = tuple(_status_line(reply, case) for case in cases)
    reply.say("status", cases=items, now=reply.now)


def _status_line(reply: Reply, case: OpenCase) -> StatusLine:
    known = remembered(reply, case)
    return StatusLine(
        case_number=case.number,
        category=known["category"],
        order_number=known["order_number"],
        opened_at=case.opened_at,
        due=case.promised_by(reply.now),
    )
