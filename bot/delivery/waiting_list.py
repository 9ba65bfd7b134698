"""The pinned message of a staff group: who waits, the oldest first, and whose the others are. It is edited in place."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.delivery.bot import SendingBot
from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.outcomes import EditMissing, NotModified, outcome_of
from bot.delivery.recorder import Recorder
from crm.cases.waiting_list import ShownList, WaitingLine, note_list, shown_lists, who_waits
from crm.history import Priority
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable

LOOK_S = 1.0

log = structlog.get_logger(__name__)


class WaitingList:
    """Keeps the pinned message of each group in line with who waits, while `held()` says that it may."""

    def __init__(
        self,
        *,
        database: Database,
        bot: SendingBot,
        limiter: Limiter,
        recorder: Recorder,
        account: str,
        words: Callable[[tuple[WaitingLine, ...]], str],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._bot = bot
        self._limiter = limiter
        self._recorder = recorder
        self._account = account
        self._words = words
        self._sleep = sleep

    async def run(self, held: Callable[[], bool], beat: Callable[[], None]) -> None:
        """Keep it for ever. A database that does not answer is waited for; so is a group that takes nothing."""
        while True:
            beat()
            try:
                if held():
                    await self.look()
            except TelegramError as error:
                log.info("list_not_shown", outcome=type(outcome_of(error)).__name__)
                await self._sleep(LOOK_S * 5)
            except Withheld:
                log.debug("list_not_shown", outcome="withheld")
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("database_unavailable", hint="the waiting list stands still until the database answers")
            await self._sleep(LOOK_S)

    async def look(self) -> int:
        """Bring what is out of date up to date, where there is room for a call. Returns how many were."""
        lists, text = await asyncio.to_thread(self._read)
        now_shown = hashlib.sha256(text.encode()).hexdigest()
        stale = [each for each in lists if each.hash != now_shown and self._has_room(each)]
        for each in stale:
            await self._show(each, text, now_shown)
        return len(stale)

    def _read(self) -> tuple[list[ShownList], str]:
        with self._database.reading() as session:
            lists = shown_lists(session, self._account)
            waiting = who_waits(session, self._account) if lists else ()
        return lists, self._words(waiting) if lists else ""

    def _has_room(self, shown: ShownList) -> bool:
        return self._limiter.would_wait_s(int(shown.address), Priority.SERVICE) == 0

    async def _show(self, shown: ShownList, text: str, now_shown: str) -> None:
        """Edit the message, or send and pin one where there is none any more."""
        permit = Permit(Priority.SERVICE, int(shown.address))
        message_id = shown.message_id
        if message_id is None or not await self._edit(shown, message_id, text, permit):
            message_id = await self._bot.send_words(
                int(shown.address), text, parse_mode=ParseMode.HTML, link_preview_options=None, message_thread_id=None,
                reply_parameters=None, reply_markup=None, rate_limit_args=permit,
            )  # fmt: skip
            await self._note(shown, message_id, None)  # before it is pinned: a crash must not make another one
            await self._pin(shown, message_id, permit)
        await self._note(shown, message_id, now_shown)

    async def _note(self, shown: ShownList, message_id: int, now_shown: str | None) -> None:
        await self._recorder.write(partial(note_list, chat_id=shown.chat_id, message_id=message_id, shown=now_shown))

    async def _edit(self, shown: ShownList, message_id: int, text: str, permit: Permit) -> bool:
        """Return False where the message is gone."""
        try:
            await self._bot.edit_message_text(
                text, int(shown.address), message_id, parse_mode=ParseMode.HTML, rate_limit_args=permit
            )
        except BadRequest as error:
            outcome = outcome_of(error)
            if outcome == EditMissing():
                return False
            if outcome != NotModified():
                raise
        return True

    async def _pin(self, shown: ShownList, message_id: int, permit: Permit) -> None:
        try:
            await self._bot.pin_chat_message(
                int(shown.address), message_id, disable_notification=True, rate_limit_args=permit
            )
        except BadRequest as error:
            log.warning("list_not_pinned", reason=error.message, hint="give the bot the right to pin messages")
