"""On what it was measured."""

import os
import platform
import sqlite3
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

_MEMORY: Final = Path("/proc/meminfo")
_PAGE: Final = bytes(4096)
_FSYNCS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The facts a figure means nothing without."""

    at: str
    cores: int
    processor: str
    memory_gib: float
    system: str
    python: str
    sqlite: str
    fsync_ms: float  # what a durable commit costs at least, where the databases of the benchmark lie
    load_before: float  # how many processes wanted a core in the minute before
    load_after: float | None = None  # the same at the end, the benchmark's own among them


def this_machine(folder: Path) -> Machine:
    """Look at the machine and the interpreter that run this, and at the disk under `folder`."""
    return Machine(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        cores=len(os.sched_getaffinity(0)),
        processor=_processor(),
        memory_gib=round(int(_MEMORY.read_text().split()[1]) / 1024**2, 1),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        fsync_ms=_fsync_ms(folder),
        load_before=_load(),
    )


def at_the_end(machine: Machine) -> Machine:
    """Return the same with what is only known at the end."""
    return replace(machine, load_after=_load())


def _load() -> float:
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _fsync_ms(folder: Path) -> float:
    file = folder / "fsync"
    took_s = []
    with file.open("wb", buffering=0) as output:
        for _ in range(_FSYNCS):
            began_at_s = time.perf_counter()
            output.write(_PAGE)
            os.fsync(output.fileno())
            took_s.append(time.perf_counter() - began_at_s)
    file.unlink()
    return round(median(took_s) * 1000, 2)
