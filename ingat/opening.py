"""What every process of Ingat opens before its parts start: settings, database, business, the bot's account."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import structlog

from crm.conversation.snapshot import Snapshot
from crm.history import register_staff_chat
from crm.kernel.database import Database
from ingat.business import BusinessError, Renewed, Watcher, cannot_be_used
from ingat.databases import open_in_shape
from ingat.settings import Settings
from ingat.supervision import Beat, FatalError, Supervisor
from ingat.telegram import Account, ask_account

LOOK_AT_BUSINESS_S = 1.0

log = structlog.get_logger(__name__)


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class CurrentBusiness:
    """The business folder as it is in force now."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def __call__(self) -> Snapshot:
        """Return the snapshot in force."""
        return self._watcher.snapshot

    async def watch(self, beat: Beat) -> None:
        """Put edits in force without a restart; a bad edit is told once, and the old state stays."""
        while True:
            beat()
            change = await asyncio.to_thread(self._watcher.look)
            if isinstance(change, Renewed):
                log.info("business_renewed", articles=len(change.snapshot.matcher.articles))
            elif change is not None:
                log.error("business_not_renewed", problems=len(change.problems), hint="run: ingat check")
            await asyncio.sleep(LOOK_AT_BUSINESS_S)


@dataclass(frozen=True, slots=True)
class Running:
    """What every process of Ingat has."""

    settings: Settings
    database: Database
    business: CurrentBusiness
    account: Account
    http: aiohttp.ClientSession
    supervisor: Supervisor


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Running]:
    """Open what every process needs, and close it again. Raises FatalError in plain words."""
    try:
        watcher = Watcher(settings.ingat_business_dir)
    except BusinessError as error:
        raise FatalError(cannot_be_used(settings.ingat_business_dir, error, os.environ)) from None
    database = await asyncio.to_thread(open_in_shape, settings)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as http:
            account = await ask_account(http, settings)
            if settings.telegram_staff_chat_id is not None:
                await _register_staff(database, account, settings.telegram_staff_chat_id)
            yield Running(settings, database, CurrentBusiness(watcher), account, http, Supervisor())
    finally:
        await asyncio.to_thread(database.close)


async def _register_staff(database: Database, account: Account, chat_id: int) -> None:
    job = database.writer.submit(
        lambda session: register_staff_chat(session, "telegram", str(account.bot_id), str(chat_id))
    )
    await asyncio.wrap_future(job)
