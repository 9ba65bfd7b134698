"""What cannot wait goes past articles and queues: a person is called until one has come, by day and by night."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from crm.cases import CasePriority, open_handoff, request_agent
from crm.cases.holding import hasten
from crm.cases.showing import show_to_staff
from crm.conversation.complaining import known_cases, open_new
from crm.conversation.handing_over import asked_for, notify
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_complaints import Complaint
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.recognising_serious import SeriousKind
from crm.conversation.replying import Reply
from crm.history import Holder, Line
from crm.kernel.session import Session
from crm.staff import on_duty
from crm.staff.members import Member, members

SERIOUS: Final = "serious"
"""The reason of a handoff that cannot wait."""
CALLED_AGAIN_AFTER: Final = timedelta(minutes=3)
"""So often people are called until one of them has taken the conversation over, whatever the hour."""
ONE_MATTER: Final = timedelta(hours=24)
"""For so long people are called to one case for what is said of its kind."""
CATEGORIES: Final[Mapping[SeriousKind, ComplaintCategory]] = {
    SeriousKind.POISONING: ComplaintCategory.HEALTH,
    SeriousKind.ALLERGY: ComplaintCategory.HEALTH,
    SeriousKind.INJURY: ComplaintCategory.HEALTH,
    SeriousKind.HARASSMENT: ComplaintCategory.STAFF,
    SeriousKind.FRAUD: ComplaintCategory.PAYMENT,
    SeriousKind.THREAT: ComplaintCategory.OTHER,
    SeriousKind.SELF_HARM: ComplaintCategory.OTHER,
}


def take_serious(reply: Reply, kind: SeriousKind, lines: Sequence[Line]) -> None:
    """Open a case that comes before all others, call people, and tell the customer whom to call meanwhile.

    Nothing else that the turn asks for is answered. While an agent has the conversation only the staff hear of it.
    """
    number, is_new = _case_of(reply, kind, lines)
    _call_people(reply, kind, number, lines)
    reply.ask(None)
    reply.say("serious_taken", kind=kind.value, case_number=number, is_new=is_new)


def _case_of(reply: Reply, kind: SeriousKind, lines: Sequence[Line]) -> tuple[str, bool]:
    """Return the number of the case that people are called to, and whether it is new.

    What is said of a matter that people are called to already is shown to them. It is not added to its case: matters of
    safety, money and staff never are unasked, and nobody in need is asked.
    """
    for case in known_cases(reply):
        is_urgent = case.is_open and case.priority is CasePriority.URGENT
        if is_urgent and case.category == CATEGORIES[kind] and reply.now - case.opened_at < ONE_MATTER:
            return case.number, False
    words = "\n".join(line.text for line in lines if line.text)
    complaint = Complaint(CATEGORIES[kind], order_number_in(words), words)
    return open_new(reply, complaint, lines, priority=CasePriority.URGENT).number, True


def _call_people(reply: Reply, kind: SeriousKind, case_number: str, lines: Sequence[Line]) -> None:
    session, talk, again_at = reply.session, reply.talk, reply.now + CALLED_AGAIN_AFTER
    if talk.holder == Holder.BOT and "holder" not in reply.changes:
        asked_for(reply, request_agent(session, talk, reason=SERIOUS, next_at=again_at, at=reply.now))
    elif (handoff := open_handoff(session, talk.conversation_id)) is not None and not reply.is_silent:
        hasten(session, handoff, reason=SERIOUS, next_at=again_at)
    show_to_staff(session, reply.talk, reply.now)
    notify(
        reply, "staff_serious", f"serious:{lines[-1].id}", kind=kind.value, case_number=case_number,
        last_words=lines[-1].text, mentions=people_to_call(session),
    )  # fmt: skip


def people_to_call(session: Session) -> tuple[tuple[str, str], ...]:
    """Return name and account of those on duty, or of the whole team where nobody is."""
    called: Sequence[Member] = on_duty(session) or [member for member in members(session) if member.role.answers]
    return tuple((member.name, member.external_id) for member in called)
