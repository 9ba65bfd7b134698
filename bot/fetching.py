"""Fetching customers' files in the background: metadata came with the message, the file itself comes within limits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from sqlalchemy import bindparam, select, update

from bot.intake.cleaning import parse_body
from crm.history import Media
from crm.history.files import keep_file
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session

MEDIA = table_of(Media)
LARGEST_BYTES = 20 * 1000 * 1000
"""Telegram hands no larger file to a bot."""
FETCH_S = 60.0
MOST_ATTEMPTS = 5
LOOK_S = 1.0

_due = (
    select(MEDIA.c.id, MEDIA.c.file_id, MEDIA.c.size_bytes, MEDIA.c.attempts)
    .where(MEDIA.c.due_at <= bindparam("now"))
    .order_by(MEDIA.c.due_at)
    .limit(10)
)
_done = (
    update(MEDIA)
    .where(MEDIA.c.id == bindparam("media"))
    .values(state=bindparam("new_state"), reason=bindparam("why"), path=bindparam("at_path"), due_at=None)
)
_again = (
    update(MEDIA)
    .where(MEDIA.c.id == bindparam("media"))
    .values(attempts=MEDIA.c.attempts + 1, due_at=bindparam("due"), reason=bindparam("why"))
)

log = structlog.get_logger(__name__)


class TooLargeError(Exception):
    """The file is larger than what is kept."""


class Fetcher:
    """Takes files that are due, one at a time, and keeps each under the hash of its bytes."""

    def __init__(
        self,
        *,
        database: Database,
        http: aiohttp.ClientSession,
        base_url: str,
        file_url: str,
        folder: Path,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._http = http
        self._base_url = base_url
        self._file_url = file_url
        self._folder = folder
        self._now = now
        self._sleep = sleep

    async def run(self, beat: Callable[[], None]) -> None:
        """Fetch for ever."""
        while True:
            beat()
            due = await asyncio.to_thread(self._read_due)
            for media_id, file_id, size_bytes, attempts in due:
                beat()
                await self._fetch_one(media_id, file_id, size_bytes, attempts)
            await self._sleep(LOOK_S)

    def _read_due(self) -> list[tuple[int, str, int | None, int]]:
        with self._database.reading() as session:
            rows = session.execute(_due, {"now": self._now()}).all()
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    async def _fetch_one(self, media_id: int, file_id: str, size_bytes: int | None, attempts: int) -> None:
        if (size_bytes or 0) > LARGEST_BYTES:
            await self._end(media_id, "too_large", f"over {LARGEST_BYTES} bytes", None)
            return
        try:
            async with asyncio.timeout(FETCH_S):
                path = await self._download(file_id)
        except TooLargeError:
            await self._end(media_id, "too_large", f"over {LARGEST_BYTES} bytes", None)
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            await self._failed(media_id, attempts, type(error).__name__)
        else:
            await self._end(media_id, "kept", None, path)

    async def _download(self, file_id: str) -> str:
        async with self._http.post(f"{self._base_url}/getFile", json={"file_id": file_id}) as response:
            answer = parse_body(await response.read())
        if not isinstance(answer, dict) or not answer.get("ok"):
            if isinstance(answer, dict) and "too big" in str(answer.get("description")):
                raise TooLargeError
            raise ValueError("the file is not to be had")
        async with self._http.get(f"{self._file_url}/{_path_in(answer)}") as response:
            response.raise_for_status()
            content = await self._read_within_limit(response)
        return await asyncio.to_thread(keep_file, self._folder, content)

    async def _read_within_limit(self, response: aiohttp.ClientResponse) -> bytes:
        content = bytearray()
        async for chunk in response.content.iter_chunked(65536):
            content += chunk
            if len(content) > LARGEST_BYTES:
                raise TooLargeError
        return bytes(content)

    async def _failed(self, media_id: int, attempts: int, reason: str) -> None:
        log.warning("file_not_fetched", media=media_id, reason=reason)
        if attempts + 1 >= MOST_ATTEMPTS:
            await self._end(media_id, "failed", reason, None)
            return
        due = self._now() + timedelta(seconds=5 * 2**attempts)
        values = {"media": media_id, "due": due, "why": reason}
        await self._write(lambda session: session.execute(_again, values))

    async def _end(self, media_id: int, state: str, reason: str | None, path: str | None) -> None:
        values = {"media": media_id, "new_state": state, "why": reason, "at_path": path}
        await self._write(lambda session: session.execute(_done, values))

    async def _write(self, job: Callable[[Session], object]) -> None:
        await asyncio.wrap_future(self._database.writer.submit(job))


def _path_in(answer: dict[str, Any]) -> str:
    """Return where the file is to be had; Telegram may leave that out."""
    result = answer.get("result")
    path = result.get("file_path") if isinstance(result, dict) else None
    if not isinstance(path, str):
        raise ValueError("the answer names no path")
    return path
