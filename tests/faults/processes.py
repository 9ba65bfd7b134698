"""Ingat processes in the hands of a test."""

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
LOOK_S = 0.02
STARTS_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Process:
    """One Ingat process. Its folder holds what it wrote, and its exit status when it has ended."""

    process_id: int
    folder: Path

    @property
    def said(self) -> str:
        """What it has written to standard output."""
        return _text_of(self.folder / "stdout")

    @property
    def logged(self) -> str:
        """What it has written to standard error."""
        return _text_of(self.folder / "stderr")

    @property
    def status(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""
        text = _text_of(self.folder / "status")
        return int(text) if text else None

    async def ready(self) -> str:
        """Wait until it serves and return the address of its HTTP side."""
        await self._until(lambda: "Ingat is ready" in self.said or self.status is not None, STARTS_WITHIN_S)
        found = re.search(r"(http://[\d.]+:\d+)/readyz", self.said)
        assert found, f"ended with {self.status}: {self.logged}"
        return found[1]

    async def logs(self, words: str, within_s: float = 15.0) -> None:
        """Wait until it has logged certain words."""
        await self._until(lambda: words in self.logged, within_s)

    async def ended(self, within_s: float = 15.0) -> int:
        """Wait until it has ended and return its exit status, negative for a signal."""
        await self._until(lambda: self.status is not None, within_s)
        assert self.status is not None
        return self.status

    async def _until(self, condition: Any, within_s: float) -> None:
        try:
            async with asyncio.timeout(within_s):
                while not condition():  # noqa: ASYNC110 it is another process: only its files tell
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            raise AssertionError(f"not within {within_s} s; it said {self.said!r} and logged {self.logged}") from None

    async def killed(self) -> None:
        """Kill it where it stands."""
        self.signalled(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL

    def signalled(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.process_id, number)


class Launcher:
    """Starts processes and ends those that a test has left."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.launcher"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started: list[Process] = []
        self._is_ready = False

    def start(self, folder: Path, arguments: list[str], environment: dict[str, str], wiring: dict[str, Any]) -> Process:
        """Start `ingat` with these arguments."""
        assert self._server.stdin and self._server.stdout  # noqa: PT018 they are pipes or nothing
        if not self._is_ready:
            assert self._server.stdout.readline() == "ready\n"
            self._is_ready = True
        folder.mkdir(parents=True)
        order = {"folder": str(folder), "arguments": arguments, "environment": environment, "wiring": wiring}
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        process = Process(int(self._server.stdout.readline()), folder)
        self._started.append(process)
        return process

    def end_all(self) -> None:
        """Kill what still runs."""
        for process in self._started:
            if process.status is None:
                with contextlib.suppress(ProcessLookupError):
                    process.signalled(signal.SIGKILL)
        self._started.clear()

    def close(self) -> None:
        """End the launcher itself."""
        self.end_all()
        self._server.communicate()


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
