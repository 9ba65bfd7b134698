"""Making what was recorded findable by its words, beside the path: a chunk at a time, whatever waits."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from crm.history.indexing import index_words, not_indexed, tokens_by_id
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable

CHUNK = 100
"""Lines in one transaction: some 5 ms of the Writer on SQLite."""
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
    """Index the lines that have waited longest and return how many those were."""
    tokens = await asyncio.to_thread(_read, database)
    if not tokens:
        return 0
    return await asyncio.wrap_future(database.writer.submit(partial(index_words, tokens=tokens), alone=True))


def _read(database: Database) -> dict[int, frozenset[str]]:
    with database.reading() as session:
        lines = not_indexed(session, CHUNK)
    return tokens_by_id(lines)
