"""Showing conversations in the staff's topics: what was said since a topic's mark, as one message when there is room.

What was shown is noted after the call: a crash between the two shows it once more, and nothing is left out. Of a
group's topics the one that matters most comes first: held by an agent, then what has waited longest. What is queued for
a topic goes before. Replies to customers are other chats' calls, and more urgent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery.bot import SendingBot
from bot.delivery.enclosing import SENDING
from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.outcomes import Migrated, Outcome, TopicMissing, Wait, outcome_of
from bot.delivery.recorder import Recorder
from bot.delivery.splitting import split
from bot.metrics import MIRROR_LAG_S
from crm.history import Button, Line, Priority, State, move_chat, tell_topic
from crm.history.mirroring import (
    Fate,
    Mirror,
    fates_to_tell,
    file_ids_of,
    lines_to_show,
    mirrors,
    move_mark,
    note_fate_shown,
)
from crm.history.pausing import pause_chat
from crm.history.topics import forget_thread
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session

LOOK_S = 0.2
REST_S = 5.0
"""So long a group is left alone after a call there that failed."""
DELIVERED = "👌"
LATE_AFTER_S = 30
"""A mirror that comes later than this says so."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """How the staff are spoken to: the lines of one customer as a message, and that words did not arrive."""

    of_lines: Callable[[Mirror, Sequence[Line], int | None], str]
    of_failure: Callable[[Fate], tuple[str, Button]]


@dataclass(frozen=True, slots=True)
class Pending:
    """What a topic has yet to show, oldest first, with the files of the first line. Nothing: it has shown its last."""

    mirror: Mirror
    lines: Sequence[Line]
    files: Sequence[tuple[str, str]]

    @property
    def rank(self) -> tuple[bool, int]:
        """What comes first: held by an agent, then what was said first."""
        return (not self.mirror.is_held, self.lines[0].id if self.lines else 0)


class Mirroring:
    """Shows conversations in topics, and on agents' messages whether they arrived, while `held()` says that it may."""

    def __init__(
        self,
        *,
        database: Database,
        bot: SendingBot,
        limiter: Limiter,
        recorder: Recorder,
        account: str,
        words: Words,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._bot = bot
        self._limiter = limiter
        self._recorder = recorder
        self._account = account
        self._words = words
        self._now = now
        self._sleep = sleep
        self._rests: dict[int, datetime] = {}

    async def run(self, held: Callable[[], bool], beat: Callable[[], None]) -> None:
        """Show what there is to show, for ever. A database that does not answer is waited for."""
        while True:
            beat()
            try:
                if held():
                    await self.look(held)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("database_unavailable", hint="mirrors wait until the database answers again")
            await self._sleep(LOOK_S)

    async def look(self, held: Callable[[], bool]) -> int:
        """Make at most one call in each group that has room for one. Returns how many were made."""
        pending, fates = await asyncio.to_thread(self._read)
        MIRROR_LAG_S.set(max((self._late_s(each) for each in pending), default=0))
        chats = {each.mirror.chat_id: each for each in sorted(pending, key=lambda each: each.rank, reverse=True)}
        marks = {fate.chat_id: fate for fate in reversed(fates) if fate.chat_id not in chats}
        calls = [self._show(each, held) for chat, each in chats.items() if self._has_room(chat, each.mirror.address)]
        calls += [self._tell(fate, held) for chat, fate in marks.items() if self._has_room(chat, fate.address)]
        calls += [self._tell(fate, held) for fate in fates if fate.chat_id in chats and fate.state is not State.SENT]
        return sum(await asyncio.gather(*calls))

    def _read(self) -> tuple[list[Pending], list[Fate]]:
        with self._database.reading() as session:
            pending = []
            for mirror in mirrors(session, self._account, self._now()):
                lines = lines_to_show(session, mirror)
                if lines or mirror.until is not None:
                    pending.append(Pending(mirror, lines, file_ids_of(session, lines[0].id) if lines else ()))
            return pending, fates_to_tell(session, self._account)

    def _has_room(self, chat_id: int, address: str) -> bool:
        rests_until = self._rests.get(chat_id)
        if rests_until is not None and rests_until > self._now():
            return False
        return self._limiter.would_wait_s(int(address), Priority.SERVICE) == 0

    def _late_s(self, pending: Pending) -> float:
        return (self._now() - pending.lines[0].said_at).total_seconds() if pending.lines else 0.0

    async def _show(self, pending: Pending, held: Callable[[], bool]) -> int:
        """Show the first lines of a topic that fit into one message, and move its mark past them."""
        mirror = pending.mirror
        if not pending.lines:
            await self._recorder.write(partial(move_mark, topic_id=mirror.topic_id, through=mirror.until or 0))
            return 0
        shown = _that_go_together(pending)
        permit = Permit(Priority.SERVICE, int(mirror.address), _only_while(held))
        try:
            await self._send(pending, shown, permit)
        except Withheld:
            return 0
        except TelegramError as error:
            await self._failed(mirror.chat_id, mirror.address, mirror.topic_id, outcome_of(error))
            return 0
        last = shown[-1].id if len(shown) < len(pending.lines) else pending.lines[-1].id
        await self._recorder.write(partial(move_mark, topic_id=mirror.topic_id, through=last))
        return 1

    async def _send(self, pending: Pending, shown: Sequence[Line], permit: Permit) -> None:
        mirror = pending.mirror
        late_s = self._late_s(pending)
        late = int(late_s) if late_s > LATE_AFTER_S else None
        text = await asyncio.to_thread(self._words.of_lines, mirror, shown, late)
        if pending.files and await self._send_files(mirror, pending.files, text, permit):
            return
        for part in split(text):
            await self._bot.send_words(
                int(mirror.address), part, parse_mode=ParseMode.HTML, link_preview_options=None,
                message_thread_id=mirror.thread_id, reply_parameters=None, reply_markup=None, rate_limit_args=permit,
            )  # fmt: skip

    async def _send_files(self, mirror: Mirror, files: Sequence[tuple[str, str]], text: str, permit: Permit) -> bool:
        """Send files by Telegram's names for them. False: it does not take one so, and the words alone must do."""
        try:
            for number, (kind, file_id) in enumerate(files):
                words = {"caption": text, "parse_mode": ParseMode.HTML} if number == 0 and kind in _CAPTIONED else {}
                await SENDING[kind](
                    self._bot, int(mirror.address), file_id, message_thread_id=mirror.thread_id,
                    rate_limit_args=permit, **words,
                )  # fmt: skip
        except TelegramError as error:
            outcome = outcome_of(error)
            if isinstance(outcome, TopicMissing | Migrated | Wait):
                raise
            log.warning("mirrored_without_file", topic=mirror.topic_id, outcome=type(outcome).__name__)
            return False
        return files[0][0] in _CAPTIONED

    async def _tell(self, fate: Fate, held: Callable[[], bool]) -> int:
        """Show on an agent's message that it arrived, or say in the topic that it did not."""
        now = self._now()
        if fate.state is not State.SENT:
            text, again = await asyncio.to_thread(self._words.of_failure, fate)
            await self._recorder.write(partial(_say_failed, fate=fate, text=text, again=again, now=now))
            return 0
        permit = Permit(Priority.SERVICE, int(fate.address), _only_while(held))
        try:
            await self._bot.set_message_reaction(int(fate.address), fate.message_id, DELIVERED, rate_limit_args=permit)
        except Withheld:
            return 0
        except TelegramError as error:
            outcome = outcome_of(error)
            if isinstance(outcome, Wait | Migrated):
                await self._failed(fate.chat_id, fate.address, fate.topic_id, outcome)
                return 0
            log.info("not_marked", interaction=fate.interaction_id, outcome=type(outcome).__name__)
        await self._recorder.write(partial(note_fate_shown, interaction_id=fate.interaction_id, at=now))
        return 1

    async def _failed(self, chat_id: int, address: str, topic_id: int, outcome: Outcome) -> None:
        """Do what a failed call asks for. What was to be shown stays behind the mark, and is shown later."""
        now = self._now()
        match outcome:
            case TopicMissing():
                await self._recorder.write(partial(forget_thread, topic_id=topic_id))
            case Migrated(new_chat_id=new):
                await self._recorder.write(lambda session: move_chat(session, self._account, address, str(new)))
            case Wait(retry_after_s=wait_s):
                until = now + timedelta(seconds=wait_s)
                await self._recorder.write(lambda session: pause_chat(session, chat_id, until))
            case _:
                log.warning("mirror_failed", topic=topic_id, outcome=type(outcome).__name__)
                self._rests[chat_id] = now + timedelta(seconds=REST_S)


_CAPTIONED = frozenset(SENDING) - {"sticker", "video_note"}


def _that_go_together(pending: Pending) -> Sequence[Line]:
    """Return the first lines that one message shows: one with files alone, words up to the next that has any."""
    if pending.files:
        return pending.lines[:1]
    with_files = (number for number, line in enumerate(pending.lines) if line.kind in SENDING)
    return pending.lines[: next(with_files, len(pending.lines))] or pending.lines[:1]


def _say_failed(session: Session, *, fate: Fate, text: str, again: Button, now: datetime) -> None:
    tell_topic(
        session, fate.topic_id, key=f"undelivered:{fate.interaction_id}", kind="staff_undelivered", text=text,
        at=now, buttons=((again,),),
    )  # fmt: skip
    note_fate_shown(session, fate.interaction_id, now)


def _only_while(held: Callable[[], bool]) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        if not held():
            raise Withheld("lease")

    return ask
