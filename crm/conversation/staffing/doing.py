"""What an agent does with a conversation, and what its customer and the staff hear of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from crm.cases import (
    OpenCase,
    OpenHandoff,
    assign,
    cases_of,
    held_by,
    note_told,
    open_handoff,
    put_back,
    release,
    snooze,
    solve_case,
    take_case,
    take_over,
)
from crm.cases.holding import note_waiting
from crm.cases.showing import show_no_more, show_to_staff
from crm.conversation.replying import language_for
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.silence import silence_noticed_at
from crm.conversation.staffing.speaking import button, say_in_topic
from crm.history import (
    Attachment,
    Button,
    Content,
    Holder,
    Method,
    Priority,
    Talk,
    close_topic,
    find_talk_of,
    queue_outbound,
)
from crm.history.mirroring import note_agent_message
from crm.kernel.business import AddressForm
from crm.kernel.calendar import due_after
from crm.kernel.session import Session
from crm.staff import Member, member_by_id, members

SNOOZED_FOR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class At:
    """Where and when somebody of the staff does something: in a topic, at a moment, once per key."""

    session: Session
    snapshot: Snapshot
    topic_id: int | None
    key: str
    now: datetime

    def say(self, message: str, *, buttons: Any = (), **variables: Any) -> None:
        """Say something in the topic, if there is one."""
        if self.topic_id is not None:
            say_in_topic(
                self.session, self.snapshot, self.topic_id, message, key=f"{self.key}:{message}", at=self.now,
                buttons=buttons, **variables,
            )  # fmt: skip


def say_to_customer(at: At, talk: Talk, message: str, **variables: Any) -> None:
    """Say something to the customer that stands for nobody's words: who answers now."""
    form = None if talk.address_form is None else AddressForm(talk.address_form)
    language = language_for(talk, None, at.snapshot)
    html = at.snapshot.wording.say(language, message, customer_name=talk.customer_name, address_form=form, **variables)
    queue_outbound(at.session, talk, Content(html=html), key=f"{at.key}:{message}", now=at.now)


def do_take_over(at: At, conversation_id: int, member: Member) -> Talk | None:
    """Take a conversation over. None: a colleague has it, and the topic says who."""
    taken = take_over(at.session, conversation_id, member, at=at.now, next_at=silence_noticed_at(at.snapshot, at.now))
    if not taken.is_new:
        if taken.held_by == member.id:
            return taken.talk
        at.say("staff_taken_before", agent=member_by_id(at.session, taken.held_by).name, tried=member.name)
        return None
    handoff = open_handoff(at.session, conversation_id)
    if handoff is not None and handoff.topic_id is None:
        show_to_staff(at.session, taken.talk, at.now)
    for case in open_cases(at, taken.talk):
        take_case(at.session, case.id, member.name, member.actor, at.now)
    say_to_customer(at, taken.talk, "agent_joined", agent=member.name)
    at.say("staff_taken", agent=member.name, buttons=buttons_of_held(at.snapshot, conversation_id))
    return taken.talk


