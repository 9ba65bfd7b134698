"""Outcomes go to the Writer as they come: those that gather while it is busy, as one job."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.metrics import DELIVERIES
from bot.writing import Commits
from crm.history.outbox import Ended, Part, record_ends, record_parts
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session
from crm.kernel.writer import Writer

LONGEST_PAUSE_S = 5.0

log = structlog.get_logger(__name__)


class Recorder:
    """Writes down what became of deliveries. It waits for a database that cannot commit: a fact is never dropped."""

    def __init__(
        self,
        writer: Writer,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._commit = Commits(writer)
        self._now = now
        self._sleep = sleep
        self._parts: list[Part] = []
        self._ends: list[Ended] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._busy = False

    async def record(self, parts: Sequence[Part], end: Ended | None = None) -> None:
        """Return when the facts are committed."""
        self._parts += parts
        if end is not None:
            self._ends.append(end)
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(written)
        if not self._busy:
            self._busy = True
            try:
                await self._write_all()
            finally:
                self._busy = False
        await written

    async def _write_all(self) -> None:
        while self._waiting:
            parts, ends, waiting = self._parts, self._ends, self._waiting
            self._parts, self._ends, self._waiting = [], [], []
            await self.write(partial(self._job, parts=parts, ends=ends))
            for end in ends:
                DELIVERIES.labels(end.state).inc()
            for written in waiting:
                if not written.done():
                    written.set_result(None)

    def _job(self, session: Session, *, parts: list[Part], ends: list[Ended]) -> None:
        record_parts(session, parts)
        record_ends(session, ends, self._now())

    async def write(self, job: Callable[[Session], None]) -> None:
        """Run a job until the database commits it."""
        pause_s = 0.1
        while True:
            try:
                await self._commit(job)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning(
                    "database_unavailable", hint="what was sent is written down when the database commits again"
                )
                await self._sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
            else:
                return
