"""The business folder as it is in force now, in a process that answers customers."""

import asyncio
import os
from pathlib import Path

import structlog

from crm.conversation.snapshot import Snapshot
from ingat.business import BusinessError, Renewed, Watcher, cannot_be_used
from ingat.supervision import Beat, FatalError

LOOK_AT_BUSINESS_S = 1.0

log = structlog.get_logger(__name__)


class CurrentBusiness:
    """The business as it is now. Raises FatalError, in plain words, for a folder that cannot be used at the start."""

    def __init__(self, folder: Path) -> None:
        try:
            self._watcher = Watcher(folder)
        except BusinessError as error:
            raise FatalError(cannot_be_used(folder, error, os.environ)) from None

    def __call__(self) -> Snapshot:
        """Return the snapshot in force."""
        return self._watcher.snapshot

    async def watch(self, beat: Beat) -> None:
        """Put edits in force without a restart; a bad edit is told once, and the old state stays."""
        while True:
            beat()
            change = await asyncio.to_thread(self._watcher.look)
            if isinstance(change, Renewed):
                log.info("business_renewed", articles=len(change.snapshot.matcher.articles))
            elif change is not None:
                log.error("business_not_renewed", problems=len(change.problems), hint="run: ingat check")
            await asyncio.sleep(LOOK_AT_BUSINESS_S)
