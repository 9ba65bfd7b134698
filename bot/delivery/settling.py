"""What a call came to decides what happens to its delivery."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.delivery.health import SendingHealth
from bot.delivery.limits import Limiter
from bot.delivery.outcomes import (
    ChannelClosed,
    Conflicting,
    EditMissing,
    FileRefused,
    Migrated,
    NeverLeft,
    NotModified,
    NotYet,
    OurFault,
    Outcome,
    ReplyMissing,
    Sent,
    TokenRefused,
    TopicMissing,
    Unknown,
    Wait,
)
from bot.delivery.recorder import Recorder
from bot.delivery.widening import StoredWidening
from bot.metrics import DELIVERIES, RETRIES
from crm.customers import close_channel
from crm.history import Method, Priority, move_chat, tell_staff
from crm.history.attachments import forget_file_ids
from crm.history.models import State
from crm.history.outbox import (
    DueDelivery,
    Ended,
    put_off,
    record_ends,
    spoke_since,
    try_again,
    try_as_message,
    try_as_plain_text,
    try_without_quote,
)
from crm.history.pausing import pause_chat
from crm.history.topics import forget_thread
from crm.kernel.session import Session
from crm.leaving import Refusal

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
EMPTY = "empty"
"""There is nothing to send: a fault of ours."""
GIVE_UP_AFTER = 8
"""So many attempts, and only while Telegram takes other messages: then it is this one that it will not take."""

TOPIC_ATTEMPTS_MOST = 3
"""So often a topic is made anew for the same words."""

log = structlog.get_logger(__name__)
Notice = Callable[[DueDelivery, str], str]


class Settling:
    """Writes down outcomes. `notice` words, for the staff, that a delivery did not arrive."""

    def __init__(
        self, recorder: Recorder, limiter: Limiter, account: str, now: Callable[[], datetime], notice: Notice
    ) -> None:
        self.recorder = recorder
        self.widening = StoredWidening(recorder, limiter, account, now)
        self._limiter = limiter
        self._account = account
        self._now = now
        self._notice = notice
        self._last_success = float("-inf")
        self._failing_since: dict[int, float] = {}
        self._health = SendingHealth()
        self._refusals = 0
        self._refused_until = float("-inf")
        self._background: set[asyncio.Task[None]] = set()

    async def succeeded(self, due: DueDelivery) -> None:
        """Note that Telegram takes messages, and this one."""
        self._last_success = time.monotonic()
        self._failing_since.pop(due.id, None)
        self._health.succeeded()
        self._refusals = 0
        await self.widening.note()

    def crashed(self, due: DueDelivery) -> None:
        """Put back what failed by a fault of ours, so that it is not tried without a pause."""
        task = asyncio.create_task(self._later(due, "a fault of ours", counted=True))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def withheld(self, due: DueDelivery, reason: str, until: datetime | None = None) -> None:
        """End what may not leave, or put it off; what merely lost its sender or its row is left as it is."""
        if reason in {"lease", "gone", "shutting down"}:
            return
        if until is not None:
            await self._put_off(due, reason, until)
            return
        is_failure = reason == EMPTY or Refusal(reason).is_failure
        state = State.FAILED if is_failure else State.SUPPRESSED
        await self._end(due, state, reason, tell=is_failure)

    async def _put_off(self, due: DueDelivery, reason: str, until: datetime) -> None:
        await self.recorder.write(lambda session: put_off(session, due.id, until, reason))

    async def settle(self, due: DueDelivery, outcome: Outcome, began_at: datetime) -> None:
        """Do what an outcome asks for."""
        await self.widening.note()
        match outcome:
            case Sent() | NotModified():
                await self.recorder.record([], Ended(due.id, State.SENT, None, began_at))
            case Wait():
                await self._wait(due, outcome)
            case NeverLeft():
                self._health.failed(outcome.description)
                await self._later(due, outcome.description, counted=False)
            case NotYet():
                await self._later(due, "what it is about has not left", counted=False)
            case Unknown():
                self._health.failed(outcome.description)
                await self._unknown(due, outcome.description, began_at)
            case ChannelClosed():
                await self._closed(due, outcome.reason, began_at)
            case Migrated():
                await self._migrated(due, outcome.new_chat_id)
            case TokenRefused() | Conflicting():
                self._refused()
                await self._later(due, outcome.description, counted=False)
            case _:
                await self._settle_refusal(due, outcome)

    async def _settle_refusal(self, due: DueDelivery, outcome: Outcome) -> None:
        """Do what is left to do with a call that Telegram will not take as it is."""
        match outcome:
            case ReplyMissing():
                await self.recorder.write(lambda session: try_without_quote(session, due.id, self._now()))
            case OurFault(plain_text_may_help=True) if not due.as_plain_text:
                log.error("markup_refused", delivery=due.id)
                await self.recorder.write(lambda session: try_as_plain_text(session, due.id, self._now()))
            case OurFault():
                await self._end(due, State.FAILED, outcome.description, tell=True)
            case FileRefused():
                await self._file_refused(due, outcome.description)
            case EditMissing():
                await self._target_gone(due)
            case TopicMissing():
                await self._topic_gone(due)

    def _refused(self) -> None:
        """Pause all sending, longer each time. It is said once, until Telegram takes a message again."""
        now = time.monotonic()
        if now < self._refused_until:  # a call that was under way with the one before
            return
        if self._refusals == 0:
            log.error("telegram_refuses", hint="check TELEGRAM_BOT_TOKEN; nothing is lost, sending goes on after")
        pause_s = min(LONGEST_PAUSE_S, 2.0**self._refusals)
        self._refusals += 1
        self._refused_until = now + pause_s
        self._limiter.pause(pause_s)

    async def _wait(self, due: DueDelivery, outcome: Wait) -> None:
        """Store the chat's not-before time: whoever sends next must keep it, too."""
        until = self._now() + timedelta(seconds=outcome.retry_after_s)
        log.warning("flood_wait", retry_after_s=outcome.retry_after_s)

        def job(session: Session) -> None:
            pause_chat(session, due.chat_id, until)
            try_again(session, due.id, until, state=State.QUEUED, reason="flood_wait", counted=False)

        await self.recorder.write(job)

    async def _unknown(self, due: DueDelivery, description: str, began_at: datetime) -> None:
        """Send a reply again; marketing never. Give up on one message only while Telegram takes others."""
        self._failing_since.setdefault(due.id, time.monotonic())
        others_pass = self._last_success > self._failing_since[due.id]
        if due.priority >= Priority.MARKETING or (due.attempts >= GIVE_UP_AFTER and others_pass):
            self._failing_since.pop(due.id, None)
            tell = due.priority < Priority.MARKETING
            await self._end(due, State.UNKNOWN, description, tell=tell, began_at=began_at)
            return
        await self._later(due, description, counted=True, state=State.UNKNOWN, began_at=began_at)

    async def _later(
        self,
        due: DueDelivery,
        reason: str,
        *,
        counted: bool,
        state: State = State.QUEUED,
        began_at: datetime | None = None,
    ) -> None:
        RETRIES.labels(state).inc()
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(due.attempts, 7))
        again_at = self._now() + timedelta(seconds=pause_s)

        def job(session: Session) -> None:
            try_again(session, due.id, again_at, state=state, reason=reason, counted=counted, began_at=began_at)

        await self.recorder.write(job)

    async def _closed(self, due: DueDelivery, reason: str, began_at: datetime) -> None:
        """Suppress the channel, unless the customer gave a sign of life after the call began."""
        now = self._now()

        def job(session: Session) -> None:
            record_ends(session, [Ended(due.id, State.SUPPRESSED, reason, began_at)], now)
            if due.identity_id is None or due.customer_id is None:
                return
            if not spoke_since(session, due.customer_id, began_at):
                close_channel(session, due.identity_id, reason, began_at)

        await self.recorder.write(job)

    async def _migrated(self, due: DueDelivery, new_chat_id: int) -> None:
        def job(session: Session) -> None:
            move_chat(session, self._account, due.address, str(new_chat_id))
            try_again(session, due.id, self._now(), state=State.QUEUED, reason="the group moved", counted=False)

        await self.recorder.write(job)

    async def _file_refused(self, due: DueDelivery, description: str) -> None:
        """Send the file itself where we keep it: a name that Telegram gave to another bot means nothing to this one."""
        known = False

        def job(session: Session) -> None:
            nonlocal known
            known = forget_file_ids(session, due.id)
            if known:
                try_again(session, due.id, self._now(), state=State.QUEUED, reason=description, counted=True)

        await self.recorder.write(job)
        if not known:
            await self._end(due, State.FAILED, description, tell=True)

    async def _target_gone(self, due: DueDelivery) -> None:
        """Say an edit anew; leave out what means nothing without the message it is about."""
        if due.method == Method.EDIT:
            await self.recorder.write(lambda session: try_as_message(session, due.id, self._now()))
        else:
            await self._end(due, State.SUPPRESSED, "what it is about is gone", tell=False)

    async def _topic_gone(self, due: DueDelivery) -> None:
        """Make the topic again and go there. What was to be changed in it is changed in the new one from the start."""
        ends = due.method in {Method.RENAME_TOPIC, Method.CLOSE_TOPIC}
        if due.topic_id is None or due.attempts >= TOPIC_ATTEMPTS_MOST:
            await self._end(due, State.FAILED, "the topic is gone", tell=True)
            return
        topic_id = due.topic_id

        def job(session: Session) -> None:
            now = self._now()
            forget_thread(session, topic_id)
            if ends:
                record_ends(session, [Ended(due.id, State.SUPPRESSED, "the topic is gone", None)], now)
            else:
                try_again(session, due.id, now, state=State.QUEUED, reason="the topic is gone", counted=True)

        await self.recorder.write(job)

    async def _end(
        self, due: DueDelivery, state: State, reason: str, *, tell: bool, began_at: datetime | None = None
    ) -> None:
        now = self._now()
        text = await asyncio.to_thread(self._notice, due, reason) if tell and due.notice is None else None
        DELIVERIES.labels(state).inc()
        log.warning("delivery_ended", delivery=due.id, state=state, reason=reason)

        def job(session: Session) -> None:
            record_ends(session, [Ended(due.id, state, reason, began_at)], now)
            if text is not None:
                _tell(session, due, reason, text, now)

        await self.recorder.write(job)


def _tell(session: Session, due: DueDelivery, reason: str, text: str, now: datetime) -> None:
    """Tell the staff of one delivery; of marketing once a day, for a campaign that fails would drown all else."""
    if due.priority >= Priority.MARKETING:
        tell_staff(session, key=f"marketing:{reason}:{now.date()}", kind="staff_marketing_failed", text=text, at=now)
        return
    tell_staff(
        session, key=f"delivery:{due.id}", kind="staff_delivery_failed", text=text, at=now, customer_id=due.customer_id
    )
