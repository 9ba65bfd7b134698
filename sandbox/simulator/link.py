"""The link to a sandbox: requests there, the stream of events back."""

import asyncio
import json
from collections import defaultdict
from typing import Any

import aiohttp

from sandbox.encoding import Json


class Refused(Exception):  # noqa: N818 - what a person tried was refused
    """The sandbox says that a person cannot do that."""


class Inbox:
    """What has happened in one chat, in order."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self._waiting: list[asyncio.Future[None]] = []

    def add(self, event: Json) -> None:
        """Take an event in."""
        self.events.append(event)
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def more(self) -> None:
        """Wait for the next event."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        await waiter


class Link:
    """One HTTP session and one stream for all people of a simulator."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._reading: asyncio.Task[None] | None = None
        self.inboxes: defaultdict[int, Inbox] = defaultdict(Inbox)
        self.calls = Inbox()

    async def open(self) -> None:
        """Connect, and read events from now on."""
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=aiohttp.ClientTimeout(total=None, sock_connect=10)
        )
        ready = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(ready))
        await asyncio.wait({ready, self._reading}, return_when=asyncio.FIRST_COMPLETED)
        if self._reading.done():
            self._reading.result()

    async def close(self) -> None:
        """Disconnect."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait({self._reading})
        if self._session is not None:
            await self._session.close()

    async def ask(self, method: str, path: str, *, body: Any = None, form: aiohttp.FormData | None = None) -> Json:
        """Ask the control API. Raises Refused with its words."""
        assert self._session is not None, "use `async with Simulator(...)`"  # noqa: S101 - a mistake of the caller's
        data = form if form is not None else json.dumps(body).encode() if body is not None else None
        headers = {} if form is not None else {"Content-Type": "application/json"}
        async with self._session.request(method, self._url + path, data=data, headers=headers) as response:
            answer: Json = await response.json()
        if response.status >= 400:  # noqa: PLR2004 - errors start there
            raise Refused(answer["error"])
        return answer

    async def _read(self, ready: "asyncio.Future[None]") -> None:
        assert self._session is not None  # noqa: S101 - open() has set it
        async with self._session.get(f"{self._url}/sandbox/events", read_bufsize=2**22) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    self._take(json.loads(line[6:]), ready)

    def _take(self, event: Json, ready: "asyncio.Future[None]") -> None:
        if event["kind"] == "ready":
            ready.set_result(None)
        elif event["kind"] == "call":
            self.calls.add(event)
        elif "chat_id" in event:
            self.inboxes[event["chat_id"]].add(event)
