"""The sender: the table is its only entrance. It takes what may leave, sends it, and writes down what came of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram.error import TelegramError

from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.outcomes import outcome_of
from bot.delivery.planning import Planner
from bot.delivery.recorder import Recorder
from bot.delivery.settling import EMPTY, Settling
from bot.delivery.steps import Made, Prevented, Step
from bot.delivery.widening import CHANNEL
from bot.writing import Commits
from crm.history import Priority
from crm.history.attachments import note_file_id
from crm.history.models import State
from crm.history.outbox import DueDelivery, Ended, Part, delivery, due_deliveries, give_up_abandoned, sent_parts
from crm.history.pausing import SendingPaused, sending_pause
from crm.kernel.database import Database
from crm.kernel.errors import is_unavailable
from crm.kernel.session import Session
from crm.leaving import GONE, Against, Manners, PutOff, let_marketing_leave, nobody_asked_for, reason_against

LOOK_S = 0.025
BREATH_S = 0.008
"""From the beginning of one look to that of the next at least: what is queued meanwhile is found by one look."""
MOST_REPLIES = 160
MOST_MARKETING = 16
MOST_TRYING = 8
"""So few wait to be the one call that tries in a flood: what is queued meanwhile may be more urgent."""
FRESH_S = 0.05
"""What was read so long ago is read again just before the call."""

NO_SETTINGS = "no_settings"
NO_SETTINGS_REST = timedelta(minutes=1)
"""What nobody asked for is tried again after so long, where the business's settings cannot be read."""

log = structlog.get_logger(__name__)


