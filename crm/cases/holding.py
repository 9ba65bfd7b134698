"""Who answers a conversation now: every change of it is one of these, with its audit row, and a new ownership epoch.

    bot ──request_agent──▶ waiting ──take_over──▶ agent ──snooze──▶ snoozed
     ▲                        ▲  │                  │ ▲                │
     └──── release ◀──────────┼──┴──────────────────┘ └──── wake ◀─────┘
                              └──── put_back (silence, a member who is gone); assign names the next agent

A change holds only if the conversation is as it was read: the customer's root is locked, and the epoch compared. What
the bot had queued before an agent took over may not leave any more; every other change takes its queued words along.
Nothing is said to anybody here: what customers and staff hear of a change is the conversation's.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from crm.cases.models import Handoff
from crm.history import Conversation, Delivery, Holder, Talk, find_talk_of
from crm.history.mirroring import last_interaction
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new
from crm.staff import Member

CONVERSATIONS, DELIVERIES, HANDOFFS = table_of(Conversation), table_of(Delivery), table_of(Handoff)

_move = Prepared(
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("conversation"), CONVERSATIONS.c.ownership_epoch == bindparam("before"))
    .values(holder=bindparam("to"), ownership_epoch=bindparam("after"))
)
_take_along = Prepared(
    update(DELIVERIES)
    .where(
        DELIVERIES.c.chat_id == bindparam("chat"),
        DELIVERIES.c.due_at.is_not(None),
        DELIVERIES.c.ownership_epoch == bindparam("before"),
    )
    .values(ownership_epoch=bindparam("after"))
)
_listened = Prepared(
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
    .values(decide_at=None, asked=None, decided_through=bindparam("through"))
)
_new_handoff = insert_new(HANDOFFS, "id")
_open = Prepared(
    select(
        HANDOFFS.c.id,
        HANDOFFS.c.customer_id,
        HANDOFFS.c.conversation_id,
        HANDOFFS.c.topic_id,
        HANDOFFS.c.reason,
        HANDOFFS.c.requested_at,
        HANDOFFS.c.agent_id,
        HANDOFFS.c.taken_at,
        HANDOFFS.c.waits_since,
        HANDOFFS.c.reminders,
        HANDOFFS.c.next_at,
    ).where(HANDOFFS.c.conversation_id == bindparam("conversation"), HANDOFFS.c.ended_at.is_(None))
)
_change = update(HANDOFFS).where(HANDOFFS.c.id == bindparam("handoff"))
_audit = Prepared(insert(table_of(AuditEntry)))


@dataclass(frozen=True, slots=True)
class OpenHandoff:
    """A handoff that has not ended."""

    id: int
    customer_id: int
    conversation_id: int
    topic_id: int | None
    reason: str
    requested_at: datetime
    agent_id: int | None
    taken_at: datetime | None
    waits_since: datetime | None
    reminders: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of trying to take a conversation over. `held_by` is the member who has it now, whoever tried."""

    is_new: bool
    held_by: int
    talk: Talk


def open_handoff(session: Session, conversation_id: int) -> OpenHandoff | None:
    """Return the handoff of a conversation that people have, or None."""
    row = session.first(_open, {"conversation": conversation_id})
    return None if row is None else OpenHandoff(*row)


def request_agent(session: Session, talk: Talk, *, reason: str, next_at: datetime, at: datetime) -> Talk:
    """Ask for a person on the customer's behalf. The bot helps on until one has taken over.

    `next_at` is when somebody is reminded, if nobody has. The talk must be the bot's.
    """
    if talk.holder != Holder.BOT:
        raise ValueError(f"a person was asked for already: {talk.holder}")
    _begin(session, talk, reason, next_at, at)
    return _moved(session, talk, Holder.WAITING, "requested", f"customer:{talk.customer_id}", at)


