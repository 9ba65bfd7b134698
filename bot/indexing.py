"""Making what was said findable by its words, and customers by their names: beside the path, a chunk at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from crm.customers.indexing_names import any_name_unindexed, index_names
from crm.history.indexing import index_words, not_indexed, tokens_by_id
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session

CHUNK = 100
"""Lines, or names, in one transaction: some milliseconds of the Writer on SQLite."""
PAUSE_S = 0.5
PAUSE_WHILE_MORE_WAITS_S = 0.05

log = structlog.get_logger(__name__)


async def index_for_ever(
    database: Database,
    beat: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Index for ever. Several processes may do so at once. A database that does not answer is waited for."""
    while True:
        beat()
        indexed = 0
        try:
            indexed = await index_once(database)
        except Exception as error:
            if not is_unavailable(error):
                raise
            log.warning("database_unavailable", hint="words are indexed when the database answers again")
        await sleep(PAUSE_WHILE_MORE_WAITS_S if indexed == CHUNK else PAUSE_S)


async def index_once(database: Database) -> int:
    """Index what has waited longest and return how many lines, or names if those are more, that were."""
    tokens, any_name = await asyncio.to_thread(_read, database)
    lines = names = 0
    if tokens:
        lines = await _alone(database, partial(index_words, tokens=tokens))
    if any_name:
        names = await _alone(database, partial(index_names, most=CHUNK))
    return max(lines, names)


async def _alone(database: Database, job: Callable[[Session], int]) -> int:
    return await asyncio.wrap_future(database.writer.submit(job, alone=True))


def _read(database: Database) -> tuple[dict[int, frozenset[str]], bool]:
    with database.reading() as session:
        lines, any_name = not_indexed(session, CHUNK), any_name_unindexed(session)
    return tokens_by_id(lines), any_name
