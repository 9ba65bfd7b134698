"""The business folder for a process that only sends: it needs its words for the rare notice that something failed."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what understands customers is large: it is imported when it is first asked for
    from crm.conversation.snapshot import Snapshot
    from ingat.business import Watcher


class UnreadableError(Exception):
    """The folder cannot be used now. Says what is wrong with it."""


class BusinessWhenAsked:
    """Reads the folder when it is first asked for, and what changed in it when it is asked again, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._watcher: Watcher | None = None

    def __call__(self) -> "Snapshot":
        """Return the snapshot in force. Raises UnreadableError while the folder was never found good."""
        from ingat.business import BusinessError, Watcher  # noqa: PLC0415

        with self._lock:
            if self._watcher is not None:
                self._watcher.look()
                return self._watcher.snapshot
            try:
                self._watcher = Watcher(self._folder)
            except BusinessError as error:
                raise UnreadableError(str(error)) from error
            return self._watcher.snapshot