def take_over(session: Session, conversation_id: int, member: Member, *, at: datetime, next_at: datetime) -> Taken:
    """Give a conversation to a member: the first who asks has it. Who has it already changes nothing.

    `next_at` is when their silence is noticed. Raises LookupError for a conversation that there is not.
    """
    talk = find_talk_of(session, conversation_id)
    handoff = open_handoff(session, conversation_id)
    if talk.holder == Holder.AGENT and handoff is not None and handoff.agent_id is not None:
        return Taken(is_new=False, held_by=handoff.agent_id, talk=talk)
    if handoff is None:
        _begin(session, talk, "taken", None, at)
        handoff = open_handoff(session, conversation_id)
    assert handoff is not None  # noqa: S101 it was begun a line ago, under the lock
    values = {"agent_id": member.id, "taken_at": at, "reminders": 0, "waits_since": at, "next_at": next_at}
    session.execute(_change.values(**values), {"handoff": handoff.id})
    through = max(talk.decided_through, last_interaction(session, talk.customer_id))
    session.change(_listened, {"conversation": conversation_id, "through": through})
    moved = _moved(session, talk, Holder.AGENT, "taken_over", member.actor, at, takes_along=False)
    return Taken(is_new=True, held_by=member.id, talk=moved)


def assign(session: Session, talk: Talk, to: Member, *, actor: str, at: datetime, next_at: datetime) -> Talk | None:
    """Give a conversation to a member whom somebody else names. None: they have it already."""
    handoff = open_handoff(session, talk.conversation_id)
    if handoff is not None and talk.holder == Holder.AGENT and handoff.agent_id == to.id:
        return None
    if handoff is None:
        _begin(session, talk, "assigned", None, at)
        handoff = open_handoff(session, talk.conversation_id)
    assert handoff is not None  # noqa: S101 it was begun a line ago, under the lock
    values = {"agent_id": to.id, "taken_at": at, "reminders": 0, "waits_since": at, "next_at": next_at}
    session.execute(_change.values(**values), {"handoff": handoff.id})
    through = max(talk.decided_through, last_interaction(session, talk.customer_id))
    session.change(_listened, {"conversation": talk.conversation_id, "through": through})
    from_agent = Holder(talk.holder).is_agents
    return _moved(session, talk, Holder.AGENT, f"assigned_to:{to.id}", actor, at, takes_along=from_agent)


def release(session: Session, talk: Talk, *, actor: str, outcome: str, at: datetime) -> Talk | None:
    """Give a conversation back to the bot and end its handoff. None: the bot has it already."""
    handoff = open_handoff(session, talk.conversation_id)
    if handoff is None or talk.holder == Holder.BOT:
        return None
    session.execute(_change.values(ended_at=at, outcome=outcome, next_at=None), {"handoff": handoff.id})
    return _moved(session, talk, Holder.BOT, "released", actor, at)


def snooze(session: Session, talk: Talk, member: Member, *, until: datetime, at: datetime) -> Talk | None:
    """Put a conversation away until a moment, or the customer's next words. None: this member does not have it."""
    handoff = held_by(session, talk, member)
    if handoff is None:
        return None
    session.execute(_change.values(next_at=until, waits_since=None, reminders=0), {"handoff": handoff.id})
    return _moved(session, talk, Holder.SNOOZED, "snoozed", member.actor, at)


def wake(session: Session, talk: Talk, *, next_at: datetime, at: datetime) -> Talk | None:
    """Bring a conversation back that was put away: it is the same agent's again. None: it was not put away."""
    handoff = open_handoff(session, talk.conversation_id)
    if handoff is None or talk.holder != Holder.SNOOZED:
        return None
    session.execute(_change.values(next_at=next_at, reminders=0), {"handoff": handoff.id})
    return _moved(session, talk, Holder.AGENT, "woken", "system", at)


