"""Bringing a person in."""

from typing import Any

from crm.conversation.replying import Reply
from crm.history import tell_staff
from crm.kernel.calendar import is_open, next_opening


def hand_over(reply: Reply, *, reason: str, key: str, last_words: str, case_number: str | None = None) -> None:
    """Ask for a person, once: who waits already is told so. The staff hear of it in the same transaction."""
    hours, now = reply.snapshot.business.hours, reply.now
    open_now = is_open(hours, now)
    opens_at = None if open_now else next_opening(hours, now)
    if reply.talk.holder == "waiting":
        reply.say("already_waiting", opens_at=opens_at, now=now)
        return
    if opens_at is None:
        reply.say("handing_over")
    else:
        reply.say("handing_over_closed", opens_at=opens_at, now=now)
    reply.changes["holder"] = "waiting"
    notify(reply, "staff_handoff", key, reason=reason, last_words=last_words, case_number=case_number)


def notify(reply: Reply, message: str, key: str, **variables: Any) -> None:
    """Tell the staff of something about this customer, in the business's own language."""
    snapshot, talk = reply.snapshot, reply.talk
    language = snapshot.business.default_language
    text = snapshot.wording.say(language, message, customer=talk.customer_name, **variables)
    tell_staff(reply.session, key=key, kind=message, text=text, at=reply.now, customer_id=talk.customer_id)
