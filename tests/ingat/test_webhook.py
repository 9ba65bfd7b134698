"""What Telegram says of the webhook reaches the log in Telegram's words, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from structlog.testing import capture_logs

from ingat.webhook import Troubles, keep_webhook
from sandbox.options import SandboxOptions
from sandbox.server import RunningSandbox, start_sandbox
from sandbox.simulator import Simulator


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    running = await start_sandbox(SandboxOptions(webhook_retry_s=(0.05, 0.05)))
    yield running
    await running.stop()


@dataclass
class Looks:
    """Lets the webhook be looked at when the test says so, and counts heartbeats."""

    sandbox: RunningSandbox
    url: str
    beats: int = 0
    may_look: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    looked: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def sleep(self, _: float) -> None:
        self.looked.release()
        await self.may_look.acquire()

    def beat(self) -> None:
        self.beats += 1

    async def run(self) -> None:
        async with aiohttp.ClientSession() as http:
            base_url = f"{self.sandbox.url}/bot{self.sandbox.state.options.bot.token}"
            await keep_webhook(http, base_url, self.url, "secret", self.beat, sleep=self.sleep)

    async def again(self) -> None:
        self.may_look.release()
        await self.looked.acquire()


async def test_an_address_that_telegram_refuses_is_told_once_and_is_not_well(sandbox: RunningSandbox) -> None:
    looks = Looks(sandbox, "http://shop.example/tg")
    with capture_logs() as logs:
        keeping = asyncio.create_task(looks.run())
        await looks.looked.acquire()
        beats = looks.beats
        await looks.again()
        await looks.again()
        keeping.cancel()
    [line] = logs
    assert line["event"] == "telegram_refuses_the_webhook"
    assert "An HTTPS URL must be provided" in line["telegram_says"]
    assert "TELEGRAM_WEBHOOK_URL" in line["hint"]
    assert looks.beats == beats


async def test_pushes_that_do_not_arrive_are_told(sandbox: RunningSandbox) -> None:
    looks = Looks(sandbox, "http://127.0.0.1:9/nobody/listens")
    with capture_logs() as logs:
        keeping = asyncio.create_task(looks.run())
        await looks.looked.acquire()
        async with Simulator(sandbox.url) as telegram:
            await (await telegram.newcomer("Siti")).says("jam buka?")
        async with asyncio.timeout(10):
            while sandbox.state.webhook.last_error is None:  # noqa: ASYNC110 the sandbox runs in this loop
                await asyncio.sleep(0.005)
        await looks.again()
        keeping.cancel()
    assert [line["event"] for line in logs] == ["webhook_set", "webhook_in_trouble"]
    assert logs[1]["telegram_says"] == sandbox.state.webhook.last_error
    assert logs[1]["updates_waiting"] >= 1


def _info(at: int, words: str = "404 Not Found", waiting: int = 0) -> dict[str, object]:
    return {"last_error_date": at, "last_error_message": words, "pending_update_count": waiting}


def test_trouble_that_goes_on_is_told_once_and_again_when_it_comes_back() -> None:
    troubles = Troubles()
    looks = [{}, _info(5), _info(8), _info(11), _info(11), _info(99), _info(100, "401 Unauthorized")]
    told = [troubles.new_in(info) for info in looks]
    assert told == [None, "404 Not Found", None, None, None, "404 Not Found", "401 Unauthorized"]


@pytest.mark.parametrize(("waiting", "told"), [(0, None), (3, "404 Not Found")])
def test_trouble_from_before_the_start_is_told_where_updates_still_wait(waiting: int, told: str | None) -> None:
    assert Troubles().new_in(_info(5, waiting=waiting)) == told