def put_back(session: Session, talk: Talk, *, actor: str, next_at: datetime, at: datetime) -> Talk | None:
    """Let a conversation wait for whoever takes it next: its agent is silent, or gone. None: no agent had it."""
    handoff = open_handoff(session, talk.conversation_id)
    if handoff is None or talk.holder not in (Holder.AGENT, Holder.SNOOZED):
        return None
    values = {"agent_id": None, "taken_at": None, "reminders": 0, "next_at": next_at, "waits_since": at}
    session.execute(_change.values(**values), {"handoff": handoff.id})
    return _moved(session, talk, Holder.WAITING, "put_back", actor, at)


def held_by(session: Session, talk: Talk, member: Member) -> OpenHandoff | None:
    """Return the handoff, if this member has the conversation now."""
    handoff = open_handoff(session, talk.conversation_id)
    is_theirs = talk.holder == Holder.AGENT and handoff is not None and handoff.agent_id == member.id
    return handoff if is_theirs else None


def note_waiting(session: Session, handoff: OpenHandoff, *, since: datetime | None, next_at: datetime | None) -> None:
    """Note since when the customer waits for words of ours; None: they have them."""
    session.execute(_change.values(waits_since=since, next_at=next_at, reminders=0), {"handoff": handoff.id})


def hasten(session: Session, handoff: OpenHandoff, *, reason: str, next_at: datetime) -> None:
    """Note that a handoff nobody has taken cannot wait any longer, and why."""
    session.execute(_change.values(reason=reason, next_at=next_at, reminders=0), {"handoff": handoff.id})


def note_topic(session: Session, handoff_id: int, topic_id: int) -> None:
    """Note where the staff see a handoff."""
    session.execute(_change.values(topic_id=topic_id), {"handoff": handoff_id})


def note_reminder(session: Session, handoff: OpenHandoff, *, action: str, next_at: datetime, at: datetime) -> bool:
    """Note that a time ran out and what was done. Returns False if another process has noted it."""
    changed = session.execute(
        _change.where(HANDOFFS.c.reminders == bindparam("known"), HANDOFFS.c.next_at <= bindparam("now")).values(
            reminders=HANDOFFS.c.reminders + 1, next_at=bindparam("again_at")
        ),
        {"handoff": handoff.id, "known": handoff.reminders, "now": at, "again_at": next_at},
    )
    if changed.rowcount == 0:
        return False
    _note(session, action, handoff.conversation_id, "system", at)
    return True


def _begin(session: Session, talk: Talk, reason: str, next_at: datetime | None, at: datetime) -> None:
    values = {"customer_id": talk.customer_id, "conversation_id": talk.conversation_id, "reason": reason}
    moments = {"requested_at": at, "waits_since": at, "next_at": next_at}
    if session.value(_new_handoff, {**values, **moments, "reminders": 0}) is None:
        raise LookupError(f"conversation {talk.conversation_id} has a handoff that it does not know of")


def _moved(
    session: Session, talk: Talk, to: Holder, action: str, actor: str, at: datetime, *, takes_along: bool = True
) -> Talk:
    """Change the holder, in a new epoch. Raises LookupError if the conversation is not as it was read."""
    before, after = talk.ownership_epoch, talk.ownership_epoch + 1
    values = {"conversation": talk.conversation_id, "before": before, "after": after, "to": to.value}
    if session.change(_move, values) == 0:
        raise LookupError(f"conversation {talk.conversation_id} is no longer in epoch {before}")
    if takes_along:
        session.change(_take_along, {"chat": talk.chat_id, "before": before, "after": after})
    _note(session, action, talk.conversation_id, actor, at)
    session.touched.add("ownership")
    return replace(talk, holder=to.value, ownership_epoch=after)


def _note(session: Session, action: str, conversation_id: int, actor: str, at: datetime) -> None:
    subject = f"conversation:{conversation_id}"
    session.change(_audit, {"at": at, "actor": actor, "action": f"conversation.{action}", "subject": subject})
