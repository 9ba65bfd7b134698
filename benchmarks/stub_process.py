"""The stub, seen from the benchmark: start it, give it loads, wait for what the bot makes of them."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.lifetime import ends_with_us
from benchmarks.stub.loads import LoadPlan

_REPOSITORY: Final = Path(__file__).resolve().parents[1]
_POLL_S: Final = 0.1
_STOP_TIMEOUT_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a load has come. Moments are seconds of the monotonic clock."""

    now_s: float
    first_poll_at_s: float | None
    updates: int
    unconfirmed: int
    handed: int
    answered: int
    accepted: int
    refused: int
    first_accepted_at_s: float | None
    last_accepted_at_s: float | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One update's moments, in seconds of the monotonic clock."""

    chat_id: int
    offered_at_s: float | None
    handed_at_s: float | None
    answered_at_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that the stub saw of one load."""

    journeys: list[Seen]
    accepted: list[tuple[float, int]]  # when, chat id
    refused_at_s: list[float]
    unasked: int
    unconfirmed: int
    cpu_s: float


class Stub:
    """A running stub. `address` is what a bot takes for the Bot API."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def play(self, plan: LoadPlan) -> None:
        """Forget the load before, and begin this one."""
        self._ask("POST", "load", orjson.dumps(asdict(plan)))

    def observe(self, *, round_trip_s: float = 0.0, limits: bool = False) -> None:
        """Begin to count anew without any update: for what a bot sends by itself."""
        self.play(LoadPlan(texts=(), updates=0, chats=1, round_trip_s=round_trip_s, limits=limits))

    def progress(self) -> Progress:
        """Return how far the load has come."""
        return Progress(**self._ask("GET", "progress"))

    def results(self) -> Results:
        """Return all that was seen since the load began."""
        seen = self._ask("GET", "results")
        return Results(
            **{
                **seen,
                "journeys": [Seen(*journey) for journey in seen["journeys"]],
                "accepted": [(at_s, chat_id) for at_s, chat_id in seen["accepted"]],
            }
        )

    def has_been_polled(self) -> bool:
        """Say whether a bot has asked for updates: that is when one without a health check is ready."""
        return self.progress().first_poll_at_s is not None

    def wait(
        self, is_done: Callable[[Progress], bool], *, timeout_s: float, quiet_s: float, check: Callable[[], None]
    ) -> Progress:
        """Wait until it is done, nothing was sent for `quiet_s`, or `timeout_s` are over, and return how far it came.

        `check` is called all along and may raise.
        """
        began_at_s = time.monotonic()
        while True:
            check()
            progress = self.progress()
            last_at_s = progress.last_accepted_at_s or began_at_s
            is_quiet = progress.now_s - last_at_s > quiet_s
            if is_done(progress) or is_quiet or progress.now_s - began_at_s > timeout_s:
                return progress
            time.sleep(_POLL_S)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _ask(self, verb: str, what: str, body: bytes | None = None) -> Any:
        self._connection.request(verb, f"/control/{what}", body)
        answer = self._connection.getresponse().read()
        return orjson.loads(answer)


@contextmanager
def running_stub() -> Iterator[Stub]:
    """Run a stub in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.stub"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_REPOSITORY,
        preexec_fn=ends_with_us(),  # noqa: PLW1509 - started before any thread is
    )
    assert process.stdout is not None  # noqa: S101 - it is a pipe, which typing cannot say
    with process.stdout:
        stub = Stub(int(process.stdout.readline()))
        try:
            yield stub
        finally:
            stub.close()
            process.terminate()
            process.wait(_STOP_TIMEOUT_S)
