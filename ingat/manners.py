"""How the business wants to write to people unasked, for the sender."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import structlog

from crm.leaving import Manners
from ingat.seldom_business import UnreadableError

if TYPE_CHECKING:  # what understands customers is large, and a process that only sends needs it seldom
    from crm.conversation.snapshot import Snapshot

LOOK_AGAIN_S: Final = 1.0

log = structlog.get_logger(__name__)


class CurrentManners:
    """What the business folder says of it, read again after a second, from any thread."""

    def __init__(self, business: "Callable[[], Snapshot]", clock: Callable[[], float] = time.monotonic) -> None:
        self._business = business
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._manners: Manners | None = None

    def __call__(self) -> Manners | None:
        """Return the manners in force, or None while the folder was never found good: then nothing leaves unasked."""
        with self._lock:
            if self._clock() - self._looked_at >= LOOK_AGAIN_S:
                self._look()
            return self._manners

    def _look(self) -> None:
        try:
            self._manners = manners_of(self._business())
        except UnreadableError as error:
            log.error("marketing_without_settings", problem=str(error), hint="run: ingat check")
        self._looked_at = self._clock()


def manners_of(snapshot: "Snapshot") -> Manners:
    """Return what a business says of it. Its outlets are known by each of their names, in small letters."""
    zones = {
        name.casefold(): outlet.hours.zone
        for outlet in snapshot.outlets
        for name in (outlet.slug, outlet.name, *outlet.also)
    }
    return Manners(snapshot.business.zone, snapshot.business.restraint, zones)
