"""Putting the parts together: what `ingat run`, `ingat bot` and `ingat sender` start."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import structlog

from crm.conversation.snapshot import Snapshot
from crm.history import register_staff_chat
from crm.kernel.database import Database, open_database
from ingat.business import BusinessError, Renewed, Watcher
from ingat.migrating import upgrade
from ingat.serving import create_app, serve
from ingat.settings import Settings
from ingat.supervision import Beat, FatalError, Supervisor
from ingat.telegram import Account, ask_account

LOOK_AT_BUSINESS_S = 1.0
FINISH_S = 5.0

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
async def _opened(settings: Settings) -> AsyncIterator[Running]:
    """Open what every process needs, and close it again. Raises FatalError in plain words."""
    try:
        watcher = Watcher(settings.ingat_business_dir)
    except BusinessError as error:
        raise FatalError(f"{settings.ingat_business_dir} cannot be used. {error}") from None
    settings.ingat_data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.resolved_database_url())
    try:
        await asyncio.to_thread(upgrade, database)
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


async def run_until_stopped(
    settings: Settings,
    *,
    receive: bool,
    send: bool,
    ready: Callable[[str], None] = lambda _: None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run the chosen parts until SIGTERM or SIGINT. Raises FatalError where nothing but the owner can help.

    With `stop`, Ingat is a part of another program: it runs until that is set, and leaves the signals alone.
    """
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(_opened(settings))
        app = create_app(running.database, running.supervisor.late)
        finish: list[Callable[[], Awaitable[None]]] = []
        wake: Callable[[], None] = _nobody
        if send:
            from ingat.sending import add_sender  # noqa: PLC0415 only the process that sends imports the library

            wake = await add_sender(running, stack, finish)
        if receive:
            from ingat.receiving import add_receiver  # noqa: PLC0415 aiogram costs seconds: only the receiver imports it

            await add_receiver(running, app, stack, finish)
        running.supervisor.add("business", running.business.watch)
        _wake_on_commit(running.database, wake)
        runner, address = await serve(app, settings.ingat_http_host, settings.ingat_http_port)
        stack.push_async_callback(runner.cleanup)
        running.supervisor.start()
        ready(address)
        try:
            await _stopped(running.supervisor, stop)
        finally:
            await running.supervisor.stop()
            for step in finish:
                await step()


def _nobody() -> None:
    """Wakes nobody: another process sends, and looks by itself."""


def _wake_on_commit(database: Database, wake: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def listener(touched: set[str]) -> None:
        if "deliveries" in touched and not loop.is_closed():
            loop.call_soon_threadsafe(wake)

    database.writer.listen(listener)


async def _stopped(supervisor: Supervisor, stop: asyncio.Event | None) -> None:
    """Wait for the word to stop, or for a part that gives up: that one's FatalError is raised."""
    told = None if stop is None else asyncio.create_task(_end_when(stop, supervisor))
    if told is None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, supervisor.end)
    try:
        await supervisor.ended
    finally:
        if told is not None:
            told.cancel()
    log.info("stopping")


async def _end_when(stop: asyncio.Event, supervisor: Supervisor) -> None:
    await stop.wait()
    supervisor.end()
