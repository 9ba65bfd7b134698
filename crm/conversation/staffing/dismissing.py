"""Taking somebody off the staff: what they held waits for the others, and its customers hear so."""

from datetime import datetime

from crm.cases.handoff_queries import conversations_held
from crm.cases.holding import open_handoff
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.doing import At, do_put_back, talk_of
from crm.kernel.session import Session
from crm.staff import Member, remove_member


def dismiss(session: Session, snapshot: Snapshot, gone: Member, *, actor: str, at: datetime) -> bool:
    """Remove a member and hand on what they held. Returns False if they were removed already."""
    held = conversations_held(session, gone.id)
    if not remove_member(session, gone.id, actor, at):
        return False
    for conversation_id in held:
        handoff = open_handoff(session, conversation_id)
        topic_id = None if handoff is None else handoff.topic_id
        where = At(session, snapshot, topic_id, f"removed:{gone.id}:{conversation_id}", at)
        do_put_back(where, talk_of(where, conversation_id), actor, why="gone")
    return True
