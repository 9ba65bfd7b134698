"""One update, to its end: handled, parked, or not acknowledged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.callback_data import Signer
from bot.inbound import Act, ForeignChat, Ignored, Inbound, InGroup, Moved, Translated
from bot.intake.seeing import park, see
from bot.intake.translating import translate
from bot.metrics import UPDATES
from bot.writing import Commits
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.entering import take_bot_taken_in
from crm.conversation.staffing.group_presses import take_group_press
from crm.conversation.staffing.group_words import take_group_words
from crm.conversation.staffing.values import GroupPress
from crm.conversation.turns import Pressed, Taken, take_edit, take_press, take_quietly, take_words
from crm.conversation.understanding import Understanding
from crm.customers.meeting import MetMeanwhileError
from crm.history import decline_group, lock_roots_in, move_chat, tell_staff
from crm.kernel.errors import is_unavailable
from crm.kernel.jobs import Locking
from crm.kernel.language import Language
from crm.kernel.session import Session
from crm.kernel.writer import Writer

WORDS = (Act.SAID, Act.EDITED)
DUPLICATE = Taken(is_new=False)
STAFF_HINT = "if it is your staff's: get a code with /staff in the owner's chat, add the bot again, send the code"
NOTHING = Understanding(is_empty=True)

log = structlog.get_logger(__name__)


class Intake:
    """Takes one update at a time. `courtesy` is called after commit with what a press shows: it may fail silently."""

    def __init__(
        self,
        *,
        writer: Writer,
        bot_id: int,
        signer: Signer,
        username: str,
        snapshot: Callable[[], Snapshot],
        now: Callable[[], datetime],
        answered: Callable[[str, str | None], None],
    ) -> None:
        self._commit = Commits(writer)
        self._bot_id = bot_id
        self._signer = signer
        self._username = username
        self._snapshot = snapshot
        self._now = now
        self._answered = answered
        self._account = str(bot_id)
        self._lock = partial(lock_roots_in, channel="telegram", account=self._account)

    async def take(self, raw: dict[str, Any], *, more_waiting: bool = False) -> str:
        """Handle or park an update and return which. Raises only where the database cannot commit: not acknowledged."""
        try:
            translated = translate(raw, self._account, self._now())
            taken = await self._record(raw, translated, more_waiting=more_waiting)
        except Exception as error:
            if is_unavailable(error):
                raise
            await self._park(raw, error)
            return _counted("parked")
        if isinstance(translated, Inbound | InGroup) and translated.query_id is not None:
            self._answered(translated.query_id, taken.shown)
        return _counted("handled" if taken.is_new else "seen before")

    async def replay(self, raw: dict[str, Any], then: Callable[[Session], None]) -> bool:
        """Play a parked update again, with `then` in the same transaction. Returns whether it could be handled."""
        try:
            translated = translate(raw, self._account, self._now())
            snapshot, now = self._snapshot(), self._now()
            understood = self._understood(translated, snapshot)

            def job(session: Session) -> None:
                self._take(session, translated, understood, snapshot, now, more_waiting=False)
                then(session)

            await self._commit(job)
        except Exception as error:
            if is_unavailable(error):
                raise
            log.error("update_still_parked", update_id=raw.get("update_id"), error=type(error).__name__)
            return False
        return True

    async def _record(self, raw: dict[str, Any], translated: Translated, *, more_waiting: bool) -> Taken:
        snapshot = self._snapshot()
        understood = self._understood(translated, snapshot)
        update_id, now = int(raw["update_id"]), self._now()

        def job(session: Session) -> Taken:
            if not see(session, self._bot_id, update_id, now):
                return DUPLICATE
            return self._take(session, translated, understood, snapshot, now, more_waiting=more_waiting)

        locking = self._locking(translated)
        try:
            return await self._commit(job, locking)
        except MetMeanwhileError:
            return await self._commit(job, locking)

    def _locking(self, translated: Translated) -> Locking | None:
        """Return what lets the updates of many customers share a transaction."""
        return Locking(self._lock, translated.person.external_id) if isinstance(translated, Inbound) else None

    def _understood(self, translated: Translated, snapshot: Snapshot) -> Understanding:
        if isinstance(translated, Inbound) and translated.act in WORDS and translated.said.text:
            return snapshot.understand([translated.said.text])
        return NOTHING

    def _take(
        self,
        session: Session,
        translated: Translated,
        understood: Understanding,
        snapshot: Snapshot,
        now: datetime,
        *,
        more_waiting: bool,
    ) -> Taken:
        match translated:
            case Inbound(act=Act.SAID):
                return take_words(
                    session, translated.person, translated.said, understood, snapshot, now, more_waiting=more_waiting
                )
            case Inbound(act=Act.EDITED):
                return take_edit(session, translated.person, translated.said, understood, snapshot, now)
            case Inbound(act=Act.PRESSED):
                pressed = self._pressed(translated)
                return take_press(session, translated.person, translated.said, pressed, snapshot, now)
            case Inbound():
                return take_quietly(session, translated.person, translated.said, now)
            case InGroup():
                return self._take_in_group(session, translated, snapshot, now)
            case ForeignChat():
                self._decline(session, translated, snapshot, now)
            case Moved():
                move_chat(session, self._account, str(translated.from_chat_id), str(translated.to_chat_id))
            case Ignored():
                log.debug("update_ignored", why=translated.why)
        return Taken(is_new=True)

    def _take_in_group(self, session: Session, event: InGroup, snapshot: Snapshot, now: datetime) -> Taken:
        """Let the staff's part take what happened in a group; a group that is not the staff's is left."""
        is_ours = True
        if event.words is not None:
            is_ours = take_group_words(session, event.words, snapshot, now)
        elif event.taken_in is not None:
            is_ours = take_bot_taken_in(session, event.taken_in, snapshot)
        elif event.press is not None:
            return Taken(is_new=True, shown=self._take_group_press(session, event, event.press, snapshot, now))
        if not is_ours and event.as_foreign is not None:
            self._decline(session, event.as_foreign, snapshot, now)
        return Taken(is_new=True)

    def _take_group_press(
        self, session: Session, event: InGroup, press: GroupPress, snapshot: Snapshot, now: datetime
    ) -> str | None:
        unpacked = self._signer.unpack(press.place.external_id, event.pressed_data or "")
        read = press if unpacked is None else replace(press, action=unpacked[0], argument=unpacked[1])
        shown = take_group_press(session, read, snapshot, now)
        return None if shown is None else snapshot.wording.say(snapshot.business.default_language, shown)

    def _decline(self, session: Session, foreign: ForeignChat, snapshot: Snapshot, now: datetime) -> None:
        language = snapshot.business.default_language
        text = snapshot.wording.say(language, "group_only_private", bot_username=self._username)
        is_declined = decline_group(
            session,
            self._account,
            str(foreign.chat_id),
            text,
            title=foreign.title,
            happened_at=foreign.happened_at,
            joined=foreign.joined,
            at=now,
        )
        if is_declined:
            log.warning("group_declined", chat_id=foreign.chat_id, hint=STAFF_HINT)

    def _pressed(self, inbound: Inbound) -> Pressed | None:
        unpacked = self._signer.unpack(inbound.person.external_id, inbound.pressed_data or "")
        return Pressed(*unpacked) if unpacked else None

    async def _park(self, raw: dict[str, Any], error: Exception) -> None:
        log.error("update_parked", update_id=raw.get("update_id"), error=type(error).__name__)
        snapshot, now, short = self._snapshot(), self._now(), type(error).__name__
        language: Language = snapshot.business.default_language
        text = snapshot.wording.say(language, "staff_parked_update", update_id=raw["update_id"], error=short)

        def job(session: Session) -> None:
            if park(session, self._bot_id, raw, f"{short}: {error}"[:2000], now):
                key = f"parked:{self._account}:{raw['update_id']}"
                tell_staff(session, key=key, kind="staff_parked_update", text=text, at=now)

        await self._commit(job)


def _counted(outcome: str) -> str:
    UPDATES.labels(outcome).inc()
    return outcome
