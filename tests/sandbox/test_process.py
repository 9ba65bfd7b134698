"""The sandbox as a process, its state file, its stream of events, and what it plays."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import RunningSandbox, SandboxOptions, start_sandbox
from sandbox.bot_api.calls import METHODS
from sandbox.bot_api.schema import method_name
from sandbox.simulator import Person, Simulator
from sandbox.world.keeping import UnreadableState
from tests.sandbox.conftest import Bot


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "sandbox", *arguments)
    pipe = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.communicate()


async def test_it_runs_as_a_process_says_where_and_stops_when_told() -> None:
    async with process("--port", "0", "--name", "Kopi Demo") as running:
        assert running.stdout is not None
        said = (await asyncio.wait_for(running.stdout.readline(), 20)).decode()
        async with Simulator(said.split()[1]) as telegram:
            await (await telegram.user("Siti Demo")).says("halo")
        running.terminate()
        assert await asyncio.wait_for(running.wait(), 5) == 0


async def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with process("--port", str(taken.getsockname()[1])) as running:
            _, complaint = await asyncio.wait_for(running.communicate(), 20)

    assert running.returncode == 1
    assert complaint.decode().startswith("The sandbox cannot listen on 127.0.0.1:")
    assert len(complaint.splitlines()) == 1


async def test_a_state_file_keeps_chats_files_and_waiting_updates(options: SandboxOptions, tmp_path: Path) -> None:
    options = replace(options, state_file=tmp_path / "sandbox.state")
    first = await start_sandbox(options)
    async with Simulator(first.url) as telegram:
        siti = await telegram.user("Siti Demo")
        photo = await siti.sends_photo(b"\xff\xd8 isi", caption="rusak")
    await first.stop()

    second = await start_sandbox(options)
    async with Simulator(second.url) as telegram, aiohttp.ClientSession() as session:
        siti = await telegram.user("Siti Demo")
        assert [message.text for message in await siti.history()] == ["rusak"]
        assert (await siti.says("lagi")).id == photo.id + 1
        bot = Bot(session, second.url, options.bot.token)
        assert [update["message"]["message_id"] for update in await bot.updates()] == [photo.id, photo.id + 1]
        async with session.get(second.url + photo.raw["view"]["file"]["url"]) as response:
            assert await response.read() == b"\xff\xd8 isi"
    await second.stop()


async def test_a_file_that_is_no_state_is_refused(options: SandboxOptions, tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8 no state")

    with pytest.raises(UnreadableState, match=r"foto\.jpg holds no state"):
        await start_sandbox(replace(options, state_file=tmp_path / "foto.jpg"))


async def events(
    session: aiohttp.ClientSession, url: str, count: int, **headers: str
) -> list[tuple[int, dict[str, Any]]]:
    """Return so many events of a stream, with their ids; the first, `ready`, has none."""
    found, event_id = [], 0
    async with asyncio.timeout(5), session.get(url, headers=headers) as stream:
        async for line in stream.content:
            if line.startswith(b"id: "):
                event_id = int(line[4:])
            if line.startswith(b"data: "):
                found.append((event_id, json.loads(line[6:])))
            if len(found) == count:
                break
    return found


async def test_a_viewer_sees_what_concerns_them_and_misses_nothing_when_they_come_back(
    sandbox: RunningSandbox, telegram: Simulator, siti: Person, bot: Bot
) -> None:
    budi = await telegram.user("Budi Demo")
    await siti.says("satu")
    await budi.says("dari budi")
    await bot.call("sendMessage", chat_id=siti.user_id, text="dua")
    url = f"{sandbox.url}/sandbox/events?user={siti.user_id}"

    everything = await events(bot.session, url + "&after=0", 4)
    (_, ready), (seen_id, first), *_ = everything
    missed = await events(bot.session, url, 3, **{"Last-Event-ID": str(seen_id)})

    assert ready["kind"] == "ready"
    assert first["message"]["text"] == "/start"
    assert [event["message"]["text"] for _, event in missed[1:]] == ["satu", "dua"]
    assert [event["message"]["view"]["outgoing"] for _, event in missed[1:]] == [True, False]


async def test_typing_and_calls_are_in_the_stream_of_all(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await bot.call("sendChatAction", chat_id=siti.user_id, action="typing")

    (call,) = await telegram.sees_call("sendChatAction")

    assert (call["outcome"], call["chat_id"]) == ("ok", siti.user_id)


async def test_what_people_cannot_do_is_refused_in_words(bot: Bot, siti: Person) -> None:
    base = f"{bot.url}/sandbox/users/{siti.user_id}/chats/bot"
    refusals = []
    for method, path, body in (
        ("POST", "/messages", {"kind": "text", "text": " "}),
        ("POST", "/messages", {"kind": "telepathy"}),
        ("POST", "/messages", {"kind": "location"}),
        ("POST", "/messages", {"text": "a", "reply_to": 99}),
        ("POST", "/messages/1/press", {"text": "Ya"}),
        ("PATCH", "/messages/99", {"text": "a"}),
        ("GET", "x", None),
    ):
        async with bot.session.request(method, base + path, json=body) as response:
            refusals.append((response.status, (await response.json())["error"] if path != "x" else "", path))

    assert [status for status, _, _ in refusals] == [400, 400, 400, 404, 404, 404, 404]
    assert all(words for _, words, path in refusals if path != "x")


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_is_one_that_the_bot_api_documents(name: str) -> None:
    assert method_name(name.upper()) == name
