"""What a benchmark started does not outlive it, however it ends."""

import ctypes
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PREFIX: Final = "run-"

_libc = ctypes.CDLL(None, use_errno=True)


def ends_with_us(by: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Return what a new process does first (`preexec_fn`), so that the kernel sends it this signal when we are gone.

    SIGKILL leaves us no `finally`. It is the death of the thread that starts the process which counts: start it in the
    main one.
    """
    parent = os.getpid()

    def tie() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(by))
        if os.getppid() != parent:  # we died before the kernel knew
            os._exit(1)

    return tie


@contextmanager
def folder_of_this_run(build: Path) -> Iterator[Path]:
    """Provide an empty folder under `build` until the end of the block, and remove what killed runs left there."""
    build.mkdir(exist_ok=True)
    for left in build.glob(f"{_PREFIX}*-*"):
        if not _is_alive(int(left.name.removeprefix(_PREFIX).partition("-")[0])):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        dir=build, prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
