"""Pushing updates to the bot's webhook."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from sandbox.bot_api.calls import METHODS
from sandbox.bot_api.schema import checked, method_name
from sandbox.bot_api.serving import call_method
from sandbox.errors import BotRefused
from sandbox.world import World
from sandbox.world.faults import FaultKind
from sandbox.world.updates import Pending

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class _Lane:
    """One chat's updates of one kind: one at a time, and after a failure not before some moment."""

    busy: bool = False
    delay_s: float = 0.0
    not_before: float = 0.0


class WebhookPusher:
    """Pushes what waits, in order within a lane, several lanes at once, again and again until the bot says 2xx."""

    def __init__(self, world: World, monotonic: Callable[[], float]) -> None:
        self._world = world
        self._monotonic = monotonic
        self._lanes: dict[tuple[object, ...], _Lane] = {}
        self._in_flight: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Push until cancelled."""
        timeout = aiohttp.ClientTimeout(total=self._world.options.webhook_timeout_s)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            try:
                while True:
                    change = self._world.updates.next_arrival()
                    wait_s = self._push_what_may_go(session)
                    await asyncio.wait({change}, timeout=wait_s)
            finally:
                for task in self._in_flight.values():
                    task.cancel()
                await asyncio.gather(*self._in_flight.values(), return_exceptions=True)

    def _push_what_may_go(self, session: aiohttp.ClientSession) -> float | None:
        """Start what may start now; return when to look again, in seconds, if nothing happens before."""
        if not self._world.webhook.url:
            return None
        waits = []
        for serial, pending in self._candidates():
            lane = self._lanes.setdefault(pending.lane, _Lane())
            if lane.busy:
                continue
            if len(self._in_flight) >= self._world.webhook.max_connections:
                break
            if (wait_s := lane.not_before - self._monotonic()) > 0:
                waits.append(wait_s)
                continue
            lane.busy = True
            self._in_flight[serial] = asyncio.create_task(self._push(session, serial, pending, lane))
        return min(waits, default=None)

    def _candidates(self) -> list[tuple[int, Pending]]:
        waiting = [(serial, p) for serial, p in self._world.updates.waiting() if serial not in self._in_flight]
        if len(waiting) > 1 and self._world.faults.befalls_update(FaultKind.REORDERED_UPDATES):
            waiting[0], waiting[1] = waiting[1], waiting[0]
        return waiting

    async def _push(self, session: aiohttp.ClientSession, serial: int, pending: Pending, lane: _Lane) -> None:
        problem: str | None = "cancelled"
        try:
            problem = await self._posted(session, pending)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = str(error) or type(error).__name__
        finally:
            self._settle(serial, lane, problem)

    async def _posted(self, session: aiohttp.ClientSession, pending: Pending) -> str | None:
        """Post one update; return what went wrong, or None. A method in the answer is called."""
        hook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret_token is not None:
            headers[_SECRET_HEADER] = hook.secret_token
        async with session.post(hook.url, data=pending.encoded, headers=headers, allow_redirects=False) as response:
            if not 200 <= response.status < 300:  # noqa: PLR2004 - success
                return f"Wrong response from the webhook: {response.status} {response.reason}"
            if response.content_type == "application/json":
                await self._call_back(await response.json())
        return None

    async def _call_back(self, body: object) -> None:
        if not isinstance(body, dict) or "method" not in body:
            return
        name = method_name(str(body.pop("method")))
        if name in METHODS:
            try:
                params = checked(name, body, strict=self._world.options.strict)
                await call_method(self._world, METHODS[name], params, {})
            except BotRefused as refused:
                self._note(f"Wrong method call in the webhook's answer: {refused.description}")

    def _settle(self, serial: int, lane: _Lane, problem: str | None) -> None:
        self._in_flight.pop(serial, None)
        lane.busy = False
        if problem is None:
            lane.delay_s = 0.0
            self._world.updates.done(serial)
        else:
            first, longest = self._world.options.webhook_retry_s
            lane.delay_s = min(longest, lane.delay_s * 2 or first)
            lane.not_before = self._monotonic() + lane.delay_s * random.uniform(0.9, 1.0)  # noqa: S311 - jitter
            self._note(problem)
        self._world.updates.wake()

    def _note(self, problem: str) -> None:
        self._world.webhook.last_error = problem
        self._world.webhook.last_error_at = self._world.now
