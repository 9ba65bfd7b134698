"""Files are fetched beside the updates, within limits of size, type and time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import Row, select

from bot.fetching import FIRST_PAUSE_S, LARGEST_BYTES, LONGEST_PAUSE_S, MOST_ATTEMPTS, MOST_REFUSALS, Fetcher
from crm.conversation.snapshot import Snapshot
from crm.history import Media
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.turns.shop import Clock, Shop

MEDIA = table_of(Media)


@dataclass
class Files:
    """Telegram's side of a file: getFile, and the file itself."""

    content: bytes = b"a picture"
    answer: dict[str, Any] = field(default_factory=lambda: {"ok": True, "result": {"file_path": "photos/1.jpg"}})
    status: int = 200
    never_ends: bool = False
    asked: int = 0

    async def get_file(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response(self.answer, status=self.status)

    async def download(self, _: web.Request) -> web.Response:
        if self.never_ends:
            await asyncio.sleep(3600)
        return web.Response(body=self.content)


@dataclass
class Fetching:
    files: Files
    shop: Shop
    fetcher: Fetcher
    folder: Path

    async def rounds(self, number: int) -> None:
        """Look for files so often, with an hour between."""
        self.left = number
        with pytest.raises(asyncio.CancelledError):
            await self.fetcher.run(lambda: None)

    async def sleep(self, _: float) -> None:
        self.left -= 1
        self.shop.clock.pass_s(3600)
        if not self.left:
            raise asyncio.CancelledError

    def row(self) -> Row[Any]:
        with self.shop.database.reading() as session:
            return session.execute(select(MEDIA).order_by(MEDIA.c.id.desc())).first() or pytest.fail("no file expected")


@pytest.fixture
def within_s() -> float:
    """How long a file may take."""
    return 30.0


@pytest.fixture
async def fetching(database: Database, snapshot: Snapshot, tmp_path: Path, within_s: float) -> AsyncIterator[Fetching]:
    files = Files()
    shop = Shop(database, snapshot, Clock())
    app = web.Application()
    app.router.add_post("/bot/getFile", files.get_file)
    app.router.add_get("/file/photos/1.jpg", files.download)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as http:
        made: list[Fetching] = []

        async def pause(seconds: float) -> None:
            await made[0].sleep(seconds)

        fetcher = Fetcher(
            database=database,
            http=http,
            base_url=f"{address}/bot",
            file_url=f"{address}/file",
            folder=tmp_path / "media",
            now=shop.clock,
            sleep=pause,
            within_s=within_s,
        )
        made.append(Fetching(files, shop, fetcher, tmp_path / "media"))
        yield made[0]
    await runner.cleanup()


async def _send_photo(shop: Shop, size: int = 9) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": size}]
    await shop.say(None, photo=photo)


async def test_a_file_is_kept_under_the_hash_of_its_bytes(fetching: Fetching) -> None:
    await _send_photo(fetching.shop)
    await fetching.rounds(2)
    assert fetching.row().state == "kept"
    assert (fetching.folder / fetching.row().path).read_bytes() == b"a picture"
    assert fetching.files.asked == 1, "and not fetched again"


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": False, "description": "Bad Request: wrong file_id"},
        {"ok": True, "result": {"file_id": "f"}},
        {"ok": True},
        {"ok": True, "result": {"file_path": "photos/gone.jpg"}},
    ],
    ids=["refused", "without a path", "without a result", "gone"],
)
async def test_a_file_that_is_not_to_be_had_is_given_up_after_a_few_attempts(
    fetching: Fetching, answer: dict[str, Any]
) -> None:
    fetching.files.answer, fetching.files.status = answer, 200 if answer["ok"] else 400
    await _send_photo(fetching.shop)
    await fetching.rounds(MOST_REFUSALS + 2)
    assert (fetching.row().state, fetching.files.asked) == ("failed", MOST_REFUSALS)


@pytest.mark.parametrize("within_s", [0.5])
async def test_a_file_that_never_ends_is_let_go_and_fetched_another_time(fetching: Fetching) -> None:
    fetching.files.never_ends = True
    await _send_photo(fetching.shop)
    await fetching.rounds(1)
    assert (fetching.row().state, fetching.row().reason) == ("waiting", "TimeoutError")
    fetching.files.never_ends = False
    await fetching.rounds(1)
    assert fetching.row().state == "kept"


@pytest.mark.parametrize("status", [401, 429, 500, 502])
async def test_while_telegram_says_nothing_of_the_file_it_is_waited_for_about_a_day(
    fetching: Fetching, status: int
) -> None:
    whole, fetching.files.answer = fetching.files.answer, {"ok": False, "description": "not now"}
    fetching.files.status = status
    await _send_photo(fetching.shop)
    await fetching.rounds(20)
    fetching.files.answer, fetching.files.status = whole, 200
    await fetching.rounds(1)
    assert fetching.row().state == "kept"
    pauses_s = [min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**attempt) for attempt in range(MOST_ATTEMPTS)]
    assert 20 * 3600 < sum(pauses_s) < 30 * 3600


@pytest.mark.parametrize(
    ("mime_type", "state"),
    [
        ("application/pdf", "kept"),
        ("image/jpeg", "kept"),
        ("image/svg+xml", "left_at_channel"),
        ("application/vnd.android.package-archive", "left_at_channel"),
        ("application/x-msdownload", "left_at_channel"),
        (None, "left_at_channel"),
    ],
)
async def test_of_documents_only_what_people_read_is_fetched(
    fetching: Fetching, mime_type: str | None, state: str
) -> None:
    document = {"file_id": "f", "file_unique_id": "u", "file_name": "struk.pdf"}
    await fetching.shop.say(None, document=document | ({"mime_type": mime_type} if mime_type else {}))
    await fetching.rounds(1)
    assert (fetching.row().state, fetching.files.asked) == (state, int(state == "kept"))


async def test_a_file_that_says_it_is_too_large_is_not_asked_for(fetching: Fetching) -> None:
    await _send_photo(fetching.shop, LARGEST_BYTES + 1)
    await fetching.rounds(1)
    assert (fetching.row().state, fetching.files.asked) == ("too_large", 0)


async def test_a_file_that_is_larger_than_it_says_is_not_kept(fetching: Fetching) -> None:
    fetching.files.content = bytes(LARGEST_BYTES + 1)
    await _send_photo(fetching.shop)
    await fetching.rounds(1)
    assert fetching.row().state == "too_large"
    assert not fetching.folder.exists()
