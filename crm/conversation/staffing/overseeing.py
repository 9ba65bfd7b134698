"""What happens when time runs out on a handoff: the staff are reminded, and the customer is told how it stands."""

from datetime import datetime
from typing import Final

from crm.cases import OpenHandoff, open_handoff, wake
from crm.cases.holding import note_reminder
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.doing import At, do_put_back, say_to_customer, talk_of
from crm.conversation.staffing.silence import silence_noticed_at
from crm.conversation.staffing.speaking import button, words
from crm.conversation.taking_serious import CALLED_AGAIN_AFTER, SERIOUS
from crm.history import Holder, Talk, tell_staff
from crm.kernel.calendar import due_after, is_open, next_opening
from crm.kernel.session import Session
from crm.staff import member_by_id, on_duty
from crm.staff.members import members

TOLD_AFTER: Final = 1
"""So many reminders in vain, and the customer is told honestly that nobody has come yet."""
REMIND_AGAIN_AFTER_MINUTES: Final = 60


def oversee(session: Session, due: OpenHandoff, snapshot: Snapshot, now: datetime) -> bool:
    """Do what is due in a handoff. Returns False if somebody else has, or it is no longer due."""
    talk = talk_of(At(session, snapshot, due.topic_id, "", now), due.conversation_id)
    handoff = open_handoff(session, due.conversation_id)
    if handoff is None or handoff.id != due.id or handoff.next_at is None or handoff.next_at > now:
        return False
    key = f"oversee:{handoff.id}:{handoff.next_at.isoformat()}"
    at = At(session, snapshot, handoff.topic_id, key, now)
    if talk.holder == Holder.SNOOZED:
        return _wake(at, talk, handoff)
    if talk.holder == Holder.AGENT:
        return _mind_the_silence(at, talk, handoff)
    return _remind_team(at, talk, handoff)


def _wake(at: At, talk: Talk, handoff: OpenHandoff) -> bool:
    woken = wake(at.session, talk, next_at=silence_noticed_at(at.snapshot, at.now), at=at.now)
    if woken is not None:
        at.say("staff_woken", agent=_name(at, handoff))
    return woken is not None


def _mind_the_silence(at: At, talk: Talk, handoff: OpenHandoff) -> bool:
    """Remind an agent whose customer waits; the second time, let the conversation wait for anybody."""
    if handoff.reminders >= 1:
        return do_put_back(at, talk, "system", why="silent")
    again_at = silence_noticed_at(at.snapshot, at.now)
    if not note_reminder(at.session, handoff, action="agent_reminded", next_at=again_at, at=at.now):
        return False
    at.say("staff_silent", agent=_name(at, handoff), since=handoff.waits_since, now=at.now)
    return True


def _name(at: At, handoff: OpenHandoff) -> str:
    return "" if handoff.agent_id is None else member_by_id(at.session, handoff.agent_id).name


def _remind_team(at: At, talk: Talk, handoff: OpenHandoff) -> bool:
    """Remind those on duty; then the whole team, and tell the customer honestly; then the team again and again.

    What cannot wait asks for no opening hours.
    """
    business, is_serious = at.snapshot.business, handoff.reason == SERIOUS
    minutes = business.reply_within_minutes if handoff.reminders == 0 else REMIND_AGAIN_AFTER_MINUTES
    again_at = at.now + CALLED_AGAIN_AFTER if is_serious else due_after(business.hours, at.now, minutes)
    if not note_reminder(at.session, handoff, action="timed_out", next_at=again_at, at=at.now):
        return False
    everybody = handoff.reminders >= TOLD_AFTER
    asked = members(at.session) if everybody else on_duty(at.session)
    mentions = tuple((member.name, member.external_id) for member in asked if member.role.answers)
    variables = {
        "customer": talk.customer_name, "since": handoff.requested_at, "now": at.now,
        "mentions": mentions, "is_serious": is_serious,
    }  # fmt: skip
    text = words(at.snapshot, "staff_still_waiting", everybody=everybody, **variables)
    tell_staff(at.session, key=at.key, kind="staff_still_waiting", text=text, at=at.now, customer_id=talk.customer_id)
    take = ((button(at.snapshot, "take_over", "staff.take", talk.conversation_id),),)
    at.say("staff_still_waiting", everybody=everybody, buttons=take, **variables)
    if handoff.reminders == TOLD_AFTER:
        opens_at = None if is_open(business.hours, at.now) else next_opening(business.hours, at.now)
        say_to_customer(at, talk, "agent_late", opens_at=opens_at, now=at.now)
    return True
