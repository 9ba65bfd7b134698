"""How does it stand? What is said of a complaint that the customer has made already."""

from collections.abc import Sequence

from crm.cases import OpenCase, cases_told
from crm.conversation.complaining import add_to, attach_lines, score_case, tell_news
from crm.conversation.replying import Reply
from crm.conversation.understanding import FollowUp, Understanding
from crm.conversation.wording import StatusLine
from crm.history import Line


def open_cases(reply: Reply) -> list[OpenCase]:
    """Return the cases of this customer that are still being worked on, the newest first."""
    return [case for case in cases_told(reply.session, reply.talk.customer_id, closed_since=reply.now) if case.is_open]


def answer_of_case(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> bool:
    """Answer words that name a case, or ask how a complaint stands. Returns False where they mean something else."""
    if understood.withdraws:
        _pass_withdrawal_on(reply, understood, lines)
        return True
    asked = _asked(understood)
    if understood.case_number is None and asked is None:
        return False
    cases = open_cases(reply)
    if understood.case_number is not None:
        _answer_of_named(reply, understood, cases, lines)
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
        words = "\n".join(line.text for line in lines if line.text)
        tell_news(reply, None, "withdrawn", key=str(lines[-1].id), words=words)
        reply.say("withdrawal_passed_on", case_number=None, category=None, order_number=None)
        return
    attach_lines(reply, meant, lines, "withdrawn")
    reply.say(
        "withdrawal_passed_on", case_number=meant.number, category=meant.category, order_number=meant.order_number
    )
    reply.offer("not_this", "case.detach", f"{meant.id}.{lines[0].id}.{lines[-1].id}")


def _asked(understood: Understanding) -> FollowUp | None:
    """Return what is asked of an earlier complaint: in so many words, or by its order alone ("4411 gimana?")."""
    if understood.complaint is not None:
        return None
    if understood.follow_up is None and understood.order_number is not None:
        return FollowUp("", understood.order_number, Understanding())
    return understood.follow_up


def _answer_of_named(reply: Reply, understood: Understanding, cases: list[OpenCase], lines: Sequence[Line]) -> None:
    named = next((case for case in cases if case.number == understood.case_number), None)
    if named is None:
        reply.say("complaint_unknown", case_number=understood.case_number)
        reply.offer("person", "human")
    elif understood.complaint is not None:
        add_to(reply, named, lines)
    else:
        say_progress(reply, named, lines)


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
    scores = {case.id: score_case(reply, asked.words, case) for case in cases}
    best, second = sorted(cases, key=lambda case: -scores[case.id])[:2]
    return best if scores[best.id] - scores[second.id] >= CLEAR_LEAD else None


CLEAR_LEAD = 15.0
"""By so many points of likeness one case leads the next, or all are named."""


def say_progress(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    """Say how a case stands, add the question to it, and pass it on to the staff."""
    attach_lines(reply, case, lines, "asked")
    due = case.promised_by(reply.now)
    reply.say(
        "complaint_progress", case_number=case.number, category=case.category, order_number=case.order_number,
        opened_at=case.opened_at, due=due, now=reply.now,
    )  # fmt: skip
    reply.offer("not_this", "case.detach", f"{case.id}.{lines[0].id}.{lines[-1].id}")
    if due is None:
        reply.offer("person", "human")


def say_status(reply: Reply, cases: Sequence[OpenCase]) -> None:
    """List what is open."""
    items = tuple(
        StatusLine(
            case_number=case.number,
            category=case.category,
            order_number=case.order_number,
            opened_at=case.opened_at,
            due=case.promised_by(reply.now),
        )
        for case in cases
    )
    reply.say("status", cases=items, now=reply.now)
