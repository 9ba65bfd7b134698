"""When to ask whether offers and greetings are welcome: once ever, on joining or after a contact that went well.

Never while a complaint is open, in a turn that complains, beside another question, or while a person is awaited. Who
answers "later" or nothing was asked.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from crm.cases import cases_of
from crm.consent import was_asked
from crm.conversation.consenting import ask_consent
from crm.conversation.replying import Reply
from crm.conversation.understanding import Courtesy, RemarkKind, Understanding
from crm.history import Direction, Line, recent_lines

WENT_WELL_WITHIN: Final = timedelta(hours=24)
_LINES_READ: Final = 6


def ask_at_a_good_moment(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Ask a customer who has joined in this turn, praises, or says thanks for an answer or a solution."""
    if understood.complaint is not None or understood.is_upset or understood.wants_person:
        return
    if _has_room(reply) and (reply.has_joined or _praises(understood) or _thanks_for_help(reply, lines, understood)):
        _ask_once(reply)


def ask_who_joined(reply: Reply) -> None:
    """Ask a customer who has joined by pressing a button."""
    if reply.has_joined and _has_room(reply):
        _ask_once(reply)


def _has_room(reply: Reply) -> bool:
    """Whether nothing else is asked or offered, and the bot goes on talking."""
    is_busy = bool(reply.buttons) or reply.changes.get("asked") is not None
    return reply.talk.holder == reply.changes.get("holder", "bot") == "bot" and not is_busy


def _ask_once(reply: Reply) -> None:
    customer_id = reply.speaker_id
    if was_asked(reply.session, customer_id):
        return
    if not any(case.is_open for case in cases_of(reply.session, customer_id, closed_since=reply.now)):
        ask_consent(reply)


def _praises(understood: Understanding) -> bool:
    return any(remark.kind is RemarkKind.PRAISE for remark in understood.remarks)


def _thanks_for_help(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Whether this is thanks for a solved case, or for the answer that an article gave to the last words before."""
    if understood.courtesy is not Courtesy.THANKS:
        return False
    if cases_of(reply.session, reply.speaker_id, closed_since=reply.now - WENT_WELL_WITHIN):
        return True
    earlier = recent_lines(reply.session, reply.talk.customer_id, most=_LINES_READ, before_id=lines[0].id)
    said = [
        line.text
        for line in earlier
        if line.direction == Direction.INBOUND and line.text and reply.now - line.said_at <= WENT_WELL_WITHIN
    ]
    return bool(said) and bool(reply.snapshot.understand(said[-1:]).questions)
