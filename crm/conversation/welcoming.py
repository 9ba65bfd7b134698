"""Who was away hears first what has changed: an answer that is overdue, a promise kept, a complaint solved."""

from collections.abc import Sequence
from datetime import timedelta

from crm.cases import OpenCase, content_told, has_news, note_told
from crm.conversation.adding import is_from_here, remembered, tell_news
from crm.conversation.complaining import known_cases
from crm.conversation.replying import Reply
from crm.conversation.understanding import ComplaintCategory
from crm.conversation.wording import NewsLine
from crm.history import Line, last_heard_at

AWAY = timedelta(hours=3)
"""Who comes back after so long is told what has changed since."""
DELICATE = frozenset(
    {ComplaintCategory.HEALTH, ComplaintCategory.STAFF, ComplaintCategory.REFUND, ComplaintCategory.PAYMENT}
)
"""How these ended is told only to who asks for it."""


def was_away(reply: Reply, lines: Sequence[Line]) -> bool:
    """Whether the customer was last there long before these lines. Who is here for the first time was not."""
    talk = reply.talk
    before = last_heard_at(reply.session, talk.customer_id, talk.conversation_id, lines[0].id)
    return before is not None and lines[0].said_at - before >= AWAY


def welcome(reply: Reply, lines: Sequence[Line], greeting: str | None, *, asks_what_is_new: bool) -> bool:
    """Welcome who is back with what has changed. Returns False where there is nothing to tell.

    A reply that is overdue comes before any welcome, and news before the offer to help.
    """
    if not asks_what_is_new and not was_away(reply, lines):
        return False
    overdue = [case for case in known_cases(reply) if case.is_overdue(reply.now)]
    if overdue:
        reply.say("still_waiting", greeting=greeting, case_numbers=tuple(case.number for case in overdue))
        for case in overdue:
            tell_news(reply, case, "asked", key=f"overdue:{case.id}:{lines[-1].id}", words="")
    return _say_news(reply, greeting, is_welcome=not overdue) or bool(overdue)


def tell_news_first(reply: Reply, lines: Sequence[Line]) -> None:
    """Put what has changed since the customer was last there before everything else that is said."""
    talk = reply.talk
    if talk.decided_through and has_news(reply.session, talk.customer_id) and was_away(reply, lines):
        answered, reply.parts = reply.parts, []
        _say_news(reply, None, is_welcome=False)
        reply.parts += answered


def _say_news(reply: Reply, greeting: str | None, *, is_welcome: bool) -> bool:
    cases = [case for case in known_cases(reply) if case.has_news and _is_content_told(reply, case)][::-1]
    if not cases:
        return False
    items = tuple(_news_line(reply, case) for case in cases)
    reply.say("back_again", greeting=greeting, is_welcome=is_welcome, items=items, now=reply.now)
    for case in cases:
        note_told(reply.session, case.id, reply.now)
    unsaid = [case.id for case in cases if _is_delicate(reply, case)]
    if unsaid:
        reply.offer("look", "case.news", ".".join(map(str, unsaid)))
    return True


def _is_delicate(reply: Reply, case: OpenCase) -> bool:
    """What was told in another chat is as delicate as what concerns health or money."""
    return not is_from_here(reply, case) or ComplaintCategory(case.category) in DELICATE


def _news_line(reply: Reply, case: OpenCase) -> NewsLine:
    known, is_delicate = remembered(reply, case), _is_delicate(reply, case)
    return NewsLine(
        case_number=case.number,
        category=known["category"],
        order_number=known["order_number"],
        resolution=None if is_delicate or case.is_open else case.resolution,
        kept=None if is_delicate else case.kept,
        is_solved=not case.is_open,
        is_delicate=is_delicate,
    )


def say_news(reply: Reply, case: OpenCase) -> None:
    """Say what is new in a case, to a customer who asked."""
    if not case.is_open:
        say_solved(reply, case)
    elif case.kept is not None and _is_content_told(reply, case):
        reply.say("promise_kept", **remembered(reply, case), kept=case.kept)
        note_told(reply.session, case.id, reply.now)


def say_solved(reply: Reply, case: OpenCase) -> None:
    """Say how a case ended, to a customer who asked; where nothing proves that it is theirs, only that it did."""
    resolution = case.resolution if _is_content_told(reply, case) else None
    reply.say("complaint_solved", **remembered(reply, case), ended_at=case.ended_at, resolution=resolution)
    note_told(reply.session, case.id, reply.now)


def _is_content_told(reply: Reply, case: OpenCase) -> bool:
    return content_told(reply.session, reply.talk.customer_id, case.id)
