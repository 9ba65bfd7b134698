"""Who is upset gets to a person sooner. They are not told so: the staff are."""

from collections.abc import Sequence
from datetime import timedelta

from crm.conversation.handing_over import hand_over
from crm.conversation.meanings import repeated_since
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line

WITHIN = timedelta(hours=24)
OFFERED_FROM = 2
"""Who comes back to their complaints for the second time within a day is offered a person."""
BROUGHT_FROM = 3
"""The third time brings them in."""


def bring_person_sooner(reply: Reply, understood: Understanding, lines: Sequence[Line], *, repeats: bool) -> None:
    """Bring a person in where patience is at an end, or offer one where it may soon be.

    `repeats`: these words come back to a complaint. They are counted among those that were kept.
    """
    if reply.talk.holder == "waiting" or "holder" in reply.changes:
        return
    times = repeated_since(reply, reply.now - WITHIN) if repeats else 0
    if understood.is_upset or times >= BROUGHT_FROM:
        hand_over(reply, reason="upset", key=f"handoff:{lines[-1].id}", last_words=lines[-1].text)
    elif times >= OFFERED_FROM:
        reply.offer("person", "human")
