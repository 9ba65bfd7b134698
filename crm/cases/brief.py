"""What an agent must know at takeover, read in a few queries by the customer. How it is said is a template.

Of everything said, the last lines alone are read, and each query is answered by an index of the customer's: what it
takes does not grow with the history.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from crm.cases.models import Handoff
from crm.cases.queries import OpenCase, cases_of
from crm.customers.models import ChannelIdentity, Customer
from crm.customers.queries import same_root
from crm.history import Direction, KnownFact, Line, current_facts, recent_lines, without_taken_back
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.staff.models import StaffMember

CUSTOMERS, IDENTITIES = table_of(Customer), table_of(ChannelIdentity)
HANDOFFS, MEMBERS = table_of(Handoff), table_of(StaffMember)
RECENT: Final = timedelta(days=365)
LINES_READ: Final = 40
_PICTURES: Final = ("photo", "video", "animation", "document", "voice", "video_note", "audio")

_customer = Prepared(
    select(CUSTOMERS.c.name, CUSTOMERS.c.language, CUSTOMERS.c.created_at).where(
        CUSTOMERS.c.id == bindparam("customer_id")
    )
)
_since = Prepared(
    select(CUSTOMERS.c.created_at).where(CUSTOMERS.c.id.in_(same_root)).order_by(CUSTOMERS.c.created_at).limit(1)
)
_proved = Prepared(
    select(IDENTITIES.c.channel)
    .where(IDENTITIES.c.customer_id.in_(same_root), IDENTITIES.c.verified_at.is_not(None))
    .order_by(IDENTITIES.c.id)
)
_handoffs = Prepared(
    select(HANDOFFS.c.requested_at, HANDOFFS.c.reason, HANDOFFS.c.outcome, HANDOFFS.c.ended_at, MEMBERS.c.name)
    .select_from(HANDOFFS.outerjoin(MEMBERS, MEMBERS.c.id == HANDOFFS.c.agent_id))
    .where(HANDOFFS.c.conversation_id == bindparam("conversation"))
    .order_by(HANDOFFS.c.id.desc())
    .limit(4)
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One earlier handoff: when, who took it, and how it ended."""

    at: datetime
    agent: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Who this is, what it is about, what they told us, what was tried, what was promised."""

    customer_id: int
    name: str
    since: datetime
    language: str | None
    proved: tuple[str, ...]
    reason: str
    waits_since: datetime | None
    agent: str | None
    said: tuple[Line, ...]
    lines: tuple[Line, ...]
    pictures: int
    facts: tuple[KnownFact, ...]
    tried: tuple[Tried, ...]
    open_cases: tuple[OpenCase, ...]
    ended_cases: tuple[OpenCase, ...]


def read_brief(session: Session, customer_id: int, conversation_id: int, now: datetime) -> Brief:
    """Read the brief of a customer, for whoever takes this conversation over."""
    row = session.first(_customer, {"customer_id": customer_id})
    if row is None:
        raise LookupError(f"there is no customer {customer_id}")
    name, language, created_at = row
    lines = without_taken_back(recent_lines(session, customer_id, most=LINES_READ))
    said = [line for line in lines if line.direction == Direction.INBOUND and line.kind not in ("button", "service")]
    handoffs = session.rows(_handoffs, {"conversation": conversation_id})
    current = next((row for row in handoffs if row[3] is None), None)
    cases = cases_of(session, customer_id, closed_since=now - RECENT)
    return Brief(
        customer_id=customer_id,
        name=name,
        since=session.value(_since, {"customer_id": customer_id}) or created_at,
        language=language,
        proved=tuple(channel for (channel,) in session.rows(_proved, {"customer_id": customer_id})),
        reason="taken" if current is None else current[1],
        waits_since=None if current is None else current[0],
        agent=None if current is None else current[4],
        said=tuple(line for line in said if line.text),
        lines=tuple(lines),
        pictures=sum(line.kind in _PICTURES for line in said),
        facts=tuple(current_facts(session, customer_id, now)),
        tried=tuple(Tried(at, agent, outcome) for at, _, outcome, ended_at, agent in handoffs if ended_at is not None),
        open_cases=tuple(case for case in cases if case.is_open),
        ended_cases=tuple(case for case in cases if not case.is_open)[:3],
    )
