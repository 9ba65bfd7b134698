"""Edits apply without a restart: a good change replaces the snapshot, a bad one is told once and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crm.conversation.snapshot import Snapshot
from ingat.business.loading import load_business, parts_read
from ingat.business.problems import BusinessError, Problem

_Fingerprint = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Renewed:
    """The folder changed, and this is in force now."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Refused:
    """The folder changed and cannot be used. What was in force stays."""

    problems: tuple[Problem, ...]


class Watcher:
    """Looks at a business folder whenever its caller asks, about once a second; it has no thread of its own.

    Raises BusinessError at first if the folder cannot be used. A change counts once two looks in a row see the same
    files, so that an editor may take its time to write them.
    """

    def __init__(self, folder: Path, load: Callable[[Path], Snapshot] = load_business) -> None:
        self._folder = folder
        self._load = load
        self._read = self._seen = _fingerprint(folder)
        self._told: tuple[Problem, ...] = ()
        self.snapshot = load(folder)

    def look(self) -> Renewed | Refused | None:
        """Return what changed since the last look, or None. The same problems are told once."""
        seen = _fingerprint(self._folder)
        settled, self._seen = seen == self._seen, seen
        if not settled or seen == self._read:
            return None
        self._read = seen
        try:
            self.snapshot = self._load(self._folder)
        except BusinessError as error:
            told, self._told = self._told, error.problems
            return None if told == error.problems else Refused(error.problems)
        self._told = ()
        return Renewed(self.snapshot)


def _fingerprint(folder: Path) -> _Fingerprint:
    """What tells that a file changed: its place, size in bytes and time of change in nanoseconds."""
    return frozenset(entry for part in parts_read(folder) for entry in _entries(part))


def _entries(part: Path) -> Iterator[tuple[str, int, int]]:
    for path in (part, *part.rglob("*")):
        try:
            status = path.stat()
        except OSError:  # gone since it was listed, which the next look sees
            continue
        yield str(path), status.st_size, status.st_mtime_ns
