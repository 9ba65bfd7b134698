"""A system under test: some processes, configured by their environment alone."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from benchmarks.lifetime import ends_with_us

START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 15.0
_POLL_S: Final = 0.02
_KIB_PER_MB: Final = 1000 / 1.024  # smaps counts in KiB, people in MB
_LOG_TAIL: Final = 400


class SystemFailedError(Exception):
    """A process of the system under test did not start, did not become ready, or ended by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process of a system. `is_ready` is asked until it says yes."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    is_ready: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process, in MB: all pages it has in memory, and its fair share of them."""

    rss_mb: float
    pss_mb: float


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes]
    log: Path
    started_at_s: float
    ready_after_s: float


class SystemUnderTest:
    """Runs its parts one after the other, each when the one before is ready, from `with` to the end of the block.

    Everything a part prints goes to a file in `folder`. Stopping sends SIGTERM to all, and SIGKILL to what is still
    there after `stop_timeout_s`; those are named in `had_to_be_killed`.
    """

    def __init__(self, parts: Sequence[Part], folder: Path, stop_timeout_s: float = STOP_TIMEOUT_S) -> None:
        self._parts = parts
        self._folder = folder
        self._stop_timeout_s = stop_timeout_s
        self._running: list[_Running] = []
        self.had_to_be_killed: list[str] = []

    def __enter__(self) -> Self:
        """Start all parts. Raises `SystemFailedError`, with nothing left running, if one does not become ready."""
        try:
            for part in self._parts:
                self._running.append(self._started(part))
                self._await_ready(self._running[-1])
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all parts."""
        self.stop()

    def check(self) -> None:
        """Raise `SystemFailedError` if a part has ended."""
        for running in self._running:
            if running.process.poll() is not None:
                raise SystemFailedError(
                    f"{running.part.name} ended by itself ({running.process.returncode}): {last_words(running.log)}"
                )

    def memory(self) -> dict[str, Memory]:
        """Return what each part uses now."""
        return {running.part.name: _memory(running.process.pid) for running in self._running}

    def ready_after_s(self) -> dict[str, float]:
        """Return how long each part took from its start until it was ready."""
        return {running.part.name: running.ready_after_s for running in self._running}

    def cpu_s(self) -> float:
        """Return the processor time of all parts so far, user and system."""
        return sum(_cpu_s(running.process.pid) for running in self._running)

    def stop(self) -> None:
        """Ask every part to end, and make it. May be called again."""
        for running in self._running:
            if running.process.poll() is None:
                running.process.send_signal(signal.SIGTERM)
        deadline_s = time.monotonic() + self._stop_timeout_s
        for running in self._running:
            try:
                running.process.wait(max(0.0, deadline_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                running.process.kill()
                running.process.wait()
                self.had_to_be_killed.append(running.part.name)
        self._running.clear()

    def _started(self, part: Part) -> _Running:
        log = self._folder / f"{part.name.replace(' ', '-')}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - the programs are ours
                part.argv,
                cwd=self._folder,
                env=dict(part.environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=ends_with_us(),  # noqa: PLW1509 - started before any thread is
            )
        return _Running(part, process, log, time.monotonic(), 0.0)

    def _await_ready(self, running: _Running) -> None:
        while not running.part.is_ready():
            self.check()
            if time.monotonic() - running.started_at_s > START_TIMEOUT_S:
                raise SystemFailedError(
                    f"{running.part.name} was not ready after {START_TIMEOUT_S:.0f} s: {last_words(running.log)}"
                )
            time.sleep(_POLL_S)
        running.ready_after_s = time.monotonic() - running.started_at_s


def run_to_its_end(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
    """Run a program that prepares something. Raises `SystemFailedError` with its last words if it does not succeed."""
    done = subprocess.run(  # noqa: S603 - the programs are ours
        argv,
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=START_TIMEOUT_S,
        check=False,
        preexec_fn=ends_with_us(),
    )
    if done.returncode:
        raise SystemFailedError(
            f"{' '.join(argv[-2:])} ended with {done.returncode}: {_last_words(done.stdout.decode(errors='replace'))}"
        )


def free_port() -> int:
    """Return a port of the loopback that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def last_words(log: Path) -> str:
    """Return how what a process printed ends."""
    return _last_words(log.read_text(errors="replace"))


def _last_words(output: str) -> str:
    return " ".join(output.split())[-_LOG_TAIL:] or "it said nothing"


def _memory(pid: int) -> Memory:
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, kib = line.split()[:2]
        sizes[name] = int(kib)
    return Memory(rss_mb=sizes["Rss:"] / _KIB_PER_MB, pss_mb=sizes["Pss:"] / _KIB_PER_MB)


def _cpu_s(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user_ticks, system_ticks = int(after_name[11]), int(after_name[12])
    return (user_ticks + system_ticks) / os.sysconf("SC_CLK_TCK")
