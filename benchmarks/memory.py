"""What the operating system keeps of files in memory: all of it, or nothing."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_CHUNK: Final = 2**22


def files_under(path: Path) -> Iterator[Path]:
    """Yield a file itself and those that belong to it (`-wal`), or all files of a folder."""
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file())
    else:
        yield from path.parent.glob(f"{path.name}*")


def drop_from_memory(files: Iterable[Path]) -> None:
    """Let nothing of these files be in memory: whoever reads them next waits for the disk."""
    for file in files:
        with file.open("rb") as opened:
            os.fsync(opened.fileno())  # only what is on disk can be dropped
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_into_memory(files: Iterable[Path]) -> int:
    """Read these files once, so that they are in memory if it has the room. Returns their size in bytes."""
    size = 0
    for file in files:
        with file.open("rb", buffering=0) as opened:
            while read := len(opened.read(_CHUNK)):
                size += read
    return size
