"""The parts of a running Ingat, each a task with a heartbeat: one that fails is started again, the rest go on."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from prometheus_client import Counter

LONGEST_PAUSE_S = 30.0
WELL_AFTER_S = 60.0
INSIST_AFTER_S = 1.0
GIVE_UP_AFTER_S = 10.0

log = structlog.get_logger(__name__)
RESTARTS = Counter("ingat_part_restarts_total", "How often a part failed and was started again", ["part"])

Beat = Callable[[], None]


class FatalError(Exception):
    """Nothing that a restart would mend: Ingat stops and says why."""


@dataclass(slots=True)
class Part:
    """One part: what it runs, and after how many seconds without a heartbeat it is late."""

    name: str
    run: Callable[[Beat], Awaitable[None]]
    late_after_s: float
    beat_at: float = field(default=0.0)


class Supervisor:
    """Runs parts until it is stopped."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._parts: list[Part] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.ended: asyncio.Future[None]

    def add(self, name: str, run: Callable[[Beat], Awaitable[None]], *, late_after_s: float = 15.0) -> None:
        """Add a part. `run` calls the given function whenever it is well, and never returns."""
        self._parts.append(Part(name, run, late_after_s))

    def start(self) -> None:
        """Start all parts."""
        self.ended = asyncio.get_running_loop().create_future()
        for part in self._parts:
            part.beat_at = self._clock()
            self._tasks.append(asyncio.create_task(self._supervise(part), name=part.name))

    async def stop(self) -> None:
        """Cancel all parts and wait until each has ended.

        A part in which the word got lost (what waits on several things at once can lose it) is told again; one that
        does not end is named and left behind, so that whoever stops Ingat need not kill it.
        """
        running = set(self._tasks)
        give_up_at = self._clock() + GIVE_UP_AFTER_S
        while running and self._clock() < give_up_at:
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=INSIST_AFTER_S)
        if running:
            log.error("parts_do_not_stop", parts=sorted(task.get_name() for task in running))

    def late(self) -> list[str]:
        """Return the names of the parts whose heartbeat is overdue."""
        now = self._clock()
        return [part.name for part in self._parts if now - part.beat_at > part.late_after_s]

    async def _supervise(self, part: Part) -> None:
        pause_s = 0.2
        while True:
            started_at = self._clock()
            try:
                await part.run(lambda: self._beat(part))
                log.error("part_ended", part=part.name)
            except FatalError as error:
                self._give_up(error)
                return
            except Exception:
                log.exception("part_failed", part=part.name, again_in_s=pause_s)
            RESTARTS.labels(part.name).inc()
            await self._sleep(pause_s)
            ran_well = self._clock() - started_at > WELL_AFTER_S
            pause_s = 0.2 if ran_well else min(LONGEST_PAUSE_S, pause_s * 2)

    def _beat(self, part: Part) -> None:
        part.beat_at = self._clock()

    def end(self) -> None:
        """Ask whoever waits for `ended` to stop."""
        if not self.ended.done():
            self.ended.set_result(None)

    def _give_up(self, error: FatalError) -> None:
        if not self.ended.done():
            self.ended.set_exception(error)
