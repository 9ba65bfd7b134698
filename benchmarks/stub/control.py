"""How the benchmark tells the stub what to play, and asks what it saw."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import orjson

from benchmarks.stub.bot_api import BotApi
from benchmarks.stub.feed import Feed
from benchmarks.stub.http import Answer, Request
from benchmarks.stub.limits import Limits
from benchmarks.stub.loads import Journey, LoadPlan, planned
from benchmarks.stub.measurement import Measurement

PREFIX: Final = b"/control/"
_FIRST_UPDATE_ID: Final = 100_001


class Control:
    """Plays one load after the other on one bot. `POST load`, `GET progress`, `GET results`, all under `/control/`."""

    def __init__(self, clock: Callable[[], float], unix_time_s: Callable[[], float]) -> None:
        self._clock = clock
        self._unix_time_s = unix_time_s
        self._next_update_id = _FIRST_UPDATE_ID
        self._feed = Feed()
        self._limits = Limits()  # one for all loads: what was sent in the last second of one counts in the next
        self._bot_api = BotApi(self._feed, Measurement(clock), unix_time_s)
        self._cpu_before_s = time.process_time()
        self._offering: asyncio.TimerHandle | None = None

    def handle(self, request: Request, answer: Answer) -> None:
        """Answer a call of the bot's or of the benchmark's."""
        if not request.path.startswith(PREFIX):
            self._bot_api.handle(request, answer)
        elif request.path.endswith(b"/load"):
            self._start(LoadPlan(**orjson.loads(request.body)))
            answer(200, b"{}")
        elif request.path.endswith(b"/progress"):
            answer(200, orjson.dumps(self._progress()))
        elif request.path.endswith(b"/results"):
            answer(200, orjson.dumps(self._results()))
        else:
            answer(404, b"{}")

    def _start(self, plan: LoadPlan) -> None:
        journeys = planned(plan, self._next_update_id, int(self._unix_time_s()))
        self._next_update_id += plan.updates
        if self._offering is not None:
            self._offering.cancel()
        self._bot_api.measurement = Measurement(
            self._clock,
            journeys=journeys,
            round_trip_s=plan.round_trip_s,
            limits=self._limits if plan.limits else None,
        )
        self._cpu_before_s = time.process_time()
        if plan.rate_per_s is None:
            self._offer(journeys)
        else:
            self._offer_due(journeys, 0, self._clock(), plan.rate_per_s)

    def _offer(self, journeys: list[Journey]) -> None:
        now = self._clock()
        for journey in journeys:
            journey.offered_at_s = now
        self._feed.offer(journeys)

    def _offer_due(self, journeys: list[Journey], done: int, started_at_s: float, rate_per_s: float) -> None:
        """Offer what is due, and come back when the next is. After a late timer that is more than one update."""
        due = min(len(journeys), int((self._clock() - started_at_s) * rate_per_s) + 1)
        self._offer(journeys[done:due])
        if due < len(journeys):
            wait_s = started_at_s + due / rate_per_s - self._clock()
            loop = asyncio.get_running_loop()
            self._offering = loop.call_later(max(0.0, wait_s), self._offer_due, journeys, due, started_at_s, rate_per_s)

    def _progress(self) -> dict[str, float | int | None]:
        seen = self._bot_api.measurement
        return {
            "now_s": self._clock(),
            "first_poll_at_s": self._bot_api.first_poll_at_s,
            "updates": len(seen.journeys),
            "unconfirmed": self._feed.unconfirmed,
            "handed": sum(journey.handed_at_s is not None for journey in seen.journeys),
            "answered": seen.answered,
            "accepted": len(seen.accepted),
            "refused": len(seen.refused_at_s),
            "first_accepted_at_s": seen.accepted[0][0] if seen.accepted else None,
            "last_accepted_at_s": seen.accepted[-1][0] if seen.accepted else None,
        }

    def _results(self) -> dict[str, object]:
        seen = self._bot_api.measurement
        return {
            "journeys": [
                [journey.chat_id, journey.offered_at_s, journey.handed_at_s, journey.answered_at_s]
                for journey in seen.journeys
            ],
            "accepted": seen.accepted,
            "refused_at_s": seen.refused_at_s,
            "unasked": seen.unasked,
            "unconfirmed": self._feed.unconfirmed,
            "cpu_s": time.process_time() - self._cpu_before_s,
        }
