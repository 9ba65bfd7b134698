"""Which process this is, so that another on the same machine can tell that it is gone.

A process that was killed gives nothing back. Its successor on the same machine need not wait for its lease to run out:
the system says that no such process runs any more. Of other machines, and where there is no /proc, nothing is known.
"""

import os
import uuid
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE: Final = Path("/proc/self/ns/pid")
_PARTS: Final = 5  # boot, namespace of process ids, process id, start, a number of its own
_GONE_STATES: Final = frozenset({"Z", "X"})  # killed, and not yet collected by its parent
_START_FIELD: Final = 19  # of those behind the name in /proc/PID/stat, in clock ticks since the machine's start


def name_of_this_process() -> str:
    """Return a name that no other process ever has, and that tells where this one runs."""
    own = uuid.uuid4().hex
    place, standing = _place(), _standing(os.getpid())
    return own if place is None or standing is None else f"{place}/{os.getpid()}/{standing[1]}/{own}"


def is_gone(name: str) -> bool:
    """Tell whether the process of that name surely runs no more. False where that cannot be known from here."""
    parts = name.split("/")
    if len(parts) != _PARTS or "/".join(parts[:2]) != _place() or not parts[2].isdigit():
        return False
    standing = _standing(int(parts[2]))
    return standing is None or standing[0] in _GONE_STATES or standing[1] != parts[3]


def _place() -> str | None:
    """Return what two processes share that can see each other: the machine since its start, and their namespace."""
    try:
        return f"{_BOOT.read_text().strip()}/{_NAMESPACE.readlink()}"
    except OSError:
        return None


def _standing(process_id: int) -> tuple[str, str] | None:
    """Return a process's state and when it started, or None if there is no such process."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text(errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return fields[0], fields[_START_FIELD]
