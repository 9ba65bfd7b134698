"""Taking out facts whose time is over: nothing uses them any more, so they are not kept."""

from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, delete, select

from crm.history.models import Fact
from crm.kernel.models import table_of
from crm.kernel.session import Session

FACTS = table_of(Fact)
TAKEN_AT_ONCE: Final = 200

_expired = (
    select(FACTS.c.id, FACTS.c.first_id)
    .where(FACTS.c.expires_at <= bindparam("now"))
    .order_by(FACTS.c.expires_at)
    .limit(bindparam("most"))
)
# What was said before it goes, too: left alone, an older version would hold again.
_up_to = delete(FACTS).where(and_(FACTS.c.first_id == bindparam("fact"), FACTS.c.id <= bindparam("version")))


def forget_expired(session: Session, now: datetime, most: int = TAKEN_AT_ONCE) -> int:
    """Delete the versions of facts that expired, each with those before it. Returns how many rows are gone.

    What was stated anew since, and what says that a fact was forgotten, stays: it comes after them. Whoever sweeps at
    the same time finds nothing left to do.
    """
    newest: dict[int, int] = {}
    for version, fact in session.execute(_expired, {"now": now, "most": most}):
        newest[fact] = max(version, newest.get(fact, 0))
    return sum(
        session.execute(_up_to, {"fact": fact, "version": version}).rowcount for fact, version in sorted(newest.items())
    )
