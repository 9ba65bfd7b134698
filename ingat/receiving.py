"""The receiving half: aiogram's types, the intake, polling or the webhook, and what follows from what came in."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiohttp import web

from bot.callback_data import Signer
from bot.deciding import sweep
from bot.fetching import Fetcher
from bot.indexing import index_for_ever
from bot.intake.handling import Intake
from bot.intake.polling import Poller
from bot.intake.seeing import prune_seen
from bot.intake.webhook import add_webhook
from bot.leasing import LeaseKeeper
from bot.staffing import mind_the_staff
from crm.conversation.learning_serious import learned
from crm.conversation.snapshot import Snapshot
from crm.history.expiring import forget_expired
from crm.kernel.session import Session
from ingat.opening import Running, now
from ingat.supervision import Beat
from ingat.webhook import insist, keep_webhook

PRUNE_EVERY_S = 600.0
STAND_BY_S = 0.5
BROUGHT_AGAIN_WITHIN_S = 3.0

log = structlog.get_logger(__name__)


async def add_receiver(
    running: Running, app: web.Application, stack: AsyncExitStack, finish: list[Callable[[], Awaitable[None]]]
) -> None:
    """Add everything that receives to the supervisor."""
    bot = _bot(running)
    stack.push_async_callback(bot.session.close)
    business = _with_name(running)
    courtesies: set[asyncio.Task[None]] = set()
    intake = Intake(
        writer=running.database.writer,
        bot_id=running.account.bot_id,
        signer=Signer(running.account.token),
        username=running.account.username,
        snapshot=business,
        now=now,
        answered=lambda query_id, shown: _start(courtesies, _answer(bot, query_id, shown)),
    )
    url = running.settings.telegram_webhook_url
    has_caught_up = _add_polling(running, intake, finish) if url is None else _add_webhook(running, app, intake, url)
    _add_background(running, business, has_caught_up)
    learned()  # takes a second, for which the first customer should not wait
    gc.collect()
    gc.freeze()  # aiogram's many models would otherwise be walked at every full collection


def _bot(running: Running) -> Bot:
    server = TelegramAPIServer.from_base(running.settings.telegram_api_base)
    return Bot(running.account.token, session=AiohttpSession(api=server))


def _add_polling(running: Running, intake: Intake, finish: list[Callable[[], Awaitable[None]]]) -> Callable[[], bool]:
    """Add the receiver. Returns what tells whether it is this one that receives, and all that waited has come in."""
    caught_up = asyncio.Event()
    lease = LeaseKeeper(running.database.writer, f"receiver:{running.account.bot_id}")

    async def receive(beat: Beat) -> None:
        poller = Poller(running.http, running.account.base_url, intake, beat=beat, caught_up=caught_up)
        await insist(running.http, running.account.base_url, beat, "deleteWebhook")
        while True:
            beat()
            await poller.run(lease.held)
            await asyncio.sleep(STAND_BY_S)

    running.supervisor.add("receiver lease", lease.keep)
    running.supervisor.add("receiver", receive, late_after_s=60.0)
    finish.append(lease.release)
    return lambda: lease.held() and caught_up.is_set()


def _add_webhook(running: Running, app: web.Application, intake: Intake, url: str) -> Callable[[], bool]:
    """Add the webhook. Returns what tells whether Telegram has had time to bring again what came while we were away."""
    secret = running.settings.telegram_webhook_secret
    words = secret.reveal() if secret else ""
    add_webhook(app, intake, words, running.settings.webhook_path)

    async def keep(beat: Beat) -> None:
        await keep_webhook(running.http, running.account.base_url, url, words, beat)

    running.supervisor.add("webhook", keep, late_after_s=120.0)
    caught_up_at = time.monotonic() + BROUGHT_AGAIN_WITHIN_S
    return lambda: time.monotonic() >= caught_up_at


def _with_name(running: Running) -> Callable[[], Snapshot]:
    """Return the business with the bot's user name, which links to the bot need."""
    return lambda: replace(running.business(), bot_username=running.account.username)


def _add_background(running: Running, business: Callable[[], Snapshot], has_caught_up: Callable[[], bool]) -> None:
    async def decide(beat: Beat) -> None:
        await sweep(running.database, business, now, beat, may_decide=has_caught_up)

    async def mind(beat: Beat) -> None:
        await mind_the_staff(running.database, business, now, beat)

    async def fetch(beat: Beat) -> None:
        fetcher = Fetcher(
            database=running.database,
            http=running.http,
            base_url=running.account.base_url,
            file_url=running.account.file_url,
            folder=running.settings.ingat_data_dir / "media",
            now=now,
        )
        await fetcher.run(beat)

    async def tidy(beat: Beat) -> None:
        while True:
            beat()
            pruned = await asyncio.wrap_future(running.database.writer.submit(lambda s: _tidied(s, now())))
            await asyncio.sleep(0.1 if pruned else PRUNE_EVERY_S)

    async def index(beat: Beat) -> None:
        await index_for_ever(running.database, beat)

    running.supervisor.add("deciding", decide)
    running.supervisor.add("staff", mind)
    running.supervisor.add("indexing", index, late_after_s=60.0)
    running.supervisor.add("files", fetch, late_after_s=120.0)
    running.supervisor.add("tidying", tidy, late_after_s=PRUNE_EVERY_S * 2)


async def _answer(bot: Bot, query_id: str, shown: str | None) -> None:
    """Answer a press. A courtesy: the press is handled, and a failure is only logged."""
    try:
        await bot.answer_callback_query(query_id, text=shown)
    except AiogramError as error:
        log.info("press_not_answered", error=type(error).__name__)


def _start(tasks: "set[asyncio.Task[None]]", work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def _tidied(session: Session, at: datetime) -> int:
    """Take out a little of what nobody needs any more. Returns how much it was."""
    return prune_seen(session, at) + forget_expired(session, at)
