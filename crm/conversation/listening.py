"""While an agent has a conversation the bot listens: what is said is kept and understood, and not answered."""

from collections.abc import Sequence
from typing import Final

from crm.cases import open_handoff, wake
from crm.cases.holding import note_waiting
from crm.conversation.commands import answer_command, command_in
from crm.conversation.remembering_facts import remember_facts
from crm.conversation.remembering_language import remember_language
from crm.conversation.replying import Reply
from crm.conversation.staffing.silence import silence_noticed_at
from crm.conversation.taking_serious import take_serious
from crm.conversation.understanding import Understanding
from crm.history import Holder, Line
from crm.staff import member_by_id

ALWAYS: Final = frozenset({"human", "language", "mydata", "privacy", "stop"})
"""Commands that work whoever answers."""


def listen(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Keep what a customer says to their agent, and since when they wait; what was put away comes back.

    Of what cannot wait everybody hears, for the agent may not be looking.
    """
    remember_language(reply, lines, understood)
    remember_facts(reply, lines)
    _note_that_they_wait(reply)
    if understood.serious is not None:
        take_serious(reply, understood.serious, lines)
        return
    command = command_in(lines)
    if command is None or command.name not in ALWAYS:
        return
    reply.is_silent = False
    if command.name == "human":
        say_who_has_it(reply)
    else:
        answer_command(reply, command, lines)


def say_who_has_it(reply: Reply) -> None:
    """Say who answers here now: somebody who has accepted."""
    handoff = open_handoff(reply.session, reply.talk.conversation_id)
    agent_id = None if handoff is None else handoff.agent_id
    reply.say("agent_has_it", agent=None if agent_id is None else member_by_id(reply.session, agent_id).name)


def _note_that_they_wait(reply: Reply) -> None:
    session, talk, now = reply.session, reply.talk, reply.now
    next_at = silence_noticed_at(reply.snapshot, now)
    if talk.holder == Holder.SNOOZED:
        woken = wake(session, talk, next_at=next_at, at=now)
        reply.talk = woken or talk
    handoff = open_handoff(session, talk.conversation_id)
    if handoff is not None and handoff.waits_since is None:
        note_waiting(session, handoff, since=now, next_at=next_at)
