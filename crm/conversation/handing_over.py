"""Bringing a person in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from crm.cases import request_agent
from crm.cases.showing import show_to_staff
from crm.conversation.replying import Reply
from crm.history import Holder, Talk, tell_staff
from crm.kernel.calendar import due_after, is_open, next_opening


def hand_over(reply: Reply, *, reason: str, key: str, last_words: str, case_number: str | None = None) -> None:
    """Ask for a person, once: who waits already is told so. The staff hear of it in the same transaction."""
    if reply.is_silent or "holder" in reply.changes:  # somebody has it, or was asked for in this very turn
        return
    if reply.talk.holder == Holder.WAITING:
        say_waiting(reply)
        return
    opens_at = _opens_at(reply)
    if opens_at is None:
        reply.say("handing_over")
    else:
        reply.say("handing_over_closed", opens_at=opens_at, now=reply.now)
    next_at = due_after(reply.snapshot.business.hours, reply.now, reply.snapshot.business.reply_within_minutes)
    asked_for(reply, request_agent(reply.session, reply.talk, reason=reason, next_at=next_at, at=reply.now))
    show_to_staff(reply.session, reply.talk, reply.now)
    notify(reply, "staff_handoff", key, reason=reason, last_words=last_words, case_number=case_number)


def asked_for(reply: Reply, talk: Talk) -> None:
    """Note that a person was asked for in this turn, of which the rest is still the bot's."""
    reply.talk = replace(reply.talk, ownership_epoch=talk.ownership_epoch)
    reply.changes["holder"] = Holder.WAITING.value


def say_waiting(reply: Reply) -> None:
    """Say that a person was asked for already."""
    reply.say("already_waiting", opens_at=_opens_at(reply), now=reply.now)


def _opens_at(reply: Reply) -> datetime | None:
    """Return when the team is back, or None while it is open."""
    hours = reply.snapshot.business.hours
    return None if is_open(hours, reply.now) else next_opening(hours, reply.now)


def notify(reply: Reply, message: str, key: str, **variables: Any) -> None:
    """Tell the staff of something about this customer, in the business's own language."""
    snapshot, talk = reply.snapshot, reply.talk
    language = snapshot.business.default_language
    text = snapshot.wording.say(language, message, customer=talk.customer_name, **variables)
    tell_staff(reply.session, key=key, kind=message, text=text, at=reply.now, customer_id=talk.customer_id)
