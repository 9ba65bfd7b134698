"""What every process of Ingat opens before its parts start: settings, database, the bot's account."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp

from crm.history import register_staff_chat
from crm.kernel.database import Database
from ingat.databases import open_in_shape
from ingat.settings import Settings
from ingat.supervision import Supervisor
from ingat.telegram import Account, ask_account

if TYPE_CHECKING:  # what understands customers is large, and a process that only sends has no use for it
    from crm.conversation.snapshot import Snapshot


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """What every process of Ingat has."""

    settings: Settings
    database: Database
    business: Callable[[], "Snapshot"]
    account: Account
    http: aiohttp.ClientSession
    supervisor: Supervisor


@asynccontextmanager
async def opened(
    settings: Settings, business: Callable[[], "Snapshot"], supervisor: Supervisor
) -> AsyncIterator[Running]:
    """Open what every process needs, and close it again. Raises FatalError in plain words."""
    database = await asyncio.to_thread(open_in_shape, settings)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as http:
            account = await ask_account(http, settings)
            if settings.telegram_staff_chat_id is not None:
                await _register_staff(database, account, settings.telegram_staff_chat_id)
            yield Running(settings, database, business, account, http, supervisor)
    finally:
        await asyncio.to_thread(database.close)


async def _register_staff(database: Database, account: Account, chat_id: int) -> None:
    job = database.writer.submit(
        lambda session: register_staff_chat(session, "telegram", str(account.bot_id), str(chat_id))
    )
    await asyncio.wrap_future(job)
