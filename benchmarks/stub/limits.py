"""Telegram's rate limits for private chats."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

ALL_CHATS_PER_S: Final = 30
CHAT_PER_S: Final = 1.0
CHAT_BURST: Final = 5.0
_ROUNDING: Final = 1e-6


@dataclass(slots=True)
class Limits:
    """Thirty messages in any second over all chats, one a second in one chat with a short burst."""

    _accepted: deque[float] = field(default_factory=deque)
    _room: dict[int, tuple[float, float]] = field(default_factory=dict)  # chat id → (messages, as of)

    def allow(self, chat_id: int, now: float) -> bool:
        """Say whether a message may be accepted now, and if so count it."""
        while self._accepted and self._accepted[0] <= now - 1.0:
            self._accepted.popleft()
        room, as_of = self._room.get(chat_id, (CHAT_BURST, now))
        room = min(CHAT_BURST, room + (now - as_of) * CHAT_PER_S + _ROUNDING)
        if len(self._accepted) >= ALL_CHATS_PER_S or room < 1.0:
            return False
        self._accepted.append(now)
        self._room[chat_id] = (room - 1.0, now)
        return True
