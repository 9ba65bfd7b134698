"""The webhook: HTTP 200 says that an update is committed, and nothing else does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web

from bot.intake.handling import Intake
from bot.intake.webhook import SECRET_HEADER, add_webhook
from crm.kernel.errors import DatabaseUnavailableError
from tests.intake.raw import said

PATH = "/tg/hook"
SECRET = "only_Telegram_knows"  # noqa: S105 it guards a test


@dataclass
class Committing:
    """Stands in for the intake: commits an update when the test says so."""

    begun: list[int] = field(default_factory=list)
    committed: list[int] = field(default_factory=list)
    may_commit: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    async def take(self, raw: dict[str, Any], *, more_waiting: bool = False) -> str:
        self.begun.append(raw["update_id"])
        await self.may_commit.wait()
        if self.error is not None:
            raise self.error
        self.committed.append(raw["update_id"])
        return "handled"


@dataclass
class Pushing:
    intake: Committing
    http: aiohttp.ClientSession
    url: str

    async def push(self, raw: Any, secret: str = SECRET) -> int:
        async with self.http.post(self.url, json=raw, headers={SECRET_HEADER: secret}) as response:
            return response.status


@pytest.fixture
async def pushing() -> AsyncIterator[Pushing]:
    intake = Committing()
    app = web.Application()
    add_webhook(app, cast(Intake, intake), SECRET, PATH)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        yield Pushing(intake, http, f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
    await runner.cleanup()


async def test_it_is_acknowledged_after_the_commit_and_not_before(pushing: Pushing) -> None:
    pushed = asyncio.create_task(pushing.push(said("a", 11)))
    async with asyncio.timeout(5):
        while not pushing.intake.begun:  # noqa: ASYNC110 the server runs in this loop
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    assert not pushed.done()
    pushing.intake.may_commit.set()
    assert await pushed == 200
    assert pushing.intake.committed == [11]


@pytest.mark.parametrize(("error", "status"), [(DatabaseUnavailableError("full"), 503), (RuntimeError("ours"), 500)])
async def test_what_was_not_committed_is_not_acknowledged(pushing: Pushing, error: Exception, status: int) -> None:
    pushing.intake.may_commit.set()
    pushing.intake.error = error
    assert await pushing.push(said("a", 11)) == status
    pushing.intake.error = None
    assert await pushing.push(said("a", 11)) == 200


async def test_one_of_a_customer_is_under_way_at_once_and_others_pass(pushing: Pushing) -> None:
    own = [asyncio.create_task(pushing.push(said("a", number))) for number in (11, 12)]
    other = asyncio.create_task(pushing.push(said("b", 13, user_id=8)))
    async with asyncio.timeout(5):
        while len(pushing.intake.begun) < 2:  # noqa: ASYNC110 the server runs in this loop
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    assert 13 in pushing.intake.begun
    assert len(pushing.intake.begun) == 2
    pushing.intake.may_commit.set()
    assert await asyncio.gather(*own, other) == [200] * 3


@pytest.mark.parametrize("secret", ["", "forged", f"{SECRET}x"])
async def test_who_does_not_know_the_secret_is_not_heard(pushing: Pushing, secret: str) -> None:
    assert await pushing.push(said("a", 11), secret) == 401
    assert pushing.intake.begun == []


@pytest.mark.parametrize(
    "body", [[], 1, {}, {"update_id": "x"}, {"update_id": True}, {"update_id": -5}, {"update_id": 2**63}]
)
async def test_what_is_no_update_is_refused(pushing: Pushing, body: Any) -> None:
    assert await pushing.push(body) == 400
    assert pushing.intake.begun == []


async def test_it_is_served_at_its_path_and_nowhere_else(pushing: Pushing) -> None:
    pushing.intake.may_commit.set()
    for other in ("/", "/telegram/webhook", f"{PATH}/", f"{PATH}/more"):
        elsewhere = pushing.url.replace(PATH, other)
        async with pushing.http.post(elsewhere, json=said("a", 11), headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 404
    assert pushing.intake.begun == []


def test_without_a_secret_there_is_no_webhook() -> None:
    with pytest.raises(ValueError, match="SECRET"):
        add_webhook(web.Application(), cast(Intake, Committing()), "", PATH)
