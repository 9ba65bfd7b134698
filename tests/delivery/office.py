"""A sender before a sandbox: what is queued in a real database arrives over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select

from bot.callback_data import Signer
from bot.delivery.bot import SendingBot
from bot.delivery.limits import Limiter
from bot.delivery.planning import Planner
from bot.delivery.recorder import Recorder
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.delivery.settling import Settling
from crm.conversation.turns import talk_with
from crm.customers import Person as Customer
from crm.history import Content, Delivery, Media, Notice, SentMessage, Talk, queue_outbound
from crm.history.pausing import SendingPaused, sending_pause
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.restraint import Restraint
from crm.leaving import Manners
from sandbox import SandboxOptions, start_sandbox
from sandbox.simulator import Person, SeenMessage, Simulator
from tests.history.talking import NOON

DELIVERIES, SENT = table_of(Delivery), table_of(SentMessage)
MEDIA, NOTICES = table_of(Media), table_of(Notice)
ACCOUNT = "42"
WITHIN_S = 10.0
AT_ANY_HOUR = Manners(ZoneInfo("Asia/Jakarta"), Restraint(None, 99, 99))

_keys = count(1)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Office:
    """A sandbox, people in it, and the sender that serves them. `folder` holds kept files."""

    database: Database
    telegram: Simulator
    folder: Path
    url: str
    token: str
    clock: Clock = field(default_factory=Clock)
    manners: Manners | None = AT_ANY_HOUR

    async def customer(self, name: str = "Siti") -> tuple[Person, Talk]:
        """Return somebody who has started the bot, and their conversation."""
        person = await self.telegram.newcomer(name)
        await person.starts()
        known = Customer("telegram", ACCOUNT, str(person.user_id), name)
        return person, self.write(lambda session: talk_with(session, known, NOON))

    def queue(self, talk: Talk, content: Content, key: str | None = None) -> int:
        """Queue something to say and return its interaction's id."""
        unique = key or f"key {next(_keys)}"
        interaction_id = self.write(
            lambda session: queue_outbound(session, talk, content, key=unique, now=self.clock())
        )
        assert interaction_id is not None
        return int(interaction_id)

    def write(self, job: Any) -> Any:
        """Run a job and return its result."""
        return self.database.writer.run(job)

    async def delivers(self, *contents: Content, to: Talk) -> list[int]:
        """Queue and send; return the interactions' ids."""
        ids = [self.queue(to, content) for content in contents]
        await self.is_done()
        return ids

    async def is_done(self) -> None:
        """Let the sender work until nothing is left to try. Time passes ten times as fast here."""
        async with self.sending():
            await self.until_done()

    async def until_done(self) -> None:
        """Wait until nothing is left to try."""
        async with asyncio.timeout(WITHIN_S):
            while self._has_due():
                self.clock.moment += timedelta(seconds=0.1)
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def sending(self, limiter: Limiter | None = None) -> AsyncIterator[Sender]:
        """Have a sender work, as after a start."""
        limits = limiter or Limiter(enabled=False)
        bot = SendingBot(self.token, base_url=f"{self.url}/bot", request=AiohttpRequest(), rate_limiter=limits)
        await bot.initialize()
        recorder = Recorder(self.database.writer, self.clock)
        settling = Settling(recorder, limits, ACCOUNT, self.clock, lambda due, why: f"{due.id}: {why}")
        planner = Planner(
            database=self.database,
            bot=bot,
            signer=Signer(self.token),
            recorder=recorder,
            folder=self.folder,
            now=self.clock,
        )
        sender = Sender(
            database=self.database,
            planner=planner,
            limiter=limits,
            account=ACCOUNT,
            settling=settling,
            now=self.clock,
            manners=lambda: self.manners,
        )
        running = asyncio.create_task(sender.run(lambda: True, lambda: None))
        try:
            yield sender
        finally:
            running.cancel()
            await asyncio.wait({running})
            await sender.finish(1.0)
            await bot.shutdown()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something has been written down."""
        async with asyncio.timeout(WITHIN_S):
            while not is_so():  # noqa: ASYNC110 the sender writes it down in a thread of its own
                await asyncio.sleep(0.01)

    def _has_due(self) -> bool:
        with self.database.reading() as session:
            return bool(session.scalar(select(func.count(DELIVERIES.c.due_at))))

    # What came of it

    async def arrived(self, person: Person) -> list[SeenMessage]:
        """Return what the bot has in a chat now."""
        return [message for message in await person.history() if message.is_from_bot]

    def delivery(self, interaction_id: int) -> Row[Any]:
        """Return the delivery of an interaction."""
        with self.database.reading() as session:
            return session.execute(select(DELIVERIES).where(DELIVERIES.c.interaction_id == interaction_id)).one()

    def parts(self, interaction_id: int) -> Sequence[tuple[int, int, str]]:
        """Return (part, message id, what holds the words) of all that a delivery sent."""
        wanted = self.delivery(interaction_id).id
        with self.database.reading() as session:
            rows = session.execute(select(SENT).where(SENT.c.delivery_id == wanted).order_by(SENT.c.part)).all()
        return [(row.part, row.message_id, row.holds) for row in rows]

    def file_ids(self, interaction_id: int) -> list[str | None]:
        """Return Telegram's names for an interaction's files, as far as they are known."""
        query = select(MEDIA.c.file_id).where(MEDIA.c.interaction_id == interaction_id).order_by(MEDIA.c.id)
        with self.database.reading() as session:
            return list(session.execute(query).scalars())

    def pause(self) -> SendingPaused | None:
        """Return how far everything waits, as it was noted for the next sender."""
        with self.database.reading() as session:
            return sending_pause(session, "telegram", ACCOUNT)

    def delivery_count(self, reason: str) -> int:
        """Return how many deliveries are where they are for a reason."""
        with self.database.reading() as session:
            return int(session.scalar(select(func.count()).where(DELIVERIES.c.reason == reason)))

    def notices(self) -> list[str]:
        """Return what the staff were told."""
        with self.database.reading() as session:
            return [row.text for row in session.execute(select(NOTICES).order_by(NOTICES.c.id))]

    async def outcomes(self, method: str) -> list[str]:
        """Return how the calls of a method ended."""
        return [str(call["outcome"]) for call in await self.telegram.calls(method)]


@asynccontextmanager
async def opened(database: Database, folder: Path) -> AsyncIterator[Office]:
    """Open an office on a database and a folder."""
    seeded = Random(5)  # noqa: S311 the same in each run, and no secret
    running = await start_sandbox(SandboxOptions(random=seeded, limits_enabled=False))
    async with Simulator(running.url) as telegram:
        yield Office(database, telegram, folder, running.url, running.state.options.bot.token)
    await running.stop()
