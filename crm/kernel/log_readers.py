"""Who keeps SQLite from emptying its log: the process that has read one old state of the database for longest.

A reader holds a lock on a byte of the shared-memory file that stands for its read mark, and Linux lists all locks. The
file itself must not be opened to ask: closing it again would drop the locks that this process holds on it.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

LOCKS = Path("/proc/locks")
READ_MARKS = range(123, 128)
"""Which bytes stand for read marks: part of SQLite's file format (WAL-index, locking)."""

Lock = tuple[int, int]


class LogReaders:
    """Notes, at each look, who reads, and since when without a break. Where locks are not listed it knows nobody."""

    def __init__(
        self, shared_memory: Path, *, locks: Path = LOCKS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shared_memory = shared_memory
        self._locks = locks
        self._clock = clock
        self._since: dict[Lock, float] = {}

    def look(self) -> None:
        """Note who reads now. Look often: who is not there once has ended what it read."""
        now = self._clock()
        self._since = {lock: self._since.get(lock, now) for lock in self._held()}

    def oldest(self) -> str | None:
        """Name the process that has read for longest, another one before this one itself."""
        own = os.getpid()
        if not self._since:
            return None
        (process_id, _), since = min(self._since.items(), key=lambda item: (item[0][0] == own, item[1]))
        name = "Ingat itself" if process_id == own else _name_of(process_id)
        return f"process {process_id} ({name}), for {self._clock() - since:.0f} s or longer"

    def _held(self) -> set[Lock]:
        try:
            inode = self._shared_memory.stat().st_ino
            lines = self._locks.read_text().splitlines()
        except OSError:
            return set()
        return {lock for line in lines if (lock := _read_mark(line.split(), inode)) is not None}


def _read_mark(fields: list[str], inode: int) -> Lock | None:
    """Read a line as `1: POSIX  ADVISORY  READ 4711 fe:00:2146574 124 124`."""
    if len(fields) != 8 or fields[3] != "READ" or not fields[5].endswith(f":{inode}"):  # noqa: PLR2004 as above
        return None
    process_id, first = int(fields[4]), int(fields[6]) if fields[6].isdigit() else 0
    return (process_id, first) if first in READ_MARKS else None


def _name_of(process_id: int) -> str:
    try:
        return Path(f"/proc/{process_id}/comm").read_text().strip()
    except OSError:
        return "ended meanwhile"