class Sender:
    """Sends what is due while `held()` says that it may. `wake` ends its short sleep early.

    `manners` says how the business wants to write unasked, None while that is not known: called in a thread, for it
    may read files.
    """

    def __init__(
        self,
        *,
        database: Database,
        planner: Planner,
        limiter: Limiter,
        account: str,
        settling: Settling,
        now: Callable[[], datetime],
        manners: Callable[[], Manners | None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._commit = Commits(database.writer)
        self._planner = planner
        self._limiter = limiter
        self._account = account
        self._settling = settling
        self._recorder: Recorder = settling.recorder
        self._now = now
        self._manners = manners
        self._sleep = sleep
        self._woken = asyncio.Event()
        self._looked_at = self._looked_for_marketing_at = float("-inf")
        self._stale_at = float("-inf")
        self._replies: dict[int, asyncio.Task[None]] = {}
        self._marketing: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look at once: something was queued."""
        self._woken.set()

    def forget_what_was_read(self, touched: set[str]) -> None:
        """Read again before each call what was read before a conversation changed hands. Called after each commit."""
        if "ownership" in touched:
            self._stale_at = time.monotonic()

    async def run(self, held: Callable[[], bool], beat: Callable[[], None]) -> None:
        """Send until cancelled."""
        was_held = False
        while True:
            beat()
            if held():
                if not was_held:
                    await self._take_over()
                await self._look(held)
            was_held = held()
            await self._pause()

    async def finish(self, within_s: float) -> None:
        """Let the calls under way end and be written down: what is stopped now would be sent again."""
        under_way = [*self._replies.values(), *self._marketing.values()]
        if under_way:
            await asyncio.wait(under_way, timeout=within_s)
        for task in under_way:
            task.cancel()

    async def _take_over(self) -> None:
        """What the last sender had begun is unknown; what it had sent in this moment is, too. Its pauses hold."""
        self._limiter.start_empty()
        pause: SendingPaused | None = None

        def job(session: Session) -> None:
            nonlocal pause
            pause = sending_pause(session, CHANNEL, self._account)
            given_up = give_up_abandoned(session, self._account, self._now())
            if given_up:
                log.warning("deliveries_unknown", count=given_up)

        await self._recorder.write(job)
        self._settling.widening.take_over(pause)

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await self._woken.wait()
        rest_s = self._looked_at + BREATH_S - time.monotonic()
        if rest_s > 0:
            await self._sleep(rest_s)
        self._woken.clear()

    async def _look(self, held: Callable[[], bool]) -> None:
        self._looked_at = time.monotonic()
        if self._limiter.is_paused:  # what is queued meanwhile may be more urgent than what would wait here
            return
        try:
            most = MOST_REPLIES if self._limiter.widened is None else MOST_TRYING
            if len(self._replies) < most:
                self._start(await self._startable(marketing=False), self._replies, most, held)
            if self._marketing_may_leave():
                self._looked_for_marketing_at = self._looked_at
                self._start(await self._startable(marketing=True), self._marketing, MOST_MARKETING, held)
        except Exception as error:
            if not is_unavailable(error):
                raise
            log.warning("database_unavailable", hint="sending waits until the database answers again")
            await self._sleep(0.5)

    def _marketing_may_leave(self) -> bool:
        """Tell whether to look for marketing, too: what nobody waits for is not looked for at every reply's wake."""
        is_time = self._looked_at - self._looked_for_marketing_at >= LOOK_S
        room = len(self._marketing) < MOST_MARKETING
        return is_time and room and self._limiter.free_slots(Priority.MARKETING) > 0

    async def _startable(self, *, marketing: bool) -> list[DueDelivery]:
        """Leave out chats with a call under way as the read begins: it may end meanwhile, and its row still say due."""
        busy = self._replies.keys() | self._marketing.keys()
        return [due for due in await self._due(marketing=marketing) if due.chat_id not in busy]

    async def _due(self, *, marketing: bool) -> list[DueDelivery]:
        under_way = len(self._replies) + len(self._marketing)
        most = (MOST_MARKETING if marketing else MOST_REPLIES) + under_way

        def read() -> list[DueDelivery]:
            with self._database.reading() as session:
                return due_deliveries(session, self._account, self._now(), marketing=marketing, most=most)

        return await asyncio.to_thread(read)

    def _start(
        self,
        rows: list[DueDelivery],
        under_way: dict[int, "asyncio.Task[None]"],
        most: int,
        held: Callable[[], bool],
    ) -> None:
        read_at = time.monotonic()
        for due in rows:
            if len(under_way) >= most:
                self._woken.set()
                return
            if due.chat_id in self._replies or due.chat_id in self._marketing:  # started a row ago
                continue
            task = asyncio.create_task(self._deliver(due, read_at, held))
            under_way[due.chat_id] = task
            task.add_done_callback(partial(self._ended, due=due, under_way=under_way))

    def _ended(
        self, task: "asyncio.Task[None]", *, due: DueDelivery, under_way: dict[int, "asyncio.Task[None]"]
    ) -> None:
        del under_way[due.chat_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("delivery_task_failed", delivery=due.id, error=type(error).__name__, exc_info=error)
            self._settling.crashed(due)
        self._woken.set()

    async def _deliver(self, due: DueDelivery, read_at: float, held: Callable[[], bool]) -> None:
        began_at = self._now()
        permit = Permit(Priority(due.priority), int(due.address), self._still_allowed(due, read_at, held))
        try:
            steps = await self._planner.steps(due, permit)
            await self._make(due, steps, began_at)
        except Withheld as withheld:
            await self._settling.withheld(due, withheld.reason, withheld.until)
        except Prevented as prevented:
            await self._settling.settle(due, prevented.outcome, began_at)
        except TelegramError as error:
            await self._settling.settle(due, outcome_of(error), began_at)
        else:
            await self._settling.succeeded(due)

    async def _make(self, due: DueDelivery, steps: Sequence[Step], began_at: datetime) -> None:
        """Make the calls that were not made yet, and note each before the next."""
        if not steps:
            raise Withheld(EMPTY)
        done = await self._parts_sent(due) if due.attempts or len(steps) > 1 else frozenset()
        for step in steps:
            made = await step.make() if step.part not in done else ()
            end = Ended(due.id, State.SENT, None, began_at) if step is steps[-1] else None
            if made or end is not None:
                await self._recorder.record(_parts(due, step, made), end)
                await self._note_uploads(made)

    async def _note_uploads(self, made: Sequence[Made]) -> None:
        for uploaded in [one.uploaded for one in made if one.uploaded is not None]:
            await self._recorder.write(partial(_note_upload, uploaded=uploaded))

    async def _parts_sent(self, due: DueDelivery) -> frozenset[int]:
        def read() -> frozenset[int]:
            with self._database.reading() as session:
                return sent_parts(session, due.id)

        return await asyncio.to_thread(read)

    def _still_allowed(
        self, due: DueDelivery, read_at: float, held: Callable[[], bool]
    ) -> Callable[[], Awaitable[None]]:
        """Return the step of leaving for one delivery: asked for each call, when its slot is granted."""

        has_begun = False

        async def ask() -> None:
            nonlocal has_begun
            if not held():
                raise Withheld("lease")
            if has_begun:  # a further part of what was claimed
                return
            manners = await self._manners_for(due)
            if manners is not None and due.priority >= Priority.MARKETING:
                reason = await self._commit(partial(self._let_leave, due=due, manners=manners))
                has_begun = reason is None
            elif manners is None and read_at > self._stale_at and time.monotonic() - read_at < FRESH_S:
                reason = reason_against(due, self._now())
            else:
                reason = await asyncio.to_thread(self._read_again, due, manners)
            if isinstance(reason, PutOff):
                raise Withheld(reason.reason, reason.until)
            if reason is not None:
                raise Withheld(reason)

        return ask

    async def _manners_for(self, due: DueDelivery) -> Manners | None:
        """Return how to write unasked, None for what is a reply. Nothing leaves unasked while nobody says how."""
        if not nobody_asked_for(due):
            return None
        manners = await asyncio.to_thread(self._manners)
        if manners is None:
            raise Withheld(NO_SETTINGS, self._now() + NO_SETTINGS_REST)
        return manners

    def _let_leave(self, session: Session, *, due: DueDelivery, manners: Manners) -> Against:
        return let_marketing_leave(session, due, self._now(), manners)

    def _read_again(self, due: DueDelivery, manners: Manners | None) -> Against:
        with self._database.reading() as session:
            current = delivery(session, due.id)
            return GONE if current is None else reason_against(current, self._now(), session, manners)


def _parts(due: DueDelivery, step: Step, made: Sequence[Made]) -> list[Part]:
    return [Part(due.id, part, due.chat_id, one.message_id, one.holds) for part, one in enumerate(made, step.part)]


def _note_upload(session: Session, *, uploaded: tuple[int, str]) -> None:
    note_file_id(session, *uploaded)
