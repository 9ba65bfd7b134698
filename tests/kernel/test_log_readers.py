"""Who holds SQLite's log is named, as far as the system tells."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from crm.kernel.log_readers import LogReaders

OTHER, LATER = 4_000_001, 4_000_002  # no process has such a number


@dataclass
class Seconds:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Locks:
    """The system's list of locks, and a clock."""

    file: Path
    shared_memory: Path
    clock: Seconds

    def are(self, *held: tuple[int, int], kind: str = "READ") -> None:
        inode = self.shared_memory.stat().st_ino
        lines = [
            f"{number}: POSIX  ADVISORY  {kind} {process_id} fe:00:{inode} {byte} {byte}"
            for number, (process_id, byte) in enumerate(held, start=1)
        ]
        foreign = f"8: POSIX  ADVISORY  READ 77 fe:00:{inode + 1} 124 124"
        blocked = f"9: -> POSIX  ADVISORY  READ 78 fe:00:{inode} 124 124"
        self.file.write_text("\n".join([*lines, foreign, blocked, "10: FLOCK  ADVISORY  WRITE 79 fe:00:1 0 EOF", ""]))


@pytest.fixture
def locks(tmp_path: Path) -> Locks:
    shared_memory = tmp_path / "ingat.db-shm"
    shared_memory.touch()
    return Locks(tmp_path / "locks", shared_memory, Seconds())


@pytest.fixture
def readers(locks: Locks) -> LogReaders:
    return LogReaders(locks.shared_memory, locks=locks.file, clock=locks.clock)


def test_who_has_read_longest_without_a_break_is_named(locks: Locks, readers: LogReaders) -> None:
    for now_s, held in enumerate(([(LATER, 125)], [(OTHER, 124)], [(OTHER, 124), (LATER, 125)])):
        locks.clock.now_s = now_s * 10.0
        locks.are(*held)
        readers.look()
    assert readers.oldest() == f"process {OTHER} (ended meanwhile), for 10 s or longer"


def test_this_process_is_named_only_if_nobody_else_reads(locks: Locks, readers: LogReaders) -> None:
    locks.are((os.getpid(), 124))
    readers.look()
    assert "Ingat itself" in (readers.oldest() or "")
    locks.clock.now_s = 5
    locks.are((os.getpid(), 124), (OTHER, 125))
    readers.look()
    assert str(OTHER) in (readers.oldest() or "")


@pytest.mark.parametrize("byte", [120, 122, 128])
def test_other_locks_of_the_same_file_are_none_of_readers(locks: Locks, readers: LogReaders, byte: int) -> None:
    locks.are((OTHER, byte))
    readers.look()
    assert readers.oldest() is None


def test_a_writers_lock_is_none_of_readers(locks: Locks, readers: LogReaders) -> None:
    locks.are((OTHER, 124), kind="WRITE")
    readers.look()
    assert readers.oldest() is None


def test_where_the_system_lists_no_locks_nobody_is_known(locks: Locks, readers: LogReaders) -> None:
    readers.look()
    assert readers.oldest() is None
