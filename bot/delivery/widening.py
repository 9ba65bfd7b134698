"""How far everything is paused, kept in the database: whoever sends next must keep it, too."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.delivery.floods import Widened
from bot.delivery.limits import Limiter
from bot.delivery.recorder import Recorder
from crm.history.pausing import SendingPaused, end_pause, pause_sending

CHANNEL = "telegram"

log = structlog.get_logger(__name__)


class StoredWidening:
    """Follows what the limiter pauses, and writes each change of it down."""

    def __init__(self, recorder: Recorder, limiter: Limiter, account: str, now: Callable[[], datetime]) -> None:
        self._recorder = recorder
        self._limiter = limiter
        self._account = account
        self._now = now
        self._noted: Widened | None = None

    def take_over(self, pause: SendingPaused | None) -> None:
        """Keep what is left of a pause of everything that the last sender noted."""
        if pause is not None:
            self._limiter.resume_widened((pause.until - self._now()).total_seconds(), pause.lasts_s)
            self._noted = self._limiter.widened

    async def note(self) -> None:
        """Store the pause if it has changed."""
        widened = self._limiter.widened
        if widened == self._noted:
            return
        self._noted = widened
        until = self._now() + timedelta(seconds=self._limiter.widened_for_s())
        if widened is None:
            log.info("everything_leaves_again")
            await self._recorder.write(lambda session: end_pause(session, CHANNEL, self._account))
            return
        pause = SendingPaused(until, widened.pause_s)
        log.warning("everything_waits", for_s=round(self._limiter.widened_for_s(), 3), hint="then one call tries")
        await self._recorder.write(lambda session: pause_sending(session, CHANNEL, self._account, pause))
