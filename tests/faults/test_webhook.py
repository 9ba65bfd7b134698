"""Updates that are pushed: by Telegram to several processes, and by people who are not Telegram."""

import io
import itertools
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS

SECRET = "only_Telegram_knows-1"  # noqa: S105 it guards a test
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _settings(port: int) -> dict[str, str]:
    return {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "INGAT_HTTP_PORT": str(port),
    }


async def test_only_telegram_is_heard_and_bad_bodies_harm_nothing(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    port = _free_port()
    process = start("run", settings=_settings(port))
    await process.logs("webhook_set")
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    own = {HEADER: SECRET}
    async with aiohttp.ClientSession() as http:

        async def posts(body: bytes, headers: dict[str, str]) -> int:
            async with http.post(url, data=io.BytesIO(body), headers=headers) as response:
                return response.status

        update = b'{"update_id": 1, "message": {}}'
        assert [await posts(update, headers) for headers in ({}, {HEADER: "forged"}, {HEADER: "\u00e9"})] == [401] * 3
        for body in (b"", b"{", b"[]", b"1", b'{"update_id": "x"}', b"[" * 100_000, b"\xff\xfe"):
            assert await posts(body, own) == 400
        for encoding in ("gzip", "deflate", "br"):
            assert await posts(b"compressed in no way at all", own | {"Content-Encoding": encoding}) == 400
        assert await posts(b'{"update_id": true, "message": {}}', own) == 400
        assert await posts(b" " * 2_000_000, own) in {400, 413}

    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    assert process.status is None
    assert "Unhandled" not in process.logged


@pytest.mark.parametrize("path", ["/tg/hook", "/tg/", ""])
async def test_it_is_served_at_the_very_path_that_telegram_is_told(start: Start, promises: Promises, path: str) -> None:
    port = _free_port()
    start("run", settings=_settings(port) | {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}{path}"})
    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()


async def test_what_is_pushed_to_a_process_that_is_killed_is_pushed_again(start: Start, promises: Promises) -> None:
    port = _free_port()
    for number, step in enumerate(("kill_before_commit", "kill_after_commit")):
        process = start("run", settings=_settings(port), short_leases=True, **{step: "INSERT INTO interactions"})
        await promises.says(f"Siti {number}", QUESTIONS[number])
        assert await process.ended() == -signal.SIGKILL

    start("run", settings=_settings(port), short_leases=True)
    await promises.are_kept()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_several_receivers_at_once_handle_each_update_once(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    ports = [_free_port(), _free_port()]
    async with _balancer(ports) as entrance:
        for port in ports:
            process = start("bot", settings=_settings(port) | {"TELEGRAM_WEBHOOK_URL": entrance})
            await process.ready()
        start("sender")
        await telegram.faults.duplicate_updates(share=0.5)
        await telegram.faults.reordered_updates(share=0.3)
        for number in range(20):
            await promises.says(f"Siti {number}", QUESTIONS[number % 6])
        await promises.are_kept()
        for number in range(20):
            await promises.says(f"Siti {number}", QUESTIONS[number % 5])
        await promises.are_kept()


@asynccontextmanager
async def _balancer(ports: list[int]) -> AsyncIterator[str]:
    """Pass requests on to one process and the other in turn."""
    turns = itertools.cycle(ports)
    async with aiohttp.ClientSession() as http:

        async def passes_on(request: web.Request) -> web.Response:
            url = f"http://127.0.0.1:{next(turns)}{request.path}"
            body = await request.read()
            async with http.post(url, data=body, headers={HEADER: request.headers[HEADER]}) as response:
                return web.Response(status=response.status)

        app = web.Application()
        app.router.add_post("/{path:.*}", passes_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()
