"""One update in flight per chat; the rest wait behind it in the order of their update ids."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Waiting = tuple[int, int, "asyncio.Future[None]"]


@dataclass
class _Lane:
    waiting: list[Waiting] = field(default_factory=list)


class Lanes:
    """Turns by chat. A lane exists only while something is in it."""

    def __init__(self) -> None:
        self._lanes: dict[Any, _Lane] = {}
        self._arrivals = 0

    @asynccontextmanager
    async def turn(self, key: Any, update_id: int) -> AsyncIterator[None]:
        """Wait until no earlier update of this chat is in flight."""
        lane = self._lanes.get(key)
        if lane is None:
            self._lanes[key] = _Lane()
        else:
            await self._wait(key, lane, update_id)
        try:
            yield
        finally:
            self._next(key)

    async def _wait(self, key: Any, lane: _Lane, update_id: int) -> None:
        self._arrivals += 1
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = (update_id, self._arrivals, turn)
        heapq.heappush(lane.waiting, waiting)
        try:
            await turn
        except asyncio.CancelledError:
            if waiting in lane.waiting:
                lane.waiting.remove(waiting)
                heapq.heapify(lane.waiting)
            elif not turn.cancelled():  # it was this one's turn just now
                self._next(key)
            raise

    def _next(self, key: Any) -> None:
        if not self._hand_on(self._lanes[key]):
            del self._lanes[key]

    def _hand_on(self, lane: _Lane) -> bool:
        while lane.waiting:
            turn = heapq.heappop(lane.waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return True
        return False


def lane_of(raw: dict[str, Any]) -> Any:
    """Return the chat that an update belongs to, looking no deeper than needed; its own id if it names none."""
    for event in raw.values():
        if isinstance(event, dict):
            chat = event.get("chat") or event.get("from") or event.get("user")
            if isinstance(chat, dict) and "id" in chat:
                return chat["id"]
    return ("update", raw.get("update_id"))


def says_something(raw: dict[str, Any]) -> bool:
    """Tell whether an update is a new message, which an answer to earlier ones should wait for."""
    return "message" in raw
