"""What is due among the staff: summaries to be written into topics, and handoffs in which a time has run out."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog

from bot.writing import Commits
from crm.cases import OpenHandoff
from crm.cases.handoff_queries import handoffs_due
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.briefing import write_brief
from crm.conversation.staffing.overseeing import oversee
from crm.history.topics import briefs_due
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session

SWEEP_S = 0.1

log = structlog.get_logger(__name__)


async def mind_the_staff(
    database: Database,
    snapshot: Callable[[], Snapshot],
    now: Callable[[], datetime],
    beat: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Do what is due among the staff for ever. A database that does not answer is waited for."""
    while True:
        beat()
        try:
            await mind_once(database, snapshot(), now)
        except Exception as error:
            if not is_unavailable(error):
                raise
            log.warning("database_unavailable", hint="the staff's reminders wait until the database answers again")
        await sleep(SWEEP_S)


async def mind_once(database: Database, snapshot: Snapshot, now: Callable[[], datetime]) -> int:
    """Do all that is due among the staff now; return how much it was."""

    def read() -> tuple[list[tuple[int, str]], list[OpenHandoff]]:
        with database.reading() as session:
            return briefs_due(session), handoffs_due(session, now())

    briefs, handoffs = await asyncio.to_thread(read)
    commit = Commits(database.writer)
    jobs = [commit(partial(_write_brief, brief=each, snapshot=snapshot, now=now())) for each in briefs]
    jobs += [commit(partial(_oversee, due=each, snapshot=snapshot, now=now())) for each in handoffs]
    return sum(await asyncio.gather(*jobs))


def _write_brief(session: Session, *, brief: tuple[int, str], snapshot: Snapshot, now: datetime) -> bool:
    topic_id, why = brief
    return write_brief(session, topic_id, why, snapshot, now)


def _oversee(session: Session, *, due: OpenHandoff, snapshot: Snapshot, now: datetime) -> bool:
    return oversee(session, due, snapshot, now)
