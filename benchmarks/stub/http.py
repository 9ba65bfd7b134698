"""As much of HTTP/1.1 as bots speak: kept-alive connections, bodies with a Content-Length, one request at a time."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_CONTENT_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_HEAD_END: Final = b"\r\n\r\n"
_REASONS: Final = {
    200: b"OK",
    400: b"Bad Request",
    404: b"Not Found",
    411: b"Length Required",
    429: b"Too Many Requests",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a request asks: its path without the query, and its parameters as they came, in the body or the query."""

    path: bytes
    body: bytes


Answer = Callable[[int, bytes], None]
"""Takes status and JSON body. Called once for each request, at once or later."""

Handle = Callable[[Request, Answer], None]


class HttpConnection(asyncio.Protocol):
    """One client's connection. Bots do not pipeline, so answers need no order of their own."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server gives, which typing cannot say
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Let an answer that comes later go nowhere."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Handle every request that is complete, and keep the rest."""
        self._received = self._received + data if self._received else data
        while self._received:
            head_end = self._received.find(_HEAD_END)
            if head_end < 0:
                return
            head = self._received[:head_end]
            if _CHUNKED.search(head):
                self._refuse_chunked()
                return
            length = _CONTENT_LENGTH.search(head)
            body_start = head_end + len(_HEAD_END)
            body_end = body_start + (int(length[1]) if length else 0)
            if len(self._received) < body_end:
                return
            body = self._received[body_start:body_end]
            self._received = self._received[body_end:]
            self._handle(_request(head, body), self._answer)

    def _answer(self, status: int, body: bytes) -> None:
        if self._transport is None:
            return
        self._transport.write(
            b"HTTP/1.1 %d %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, _REASONS[status], len(body), body)
        )

    def _refuse_chunked(self) -> None:
        self._answer(411, b'{"ok":false,"error_code":411,"description":"Length Required"}')
        if self._transport is not None:
            self._transport.close()


def _request(head: bytes, body: bytes) -> Request:
    target = head.split(b" ", 2)[1]
    path, _, query = target.partition(b"?")
    return Request(path, body or query)
