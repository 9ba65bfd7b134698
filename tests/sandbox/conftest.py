"""A sandbox with a clock of its own, a bot that calls it over HTTP, and people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import aiohttp
import pytest

from sandbox import RunningSandbox, SandboxOptions, start_sandbox
from sandbox.simulator import Person, Simulator


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Bot:
    """A bot that speaks plain HTTP."""

    session: aiohttp.ClientSession
    url: str
    token: str

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method and return its result; it must succeed."""
        answer = await self.try_call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def try_call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method and return Telegram's whole answer."""
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
        assert answer["ok"] or answer["error_code"] == response.status
        return answer

    async def refused(self, method: str, **params: Any) -> str:
        """Call a method and return the words of the refusal."""
        answer = await self.try_call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Return what waits."""
        found: list[dict[str, Any]] = await self.call("getUpdates", **params)
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def options(clock: Clock) -> SandboxOptions:
    seeded = Random(7)  # noqa: S311 - the same in each run, and no secret
    return SandboxOptions(clock=clock, random=seeded, limits_enabled=False, webhook_retry_s=(0.01, 0.02))


@pytest.fixture
async def sandbox(options: SandboxOptions) -> AsyncIterator[RunningSandbox]:
    running = await start_sandbox(replace(options))
    yield running
    await running.stop()


@pytest.fixture
async def bot(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, sandbox.url, sandbox.state.options.bot.token)


@pytest.fixture
async def telegram(sandbox: RunningSandbox) -> AsyncIterator[Simulator]:
    async with Simulator(sandbox.url) as simulator:
        yield simulator


@pytest.fixture
async def siti(telegram: Simulator) -> Person:
    """Siti, who has started the bot."""
    person = await telegram.user("Siti Demo")
    await person.starts()
    return person
