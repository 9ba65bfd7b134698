"""What waits for the bot: the queue that getUpdates reads and the webhook empties."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sandbox.encoding import Json, encode

KEPT_S = 24 * 3600.0
CALLBACK_QUERY_KEPT_S = 150.0
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LARGEST_START = 900_000_000


@dataclass(frozen=True, slots=True)
class Pending:
    """One update that waits. `lane` is what Telegram keeps in order: one chat and one kind of update."""

    update_id: int
    kind: str
    lane: tuple[object, ...]
    expires_at: float
    encoded: bytes


class UpdateQueue:
    """Updates in order of their ids, until the bot has confirmed them or they are too old."""

    def __init__(self, clock: Callable[[], float], randomness: random.Random, first_id: int | None) -> None:
        self.allowed: frozenset[str] | None = None  # None: all but those that must be asked for
        self._clock = clock
        self._random = randomness
        self._next_id = first_id if first_id is not None else randomness.randrange(1, _LARGEST_START)
        self._waiting: dict[int, Pending] = {}  # by a serial number: injected updates need not have an id of their own
        self._given: set[int] = set()
        self._serial = 0
        self._expected: list[asyncio.Future[None]] = []
        self._earliest_expiry = float("inf")

    def wants(self, kind: str) -> bool:
        """Say whether the bot has asked for this kind of update."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def add(self, kind: str, payload: Json, lane: tuple[object, ...], *, times: int = 1) -> int:
        """Queue an update and return its id. Delivered twice means: the same id, twice."""
        update_id = self.take_id()
        self.add_encoded(update_id, kind, encode({"update_id": update_id, kind: payload}), lane, times=times)
        return update_id

    def add_encoded(
        self, update_id: int, kind: str, encoded: bytes, lane: tuple[object, ...], *, times: int = 1
    ) -> None:
        """Queue an update as it is."""
        expires_at = self._clock() + (CALLBACK_QUERY_KEPT_S if kind == "callback_query" else KEPT_S)
        self._earliest_expiry = min(self._earliest_expiry, expires_at)
        for _ in range(times):
            self._serial += 1
            self._waiting[self._serial] = Pending(update_id, kind, lane, expires_at, encoded)
        self.wake()

    def take_id(self) -> int:
        """Return the next update id and move on."""
        taken, self._next_id = self._next_id, self._next_id + 1
        return taken

    def jump(self, to: int | None = None) -> int:
        """Let the next update have another id, as after a week of silence; a random one if none is given."""
        self._next_id = to if to is not None else self._random.randrange(1, _LARGEST_START)
        return self._next_id

    def confirm_before(self, offset: int) -> None:
        """Forget what has an id below the offset, and what came before the update that the offset follows.

        An offset beyond the newest id is from before the ids started again elsewhere: it confirms only what was given.
        """
        last_handled = max((s for s in self._given if self._waiting[s].update_id == offset - 1), default=0)
        for serial, pending in list(self._waiting.items()):
            is_below = pending.update_id < offset and (offset <= self._next_id or serial in self._given)
            if is_below or serial <= last_handled:
                self.done(serial)

    def keep_last(self, count: int) -> None:
        """Forget all but the last ones."""
        for serial in list(self._waiting)[: max(0, len(self._waiting) - count)]:
            self.done(serial)

    def give(self, limit: int) -> list[Pending]:
        """Return the oldest ones, which stay until they are confirmed."""
        self._expire()
        oldest = list(islice(self._waiting.items(), limit))
        self._given.update(serial for serial, _ in oldest)
        return [pending for _, pending in oldest]

    def waiting(self) -> list[tuple[int, Pending]]:
        """Return all with their serial numbers, oldest first."""
        self._expire()
        return list(self._waiting.items())

    def done(self, serial: int) -> None:
        """Forget one by its serial number."""
        self._waiting.pop(serial, None)
        self._given.discard(serial)

    def snapshot(self) -> Json:
        """Return what must survive a restart."""
        return {"waiting": list(self._waiting.values()), "next_id": self._next_id, "allowed": self.allowed}

    def restore(self, kept: Json) -> None:
        """Take up what survived a restart."""
        self.allowed, self._next_id = kept["allowed"], kept["next_id"]
        for pending in kept["waiting"]:
            self._serial += 1
            self._waiting[self._serial] = pending
            self._earliest_expiry = min(self._earliest_expiry, pending.expires_at)

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._given.clear()

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting)

    def next_arrival(self) -> "asyncio.Future[None]":
        """Return what is done when something is added after this call."""
        arrival = asyncio.get_running_loop().create_future()
        self._expected.append(arrival)
        return arrival

    def wake(self) -> None:
        """Let those who wait for an arrival look again."""
        expected, self._expected = self._expected, []
        for arrival in expected:
            if not arrival.done():
                arrival.set_result(None)

    def _expire(self) -> None:
        now = self._clock()
        if now < self._earliest_expiry:
            return
        for serial in [serial for serial, pending in self._waiting.items() if pending.expires_at <= now]:
            self.done(serial)
        self._earliest_expiry = min((p.expires_at for p in self._waiting.values()), default=float("inf"))