def buttons_of_held(snapshot: Snapshot, conversation_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons for who has a conversation."""
    return (
        (
            button(snapshot, "done", "staff.finish", conversation_id),
            button(snapshot, "snooze", "staff.snooze", conversation_id),
        ),
        (button(snapshot, "release", "staff.release", conversation_id),),
    )


def open_cases(at: At, talk: Talk) -> list[OpenCase]:
    """Return the open complaints of a customer, the newest first."""
    return [case for case in cases_of(at.session, talk.customer_id, closed_since=at.now) if case.is_open]


def do_release(at: At, talk: Talk, member: Member) -> bool:
    """Give a conversation back to the bot. Returns False for who does not have it; who leads may for anybody."""
    handoff = open_handoff(at.session, talk.conversation_id)
    if handoff is None or not (held_by(at.session, talk, member) or member.role.leads):
        return False
    released = release(at.session, talk, actor=member.actor, outcome="released", at=at.now)
    if released is None:
        return False
    if talk.holder in (Holder.AGENT, Holder.SNOOZED):
        say_to_customer(at, released, "agent_left", agent=_agent_name(at, handoff))
    at.say("staff_released", agent=member.name)
    show_no_more(at.session, released, handoff.topic_id)
    return True


def _agent_name(at: At, handoff: OpenHandoff) -> str | None:
    return None if handoff.agent_id is None else member_by_id(at.session, handoff.agent_id).name


def do_finish(at: At, talk: Talk, member: Member, resolution: str) -> bool:
    """Solve what is open with words for the customer, and give the conversation back. False: they do not have it."""
    handoff = held_by(at.session, talk, member)
    if handoff is None:
        return False
    solved = open_cases(at, talk)
    for case in solved:
        solve_case(at.session, case.id, resolution, member.actor, at.now)
        note_told(at.session, case.id, at.now)
    released = release(at.session, talk, actor=member.actor, outcome="finished", at=at.now)
    if released is None:
        return False
    numbers = tuple(case.number for case in solved)
    say_to_customer(at, released, "agent_finished", resolution=resolution, case_numbers=numbers)
    at.say("staff_finished", agent=member.name, resolution=resolution, case_numbers=numbers)
    show_no_more(at.session, released, handoff.topic_id)
    if handoff.topic_id is not None:
        close_topic(at.session, handoff.topic_id, at.now)
    return True


def do_assign(at: At, talk: Talk, member: Member, name: str) -> bool:
    """Give a conversation to the member of that name. False: only who has it, or leads, may, and to one who answers."""
    handoff = open_handoff(at.session, talk.conversation_id)
    meant = [each for each in members(at.session) if each.name.casefold() == name.casefold() and each.role.answers]
    if len(meant) != 1 or not (member.role.leads or held_by(at.session, talk, member)):
        return False
    next_at = silence_noticed_at(at.snapshot, at.now)
    assigned = assign(at.session, talk, meant[0], actor=member.actor, at=at.now, next_at=next_at)
    if assigned is None:
        return True
    if handoff is None or handoff.topic_id is None:
        show_to_staff(at.session, assigned, at.now)
    for case in open_cases(at, assigned):
        take_case(at.session, case.id, meant[0].name, member.actor, at.now)
    say_to_customer(at, assigned, "agent_joined", agent=meant[0].name)
    at.say("staff_taken", agent=meant[0].name, buttons=buttons_of_held(at.snapshot, talk.conversation_id))
    return True


def do_snooze(at: At, talk: Talk, member: Member, until: datetime) -> bool:
    """Put a conversation away until a moment, or the customer's next words. False: they do not have it."""
    if snooze(at.session, talk, member, until=until, at=at.now) is None:
        return False
    at.say("staff_snoozed", agent=member.name, until=until, now=at.now)
    return True


def do_say(
    at: At,
    talk: Talk,
    member: Member,
    html: str,
    *,
    files: tuple[Attachment, ...] = (),
    method: Method = Method.MESSAGE,
    about: int | None = None,
) -> int | None:
    """Send an agent's words to the customer whose conversation they have; edits and quotes by what they are about.

    Returns the interaction. Raises PermissionError for who does not have the conversation.
    """
    handoff = held_by(at.session, talk, member)
    if handoff is None:
        raise PermissionError(f"{member.actor} does not have conversation {talk.conversation_id}")
    content = Content(html=html, files=files, method=method, about=about, priority=Priority.AGENT, author=member.actor)
    said = queue_outbound(at.session, talk, content, key=at.key, now=at.now)
    if said is not None:
        note_waiting(at.session, handoff, since=None, next_at=None)
    return said


def note_where_said(at: At, talk: Talk, interaction_id: int, *, chat_id: int, message_id: int) -> None:
    """Note which message of the group an agent's words came from: their fate is shown on it."""
    if at.topic_id is not None:
        note_agent_message(
            at.session, interaction_id, customer_id=talk.customer_id, chat_id=chat_id, topic_id=at.topic_id,
            message_id=message_id,
        )  # fmt: skip


def do_put_back(at: At, talk: Talk, actor: str, *, why: str) -> bool:
    """Let a conversation wait for whoever takes it next, and say so on both sides. False: no agent has it."""
    handoff = open_handoff(at.session, talk.conversation_id)
    business = at.snapshot.business
    next_at = due_after(business.hours, at.now, business.reply_within_minutes)
    back = put_back(at.session, talk, actor=actor, next_at=next_at, at=at.now)
    if handoff is None or back is None:
        return False
    say_to_customer(at, back, "agent_put_back", agent=_agent_name(at, handoff))
    take = ((button(at.snapshot, "take_over", "staff.take", talk.conversation_id),),)
    at.say("staff_put_back", agent=_agent_name(at, handoff), why=why, buttons=take)
    return True


def talk_of(at: At, conversation_id: int) -> Talk:
    """Return a conversation, locked. Raises LookupError for a number that there is not."""
    return find_talk_of(at.session, conversation_id)
