"""Answering what was put off, when it is due: a sweep, so that a crash loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog

from bot.writing import Commits
from crm.cases import OpenQuestion, questions_due
from crm.conversation.same_case import settle_question
from crm.conversation.snapshot import Snapshot
from crm.conversation.turns import Due, decide_due, due_conversations
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session

SWEEP_S = 0.1

log = structlog.get_logger(__name__)


async def sweep(
    database: Database,
    snapshot: Callable[[], Snapshot],
    now: Callable[[], datetime],
    beat: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    *,
    may_decide: Callable[[], bool],
) -> None:
    """Decide due conversations for ever. A database that does not answer is waited for.

    Not while `may_decide` says no: after a crash or an absence the rest of an album or a burst is still to come in.
    """
    while True:
        beat()
        try:
            if may_decide():
                await sweep_once(database, snapshot(), now)
        except Exception as error:
            if not is_unavailable(error):
                raise
            log.warning("database_unavailable", hint="put-off answers wait until the database answers again")
        await sleep(SWEEP_S)


async def sweep_once(database: Database, snapshot: Snapshot, now: Callable[[], datetime]) -> int:
    """Decide all conversations that are due now, and the questions that nobody answered; return how many were."""

    def read() -> tuple[list[Due], list[OpenQuestion]]:
        with database.reading() as session:
            return due_conversations(session, snapshot, now()), questions_due(session, now())

    due, unanswered = await asyncio.to_thread(read)
    commit = Commits(database.writer)
    jobs = [commit(partial(_decide, due=each, snapshot=snapshot, now=now())) for each in due]
    jobs += [commit(partial(_settle, question=each, snapshot=snapshot, now=now())) for each in unanswered]
    return sum(await asyncio.gather(*jobs))


def _decide(session: Session, *, due: Due, snapshot: Snapshot, now: datetime) -> bool:
    return decide_due(session, due, snapshot, now)


def _settle(session: Session, *, question: OpenQuestion, snapshot: Snapshot, now: datetime) -> bool:
    return settle_question(session, question, snapshot, now)
