"""Putting the parts together: what `ingat run`, `ingat bot` and `ingat sender` start."""

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import structlog

from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from ingat.opening import opened
from ingat.seldom_business import BusinessWhenAsked
from ingat.serving import check_address, create_app, serve
from ingat.settings import Settings
from ingat.supervision import Supervisor

if TYPE_CHECKING:
    from crm.conversation.snapshot import Snapshot
    from ingat.opening import Running

LAST_STEP_S = 10.0

log = structlog.get_logger(__name__)


async def run_until_stopped(
    settings: Settings,
    *,
    receive: bool,
    send: bool,
    ready: Callable[[str, str], None] = lambda _address, _username: None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run the chosen parts until SIGTERM or SIGINT. Raises FatalError where nothing but the owner can help.

    `ready` is told the address of the HTTP side and the user name of the bot. With `stop`, Ingat is a part of another
    program: it runs until that is set, and leaves the signals alone.
    """
    async with AsyncExitStack() as stack:
        await check_address(settings.ingat_http_host, settings.ingat_http_port)
        supervisor = Supervisor()
        business = _watched(settings, supervisor) if receive else BusinessWhenAsked(settings.ingat_business_dir)
        running = await stack.enter_async_context(opened(settings, business, supervisor))
        app = create_app(running.database, running.supervisor.late)
        finish: list[Callable[[], Awaitable[None]]] = []
        wake: Callable[[], None] = _nobody
        if send:
            from ingat.sending import add_sender  # noqa: PLC0415 only the process that sends imports the library

            wake = await add_sender(running, stack, finish)
        if receive:
            from ingat.receiving import add_receiver  # noqa: PLC0415 aiogram costs seconds: only the receiver imports it

            await add_receiver(running, app, stack, finish)
        _wake_on_commit(running.database, wake)
        runner, address = await serve(app, settings.ingat_http_host, settings.ingat_http_port)
        stack.push_async_callback(runner.cleanup)
        running.supervisor.start()
        if receive:
            await _offer_ownership(running)
        if stop is None:  # the process is ours
            _keep_what_is_there_out_of_the_collector()
        ready(address, running.account.username)
        try:
            await _stopped(running.supervisor, stop)
        finally:
            await running.supervisor.stop()
            for step in finish:
                await take_last_step(step)


async def _offer_ownership(running: "Running") -> None:
    """Print the link that makes somebody the owner, as long as nobody is."""
    from ingat.staffing import owners_first_link  # noqa: PLC0415 only the process that receives can be spoken to

    link = await owners_first_link(running)
    if link is not None:
        sys.stdout.write(f"Open this on your phone to become the owner of this bot (once, within 24 hours): {link}\n")
        sys.stdout.flush()


def _keep_what_is_there_out_of_the_collector() -> None:
    """What was imported and opened by now stays for good: to look through it for rubbish costs time and memory."""
    gc.collect()
    gc.freeze()


async def take_last_step(step: Callable[[], Awaitable[None]]) -> None:
    """Take one step of an orderly end. A database that does not answer now must not keep Ingat from stopping."""
    try:
        async with asyncio.timeout(LAST_STEP_S):
            await step()
    except Exception as error:
        if not isinstance(error, TimeoutError) and not is_unavailable(error):
            raise
        log.warning("not_finished", error=type(error).__name__, hint="nothing is lost; leases end by themselves")


def _watched(settings: Settings, supervisor: Supervisor) -> Callable[[], "Snapshot"]:
    from ingat.business_in_force import CurrentBusiness  # noqa: PLC0415 only the process that answers imports it

    business = CurrentBusiness(settings.ingat_business_dir)
    supervisor.add("business", business.watch)
    return business


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
