"""Holding a lease: one of several processes polls, one sends; the others stand by."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.processes import is_gone, name_of_this_process
from crm.kernel.errors import is_unavailable
from crm.kernel.leases import release_lease, take_lease
from crm.kernel.writer import Writer

LENGTH = timedelta(seconds=10)
RENEW_S = 2.0
STOP_BEFORE_S = 3.0
"""The holder stops this long before the lease's end, by its own monotonic clock."""

log = structlog.get_logger(__name__)


class LeaseKeeper:
    """Takes a lease, renews it, and knows at any moment whether it may still be relied on."""

    def __init__(
        self,
        writer: Writer,
        name: str,
        *,
        length: timedelta = LENGTH,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._writer = writer
        self._name = name
        self._holder = name_of_this_process()
        self._length = length
        self._clock = clock
        self._sleep = sleep
        self._good_until = float("-inf")
        self.term: int | None = None

    def held(self) -> bool:
        """Tell whether the lease is ours and not close to its end."""
        return self._clock() < self._good_until

    async def renew(self) -> None:
        """Take or extend the lease once. A database that does not answer leaves the lease to run out."""
        asked_at = self._clock()
        try:
            term = await asyncio.wrap_future(
                self._writer.submit(
                    lambda session: take_lease(session, self._name, self._holder, self._length, is_gone)
                )
            )
        except Exception as error:
            if not is_unavailable(error):
                raise
            return
        if term is None:
            if self.term is not None:
                log.warning("lease_lost", lease=self._name)
            self.term, self._good_until = None, float("-inf")
            return
        if term != self.term:
            log.info("lease_taken", lease=self._name, term=term)
        self.term = term
        self._good_until = asked_at + self._length.total_seconds() - STOP_BEFORE_S

    async def keep(self, beat: Callable[[], None]) -> None:
        """Renew for ever."""
        while True:
            beat()
            await self.renew()
            await self._sleep(RENEW_S)

    async def release(self) -> None:
        """Give the lease back, so that whoever stands by takes over at once."""
        if self.term is not None:
            await asyncio.wrap_future(
                self._writer.submit(lambda session: release_lease(session, self._name, self._holder))
            )
            self.term, self._good_until = None, float("-inf")
