"""What is asked of the handoffs."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm.cases.holding import OpenHandoff
from crm.cases.models import Handoff
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

HANDOFFS = table_of(Handoff)

_of_topic = Prepared(
    select(HANDOFFS.c.conversation_id)
    .where(HANDOFFS.c.topic_id == bindparam("topic"))
    .order_by(HANDOFFS.c.ended_at.is_not(None), HANDOFFS.c.id.desc())
    .limit(1)
)
_columns = tuple(HANDOFFS.c[name] for name in OpenHandoff.__dataclass_fields__)
_due = Prepared(
    select(*_columns)
    .where(HANDOFFS.c.next_at.is_not(None), HANDOFFS.c.next_at <= bindparam("now"), HANDOFFS.c.ended_at.is_(None))
    .order_by(HANDOFFS.c.next_at)
    .limit(50)
)
_of_agent = select(HANDOFFS.c.conversation_id).where(
    HANDOFFS.c.agent_id == bindparam("agent"), HANDOFFS.c.ended_at.is_(None)
)
_open = Prepared(select(*_columns).where(HANDOFFS.c.ended_at.is_(None)).order_by(HANDOFFS.c.conversation_id).limit(100))


def conversation_of_topic(session: Session, topic_id: int) -> int | None:
    """Return the conversation that a topic is about now: that of the open handoff, or else of the last."""
    found: int | None = session.value(_of_topic, {"topic": topic_id})
    return found


def handoffs_due(session: Session, now: datetime) -> list[OpenHandoff]:
    """Return the handoffs in which a time has run out, the longest ago first."""
    return [OpenHandoff(*row) for row in session.rows(_due, {"now": now})]


def conversations_held(session: Session, member_id: int) -> list[int]:
    """Return the conversations that a member has."""
    return list(session.execute(_of_agent, {"agent": member_id}).scalars())


def open_handoffs(session: Session) -> list[OpenHandoff]:
    """Return the handoffs that have not ended, by their conversations; at most 100."""
    return [OpenHandoff(*row) for row in session.rows(_open, {})]
