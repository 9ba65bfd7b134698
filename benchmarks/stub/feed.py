"""getUpdates: what is offered waits here until a bot confirms it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.stub.loads import Journey

MOST_UPDATES: Final = 100


@dataclass(frozen=True, slots=True)
class Poll:
    """One getUpdates call that waits for updates."""

    limit: int
    deliver: Callable[[list[Journey]], None]
    timer: asyncio.TimerHandle


class Feed:
    """The updates of one bot, in order. Handing out does not remove: only a higher offset does, as at Telegram."""

    def __init__(self) -> None:
        self._unconfirmed: deque[Journey] = deque()
        self._poll: Poll | None = None

    @property
    def unconfirmed(self) -> int:
        """How many updates were offered and are not confirmed yet."""
        return len(self._unconfirmed)

    def offer(self, journeys: list[Journey]) -> None:
        """Add updates, and let a waiting poll have them."""
        self._unconfirmed.extend(journeys)
        if self._poll is not None and self._unconfirmed:
            self._end_poll()

    def ask(self, offset: int, limit: int, timeout_s: float, deliver: Callable[[list[Journey]], None]) -> None:
        """Confirm what is below the offset and deliver what follows, when there is some or the time is up."""
        while self._unconfirmed and self._unconfirmed[0].update_id < offset:
            self._unconfirmed.popleft()
        if self._poll is not None:
            self._end_poll()
        if self._unconfirmed or timeout_s <= 0:
            deliver(self._next(limit))
            return
        timer = asyncio.get_running_loop().call_later(timeout_s, self._end_poll)
        self._poll = Poll(limit, deliver, timer)

    def _end_poll(self) -> None:
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.timer.cancel()
            poll.deliver(self._next(poll.limit))

    def _next(self, limit: int) -> list[Journey]:
        count = min(limit, MOST_UPDATES, len(self._unconfirmed))
        return [self._unconfirmed[index] for index in range(count)]
