"""HTTP servers that answer as told, and remember what they were sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson

MESSAGE = {
    "message_id": 7,
    "date": 1760000000,
    "chat": {"id": 42, "type": "private", "first_name": "Siti"},
    "text": "Halo",
}

Answer = bytes | None  # None says nothing and closes the connection; SILENCE says nothing and keeps it
SILENCE = b""


@dataclass
class Received:
    """One request as it came over the wire."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A server on loopback, and what it received."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    connections: int = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"


def answer(status: int, body: bytes | dict[str, object], headers: str = "") -> bytes:
    """Build a whole HTTP response."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return f"HTTP/1.1 {status} So\r\nContent-Length: {len(content)}\r\n{headers}\r\n".encode() + content


def accepted() -> bytes:
    """Build the answer to a message that was sent."""
    return answer(200, {"ok": True, "result": MESSAGE})


@asynccontextmanager
async def serving(respond: Callable[[Received], Answer]) -> AsyncIterator[Server]:
    """Serve on a free port of loopback until the block ends."""
    server = Server()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            while (request := await _read(reader)) is not None:
                server.received.append(request)
                response = respond(request)
                if response is None:
                    break
                writer.write(response)
        finally:
            writer.close()

    listening = await asyncio.start_server(connected, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


async def _read(reader: asyncio.StreamReader) -> Received | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return None
    request_line, *lines = head.strip().split("\r\n")
    headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        return Received(request_line.split()[1], headers, await _read_chunks(reader))
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Received(request_line.split()[1], headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body
