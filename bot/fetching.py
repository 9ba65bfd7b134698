"""Fetching customers' files in the background: metadata came with the message, the file itself comes within limits."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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
MOST_REFUSALS = 5
MOST_ATTEMPTS = 100
"""About a day: so long a Telegram that cannot be reached, or a full disk, is waited for."""
FIRST_PAUSE_S = 5
LONGEST_PAUSE_S = 15 * 60
LOOK_S = 1.0
REFUSALS = frozenset({400, 404})
KEPT_TYPES = (
    "image/",
    "audio/",
    "video/",
    "text/plain",
    "text/csv",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
)
NEVER_KEPT_TYPES = frozenset({"image/svg+xml"})
"""What opens as a picture and may run as a program."""

_due = (
    select(MEDIA.c.id, MEDIA.c.file_id, MEDIA.c.kind, MEDIA.c.mime_type, MEDIA.c.size_bytes, MEDIA.c.attempts)
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


class RefusedFileError(Exception):
    """Telegram says that there is no such file."""


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file that is to be fetched now."""

    media_id: int
    file_id: str
    kind: str
    mime_type: str | None
    size_bytes: int | None
    attempts: int


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
        within_s: float = FETCH_S,
    ) -> None:
        self._database = database
        self._http = http
        self._base_url = base_url
        self._file_url = file_url
        self._folder = folder
        self._now = now
        self._sleep = sleep
        self._within_s = within_s

    async def run(self, beat: Callable[[], None]) -> None:
        """Fetch for ever."""
        while True:
            beat()
            due = await asyncio.to_thread(self._read_due)
            for file in due:
                beat()
                await self._fetch_one(file)
            await self._sleep(LOOK_S)

    def _read_due(self) -> list[DueFile]:
        with self._database.reading() as session:
            return [DueFile(*row) for row in session.execute(_due, {"now": self._now()})]

    async def _fetch_one(self, file: DueFile) -> None:
        if (file.size_bytes or 0) > LARGEST_BYTES:
            await self._end(file, "too_large", f"over {LARGEST_BYTES} bytes", None)
            return
        if not _is_kept(file):
            await self._end(file, "left_at_channel", f"type {file.mime_type}", None)
            return
        try:
            async with asyncio.timeout(self._within_s):
                path = await self._download(file.file_id)
        except TooLargeError:
            await self._end(file, "too_large", f"over {LARGEST_BYTES} bytes", None)
        except RefusedFileError as error:
            await self._failed(file, type(error).__name__, MOST_REFUSALS)
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            await self._failed(file, type(error).__name__, MOST_ATTEMPTS)
        else:
            await self._end(file, "kept", None, path)

    async def _download(self, file_id: str) -> str:
        async with self._http.post(f"{self._base_url}/getFile", json={"file_id": file_id}) as response:
            answer = parse_body(await response.read())
            _check(response, str(answer.get("description")) if isinstance(answer, dict) else "")
        async with self._http.get(f"{self._file_url}/{_path_in(answer)}") as response:
            _check(response, "")
            content = await self._read_within_limit(response)
        return await asyncio.to_thread(keep_file, self._folder, content)

    async def _read_within_limit(self, response: aiohttp.ClientResponse) -> bytes:
        content = bytearray()
        async for chunk in response.content.iter_chunked(65536):
            content += chunk
            if len(content) > LARGEST_BYTES:
                raise TooLargeError
        return bytes(content)

    async def _failed(self, file: DueFile, reason: str, most_attempts: int) -> None:
        log.warning("file_not_fetched", media=file.media_id, reason=reason)
        if file.attempts + 1 >= most_attempts:
            await self._end(file, "failed", reason, None)
            return
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(file.attempts, 10))
        values = {"media": file.media_id, "due": self._now() + timedelta(seconds=pause_s), "why": reason}
        await self._write(lambda session: session.execute(_again, values))

    async def _end(self, file: DueFile, state: str, reason: str | None, path: str | None) -> None:
        values = {"media": file.media_id, "new_state": state, "why": reason, "at_path": path}
        await self._write(lambda session: session.execute(_done, values))

    async def _write(self, job: Callable[[Session], object]) -> None:
        await asyncio.wrap_future(self._database.writer.submit(job))


def _is_kept(file: DueFile) -> bool:
    """Say whether a file is of a type that people look at or listen to. Of a document only its type tells."""
    mime_type = (file.mime_type or "").lower()
    if mime_type in NEVER_KEPT_TYPES:
        return False
    return file.kind != "document" or mime_type.startswith(KEPT_TYPES)


def _check(response: aiohttp.ClientResponse, description: str) -> None:
    """Raise TooLargeError or RefusedFileError for a no, ClientError for an answer that says nothing of the file."""
    if "too big" in description:
        raise TooLargeError
    if response.status in REFUSALS:
        raise RefusedFileError
    response.raise_for_status()


def _path_in(answer: Any) -> str:
    """Return where the file is to be had; Telegram may leave that out."""
    result = answer.get("result") if isinstance(answer, dict) else None
    path = result.get("file_path") if isinstance(result, dict) else None
    if not isinstance(path, str):
        raise RefusedFileError
    return path
