"""The sending half: python-telegram-bot, the limiter, the lease."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import structlog

from bot.callback_data import Signer
from bot.delivery.bot import SendingBot
from bot.delivery.limits import Limiter
from bot.delivery.mirroring import Mirroring
from bot.delivery.planning import Planner
from bot.delivery.recorder import Recorder
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.delivery.settling import Settling
from bot.delivery.waiting_list import WaitingList
from bot.leasing import LeaseKeeper
from crm.history import Priority
from crm.history.outbox import DueDelivery
from ingat.manners import CurrentManners
from ingat.mirror_words import staff_words, waiting_words
from ingat.opening import Running, now
from ingat.seldom_business import UnreadableError
from ingat.supervision import Beat

CONNECTIONS = 160
FINISH_S = 5.0

log = structlog.get_logger(__name__)


async def add_sender(
    running: Running, stack: AsyncExitStack, finish: list[Callable[[], Awaitable[None]]]
) -> Callable[[], None]:
    """Add the sender and its lease to the supervisor. Returns what wakes it."""
    limiter = Limiter(enabled=running.settings.ingat_limits)
    bot = _bot(running, limiter)
    await bot.initialize()
    stack.push_async_callback(bot.shutdown)
    account = str(running.account.bot_id)
    writer = running.database.writer
    lease = LeaseKeeper(writer, f"sender:{account}")
    recorder = Recorder(writer, now)
    settling = Settling(recorder, limiter, account, now, lambda due, why: _notice(running, due, why))
    planner = Planner(
        database=running.database,
        bot=bot,
        signer=Signer(running.account.token),
        recorder=recorder,
        folder=running.settings.ingat_data_dir / "media",
        now=now,
    )
    sender = Sender(
        database=running.database,
        planner=planner,
        limiter=limiter,
        account=account,
        settling=settling,
        now=now,
        manners=CurrentManners(running.business),
    )

    async def send(beat: Beat) -> None:
        await sender.run(lease.held, beat)

    async def end() -> None:
        await sender.finish(FINISH_S)
        await lease.release()

    running.supervisor.add("sender lease", lease.keep)
    running.supervisor.add("sender", send)
    _add_what_the_staff_see(running, bot, limiter, recorder, lease)
    finish.append(end)
    running.database.writer.listen(sender.forget_what_was_read)
    return sender.wake


def _add_what_the_staff_see(
    running: Running, bot: SendingBot, limiter: Limiter, recorder: Recorder, lease: LeaseKeeper
) -> None:
    """Add the mirrors in the staff's topics, and the list of who waits, to the supervisor."""
    account = str(running.account.bot_id)
    mirroring = Mirroring(
        database=running.database,
        bot=bot,
        limiter=limiter,
        recorder=recorder,
        account=account,
        words=staff_words(running),
        now=now,
    )
    waiting_list = WaitingList(
        database=running.database,
        bot=bot,
        limiter=limiter,
        recorder=recorder,
        account=account,
        words=waiting_words(running),
    )

    async def mirror(beat: Beat) -> None:
        await mirroring.run(lease.held, beat)

    async def list_waiting(beat: Beat) -> None:
        await waiting_list.run(lease.held, beat)

    running.supervisor.add("mirroring", mirror, late_after_s=60.0)
    running.supervisor.add("waiting list", list_waiting, late_after_s=60.0)


def _bot(running: Running, limiter: Limiter) -> SendingBot:
    base = running.settings.telegram_api_base
    return SendingBot(
        running.account.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(CONNECTIONS),
        get_updates_request=AiohttpRequest(1),
        rate_limiter=limiter,
    )


def _notice(running: Running, due: DueDelivery, why: str) -> str:
    """Word, for the staff, that something did not arrive; the facts alone while the business's words cannot be read."""
    customer = f"#{due.customer_id}" if due.customer_id is not None else "?"
    try:
        snapshot = running.business()
    except UnreadableError as error:
        log.error("notice_without_words", problem=str(error), hint="run: ingat check")
        return f"{customer}: {why}\n\n{due.text or ''}"
    language = snapshot.business.default_language
    if due.priority >= Priority.MARKETING:
        return snapshot.wording.say(language, "staff_marketing_failed", reason=why)
    return snapshot.wording.say(language, "staff_delivery_failed", customer=customer, reason=why, text=due.text or "")
