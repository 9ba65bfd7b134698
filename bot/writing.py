"""The Writer as an event loop sees it: many jobs end with one commit, and wake the loop once."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from crm.kernel.jobs import Locking
from crm.kernel.session import Session
from crm.kernel.writer import Writer

T = TypeVar("T")
_Ended = tuple["asyncio.Future[Any]", Any, BaseException | None]


class Commits:
    """Hands jobs to the Writer and waits for their commits, all in one event loop."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._ended: deque[_Ended] = deque()
        self._is_woken = False

    async def __call__(self, work: Callable[[Session], T], locking: Locking | None = None) -> T:
        """Return what a job returned, once it is committed, or raise its error.

        A caller that is cancelled does not undo the job.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Any] = loop.create_future()
        self._writer.hand_over(work, partial(self._note, loop, waiting), locking=locking)
        return cast(T, await waiting)

    def _note(
        self, loop: asyncio.AbstractEventLoop, waiting: "asyncio.Future[Any]", value: Any, error: BaseException | None
    ) -> None:
        """Keep how a job ended, in the Writer's thread. The mark is read after the end is there: none is overlooked."""
        self._ended.append((waiting, value, error))
        if not self._is_woken and not loop.is_closed():
            self._is_woken = True
            loop.call_soon_threadsafe(self._resolve)

    def _resolve(self) -> None:
        self._is_woken = False
        while self._ended:
            waiting, value, error = self._ended.popleft()
            if waiting.done():
                continue
            if error is None:
                waiting.set_result(value)
            else:
                waiting.set_exception(error)
