"""The stream of what happens, for those who watch: chat pages, the simulator."""

import asyncio
from collections import deque
from dataclasses import dataclass

from sandbox.encoding import Json

KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `viewers` are those whom it concerns; None: only those who watch everything."""

    id: int
    viewers: frozenset[int] | None
    data: Json


class EventStream:
    """Events in order, with the last ones kept for those who come back."""

    def __init__(self) -> None:
        self.last_id = 0
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._queues: dict[asyncio.Queue[Event], int | None] = {}

    def publish(self, viewers: frozenset[int] | None, data: Json, *, keep: bool = True) -> None:
        """Tell everyone who watches. What is not kept reaches only those who watch now."""
        self.last_id += 1
        event = Event(self.last_id, viewers, data)
        if keep:
            self._kept.append(event)
        for queue, user_id in self._queues.items():
            if user_id is None or (viewers is not None and user_id in viewers):
                queue.put_nowait(event)

    @property
    def is_watched_in_full(self) -> bool:
        """Whether anybody watches everything."""
        return None in self._queues.values()

    def watch(self, user_id: int | None) -> asyncio.Queue[Event]:
        """Start to watch what concerns a person, or everything."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._queues[queue] = user_id
        return queue

    def leave(self, queue: asyncio.Queue[Event]) -> None:
        """Stop watching."""
        self._queues.pop(queue, None)

    def since(self, event_id: int, user_id: int | None) -> list[Event]:
        """Return the kept events after an id that concern a person, or all."""
        mine = (e for e in self._kept if user_id is None or (e.viewers is not None and user_id in e.viewers))
        return [event for event in mine if event.id > event_id]
