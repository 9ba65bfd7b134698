"""Telegram's rate limits."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.options import RateLimits

GROUP_WINDOW_S = 60.0


class Limiter:
    """Says how long a bot must wait before it may send so many messages to a chat.

    All chats together and each group have a sliding window, a private chat a bucket that refills. A call that carries
    several messages needs room for one and uses up room for all: the next one waits.
    """

    def __init__(self, limits: RateLimits, clock: Callable[[], float], *, enabled: bool) -> None:
        self.enabled = enabled
        self._limits = limits
        self._clock = clock
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = defaultdict(deque)
        self._buckets: dict[int, tuple[float, float]] = {}  # chat id → (room, as of)

    def wait_s(self, chat_id: int, *, is_private: bool, messages: int = 1) -> int:
        """Return 0 and count the messages, or the whole seconds to wait."""
        if not self.enabled:
            return 0
        now = self._clock()
        wait = max(
            _window_wait(self._all, now, 1.0, self._limits.all_chats_per_s),
            self._private_wait(chat_id, now) if is_private else self._group_wait(chat_id, now),
        )
        if wait > 0:
            return max(1, math.ceil(wait))
        self._count(chat_id, now, is_private, messages)
        return 0

    def _private_wait(self, chat_id: int, now: float) -> float:
        return max(0.0, (1 - self._room(chat_id, now)) / self._limits.private_chat_per_s)

    def _group_wait(self, chat_id: int, now: float) -> float:
        return _window_wait(self._groups[chat_id], now, GROUP_WINDOW_S, self._limits.group_per_minute)

    def _room(self, chat_id: int, now: float) -> float:
        burst = float(self._limits.private_chat_burst)
        room, as_of = self._buckets.get(chat_id, (burst, now))
        # What rounding of the clock takes away must not cost a second.
        return min(burst, room + (now - as_of) * self._limits.private_chat_per_s + 1e-6)

    def _count(self, chat_id: int, now: float, is_private: bool, messages: int) -> None:
        self._all.extend([now] * messages)
        if is_private:
            self._buckets[chat_id] = (self._room(chat_id, now) - messages, now)
        else:
            self._groups[chat_id].extend([now] * messages)


def _window_wait(times: deque[float], now: float, window_s: float, allowed: int) -> float:
    while times and times[0] <= now - window_s:
        times.popleft()
    return times[len(times) - allowed] + window_s - now if len(times) >= allowed else 0.0
