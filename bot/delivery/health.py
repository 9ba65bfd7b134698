"""Telling that sending has begun to fail, and that it works again: a line each, and not one for each message."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

TOLD_AT_MOST_EVERY_S = 60.0
"""A network that comes and goes is told of no more often."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class SendingHealth:
    """Knows whether Telegram takes what is sent. `clock` counts seconds."""

    clock: Callable[[], float] = time.monotonic
    _told_at: float = field(default=float("-inf"), init=False)
    _is_told: bool = field(default=False, init=False)
    _failed: int = field(default=0, init=False)

    def failed(self, why: str) -> None:
        """Note a call that reached nobody, or of which nobody knows what came. `why` holds neither token nor words."""
        self._failed += 1
        now = self.clock()
        if self._is_told or now - self._told_at < TOLD_AT_MOST_EVERY_S:
            return
        self._is_told, self._told_at = True, now
        log.warning("sending_fails", why=why, hint="nothing is lost: replies wait and are tried again")

    def succeeded(self) -> None:
        """Note a message that Telegram took."""
        if self._is_told:
            log.info("sending_works", after_s=round(self.clock() - self._told_at, 1), calls_failed=self._failed)
        self._is_told, self._failed = False, 0
