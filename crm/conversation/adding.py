"""Adding what is said to a case that is known, and saying what is remembered of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from crm.cases import OpenCase, attach, loose_files, note_told
from crm.conversation.handing_over import notify
from crm.conversation.replying import Reply
from crm.history import Line
from crm.kernel.calendar import due_after

REOPENED_WITHIN = timedelta(days=14)
"""A complaint that comes back within this time after its case was solved opens that again."""
SHORTLY_BEFORE = timedelta(minutes=15)
"""A picture that came within this time before a complaint shows what it is about."""
ELSEWHERE = "elsewhere"
"""In the place of a category: it was said in another chat, and is not told in this one."""


def reply_due(reply: Reply) -> datetime:
    """Return by when a reply to what is said now is promised."""
    business = reply.snapshot.business
    return due_after(business.hours, reply.now, business.reply_within_minutes)


def has_ended_lately(reply: Reply, case: OpenCase) -> bool:
    """Whether a case has ended, but may be opened again."""
    return not case.is_open and reply.now - case.ended_at <= REOPENED_WITHIN


def is_from_here(reply: Reply, case: OpenCase) -> bool:
    """Whether a case was told in this chat. Of others this one hears number, date and state."""
    return case.conversation_id == reply.talk.conversation_id


def remembered(reply: Reply, case: OpenCase) -> dict[str, Any]:
    """Return what this chat may hear of a case, as its messages take it."""
    here = is_from_here(reply, case)
    return {
        "case_number": case.number,
        "category": case.category if here else ELSEWHERE,
        "order_number": case.order_number if here else None,
        "opened_at": case.opened_at,
        "now": reply.now,
    }


def handled(reply: Reply, case: OpenCase) -> dict[str, Any]:
    """Return who handles a case and what was promised, as far as that is known and still holds."""
    is_due = case.promise_due_at is not None and case.promise_due_at > reply.now and case.promise_kept_at is None
    holds = is_due and is_from_here(reply, case)
    return {
        "owner": case.owner,
        "promise": case.promise if holds else None,
        "promise_due": case.promise_due_at if holds else None,
    }


def add_to(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    """Add what was said to a case, say so and what is remembered of it, and tell the staff."""
    attach_lines(reply, case, lines, "added")
    say_added(reply, case)
    offer_not_this(reply, case, lines)


def offer_not_this(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    """Offer the button that takes lines off a case again."""
    reply.offer("not_this", "case.detach", f"{case.id}.{lines[0].id}.{lines[-1].id}")


def say_added(reply: Reply, case: OpenCase) -> None:
    """Say that it was added, and what is remembered. `case` is as it was before."""
    if case.is_open:
        due = case.promised_by(reply.now)
        reply.say("complaint_known", **remembered(reply, case), **handled(reply, case), due=due)
        return
    resolution = case.resolution if is_from_here(reply, case) else None
    reply.say("complaint_reopened", **remembered(reply, case), due=reply_due(reply), resolution=resolution)
    note_told(reply.session, case.id, reply.now)


def attach_lines(reply: Reply, case: OpenCase, lines: Sequence[Line], news: str) -> None:
    """Add lines, and the pictures sent shortly before them, to a case, and tell the staff what is new in it.

    A complaint that comes back, because it was not solved after all or nobody has replied in time, matters more.
    """
    talk = reply.talk
    pictures = loose_files(
        reply.session, talk.customer_id, talk.conversation_id,
        before_id=lines[0].id, since=lines[0].said_at - SHORTLY_BEFORE,
    )  # fmt: skip
    is_back = news == "added" and (not case.is_open or case.is_overdue(reply.now))
    attach(
        reply.session, case.id, [*pictures, *(line.id for line in lines)],
        customer_id=talk.customer_id, at=reply.now, back_by=reply_due(reply) if is_back else None,
    )  # fmt: skip
    words, key = words_in(lines), str(lines[-1].id)
    if is_back and not case.is_open:
        tell_back(reply, case, case.number, f"back:{key}", due=reply_due(reply), words=words)
    else:
        tell_news(reply, case, news, key=key, words=words)


def words_in(lines: Sequence[Line]) -> str:
    """Return all words of some lines."""
    return "\n".join(line.text for line in lines if line.text)


def tell_news(reply: Reply, case: OpenCase | None, news: str, *, key: str, words: str) -> None:
    """Tell the staff that a customer whom they are to answer has said more."""
    notify(
        reply, "staff_more", f"more:{key}", news=news, last_words=words,
        case_number=case.number if case else None,
        is_overdue=case is not None and case.is_overdue(reply.now),
    )  # fmt: skip


def tell_back(reply: Reply, earlier: OpenCase, number: str, key: str, *, due: datetime, words: str) -> None:
    """Tell the staff that a complaint has come back, as case `number`, and how it was solved before."""
    notify(
        reply, "staff_case_back", key, case_number=number, earlier_number=earlier.number, category=earlier.category,
        order_number=earlier.order_number, resolution=earlier.resolution, ended_at=earlier.ended_at, due=due,
        last_words=words, now=reply.now,
    )  # fmt: skip
