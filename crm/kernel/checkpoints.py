"""Moving SQLite's log into its file, away from the commits that would otherwise pay for it."""

import threading
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crm.kernel.log_readers import LogReaders

INTERVAL_S = 0.1
LOG_WARNING_BYTES = 256 * 1024 * 1024
LOG_WATCHED_FROM = 0.25
"""From this share of the warning on it is noted who reads, so that the warning can name who has for longest."""

log = structlog.get_logger(__name__)


class Checkpointer:
    """A thread that runs PASSIVE checkpoints after commits: with SQLite's own, the p99 of a commit is the checkpoint.

    A log that keeps growing has a reader that never ends: it is named once each time the log doubles.
    """

    def __init__(self, engine: Engine, commit_lock: AbstractContextManager[Any]) -> None:
        self._engine = engine
        self._commit_lock = commit_lock
        self._committed = threading.Event()
        self._closing = threading.Event()
        self._log_file = Path(f"{engine.url.database}-wal")
        self._readers = LogReaders(Path(f"{engine.url.database}-shm"))
        self._watch_above_bytes = LOG_WARNING_BYTES * LOG_WATCHED_FROM
        self._warn_above_bytes = LOG_WARNING_BYTES
        self._thread = threading.Thread(target=self._serve, name="checkpoints", daemon=True)
        self._thread.start()

    def after_commit(self, _: set[str]) -> None:
        """Note that there is something to move."""
        self._committed.set()

    def close(self) -> None:
        """Stop, after a last checkpoint."""
        self._closing.set()
        self._committed.set()
        self._thread.join()

    def _serve(self) -> None:
        while not self._closing.is_set():
            self._committed.wait()
            self._committed.clear()
            if self._closing.is_set():
                break
            self.checkpoint()
            self._closing.wait(INTERVAL_S)
        if self._log_file.exists():  # there is none where the database could not even be opened
            self.checkpoint()

    def checkpoint(self) -> None:
        """Run one PASSIVE checkpoint: it waits for nobody."""
        try:
            raw = self._engine.raw_connection()
            try:
                with self._commit_lock:
                    raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            finally:
                raw.close()
        except DBAPIError as error:
            log.warning("checkpoint_failed", error=type(error.orig).__name__)
        except Exception as error:  # noqa: BLE001 sqlite3 raises its own errors here; the next checkpoint does the work
            log.warning("checkpoint_failed", error=type(error).__name__)
        self._watch_the_log()

    def _watch_the_log(self) -> None:
        size = self._log_file.stat().st_size if self._log_file.exists() else 0
        if size < self._watch_above_bytes:
            return
        self._readers.look()
        if size > self._warn_above_bytes:
            self._warn_above_bytes = size * 2
            log.warning(
                "sqlite_log_grows",
                bytes=size,
                reader=self._readers.oldest() or "not known",
                hint="it reads one old state of the database and never ends; end that process",
            )
