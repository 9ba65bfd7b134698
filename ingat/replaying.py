"""Playing a file of questions through the whole path, and counting what became of each.

The count is taken from the database and from what the customers hold in their hands at the sandbox. What the parts
believe about themselves is not asked.
"""

import asyncio
import csv
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from crm.history.content import plain_text
from ingat.business import load_business
from ingat.counting import Answered, Outcome, Stored, evenly_spaced, read_stored
from ingat.demo import DEMO_BUSINESS
from ingat.running import run_until_stopped
from ingat.setting_values import Secret
from ingat.settings import Settings
from ingat.supervision import FatalError
from sandbox.options import BotIdentity, SandboxOptions
from sandbox.server import RunningSandbox, start_sandbox
from sandbox.simulator import NotSeen, Person, Simulator

T = TypeVar("T")
QUESTIONS_EACH = 3
AT_ONCE = 60
"""Customers who write at the same time; the others come after them."""
PATIENCE_S = 20.0
"""How long a customer waits for an answer before asking the next question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the questions. `lost` and `doubled` count questions and answers alike."""

    asked: int
    customers: int
    stored: int
    outcomes: Counter[Outcome]
    lost: int
    doubled: int
    took_s: float

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost or doubled."""
        return self.lost == 0 and self.doubled == 0

    def lines(self) -> list[str]:
        """Return the figures as they are printed."""
        shown = {"asked": f"{self.asked} by {self.customers} customers", "stored": str(self.stored)}
        shown |= {str(outcome): str(self.outcomes[outcome]) for outcome in Outcome}
        shown |= {"lost": str(self.lost), "doubled": str(self.doubled)}
        shown["took"] = f"{self.took_s:.1f} s, {self.asked / self.took_s:.0f} questions a second"
        return [f"{name + ':':<15}{value}" for name, value in shown.items()]


def read_questions(file: Path, limit: int | None = None) -> list[str]:
    """Return the column `text` of a CSV file. Raises FatalError in plain words for a file that has none."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if "text" not in (rows.fieldnames or ()):
                raise FatalError(f"{file} has no column named text.")
            questions = [row["text"].strip() for row in rows if (row["text"] or "").strip()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FatalError(f"{file} cannot be read ({error}).") from None
    if not questions:
        raise FatalError(f"{file} holds no questions.")
    return questions[:limit]


async def replay(questions: Sequence[str], customers: int | None = None) -> Figures:
    """Let customers ask the questions in a sandbox, each waiting for an answer, and count what became of them."""
    many = min(customers or -(-len(questions) // QUESTIONS_EACH), len(questions))
    with tempfile.TemporaryDirectory(prefix="ingat-replay-") as folder:
        url = f"sqlite:///{Path(folder) / 'replay.db'}"
        async with open_demo(Path(folder), url) as demo, Simulator(demo.sandbox.url) as telegram:
            people = [await telegram.newcomer(f"Pelanggan {number}", language=None) for number in range(many)]
            began_at = time.monotonic()
            asked = await demo.meanwhile(_ask_all(people, questions))
            took_s = time.monotonic() - began_at
            await demo.meanwhile(settled(telegram))
        held = _held(demo.sandbox, (person.user_id for person in people))
        stored = await asyncio.to_thread(read_stored, url, _articles())
    return figures_of(asked, held, stored, customers=many, took_s=took_s)


def _articles() -> frozenset[str]:
    """Return the words of all answers of the demo business."""
    snapshot = load_business(DEMO_BUSINESS)
    return frozenset(
        evenly_spaced(plain_text(article.answer_in(language)))
        for article in snapshot.matcher.articles
        for language in snapshot.business.languages
    )


@dataclass(frozen=True, slots=True)
class Demo:
    """A sandbox, and Ingat running beside it."""

    sandbox: RunningSandbox
    ingat: asyncio.Task[None]

    async def meanwhile(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something while Ingat runs. Raises what ended Ingat, should it end before the work does."""
        task = asyncio.create_task(work)
        await asyncio.wait({task, self.ingat}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task})
        self.ingat.result()
        raise RuntimeError("Ingat has stopped")


@asynccontextmanager
async def open_demo(
    data: Path, database_url: str, options: SandboxOptions | None = None, business: Path = DEMO_BUSINESS
) -> AsyncIterator[Demo]:
    """Run a sandbox and the demo business beside it, in this event loop, without Telegram's limits."""
    identity = BotIdentity(name="Kopi Demo", username="kopidemo_bot")
    sandbox = await start_sandbox(options or SandboxOptions(bot=identity, limits_enabled=False))
    ready, stop = asyncio.Event(), asyncio.Event()
    settings = _settings(sandbox, data, database_url, business)
    running = asyncio.create_task(
        run_until_stopped(settings, receive=True, send=True, ready=lambda _address, _username: ready.set(), stop=stop)
    )
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            yield Demo(sandbox, running)
    finally:
        waiting.cancel()
        stop.set()
        await asyncio.wait({running})
        await sandbox.stop()
    running.result()


def _settings(sandbox: RunningSandbox, data: Path, database_url: str, business: Path) -> Settings:
    """Return settings for a demo of its own, whatever the environment says."""
    return Settings(
        telegram_bot_token=Secret(sandbox.state.options.bot.token),
        telegram_api_base=sandbox.url,
        telegram_webhook_url=None,
        telegram_webhook_secret=None,
        telegram_staff_chat_id=None,
        database_url=database_url,
        ingat_data_dir=data,
        ingat_business_dir=business,
        ingat_http_host="127.0.0.1",
        ingat_http_port=0,
        ingat_limits=False,
        ingat_log_level="error",
    )


async def _ask_all(people: Sequence[Person], questions: Sequence[str]) -> set[tuple[str, int]]:
    """Deal the questions out, let everybody ask, and return who sent which message."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(person: Person, own: Sequence[str]) -> list[tuple[str, int]]:
        async with gate:
            return [message for question in own for message in await _ask(person, question)]

    async with asyncio.TaskGroup() as group:
        asking = [
            group.create_task(ask(person, questions[number :: len(people)])) for number, person in enumerate(people)
        ]
    return {message for task in asking for message in task.result()}


async def _ask(person: Person, question: str) -> list[tuple[str, int]]:
    sent = await person.sends("text", text=question)
    with suppress(NotSeen):  # the count will tell whether it was lost
        await person.sees(within_s=PATIENCE_S)
    return [(str(person.user_id), message.id) for message in sent]


async def settled(telegram: Simulator) -> None:
    """Wait until the bot has confirmed all that was sent to it."""
    async with asyncio.timeout(PATIENCE_S):
        while await telegram.pending_updates():  # noqa: ASYNC110 the sandbox tells nobody of confirmed updates
            await asyncio.sleep(0.02)


def _held(sandbox: RunningSandbox, user_ids: Iterable[int]) -> Counter[Answered]:
    """Return the bot's messages as the customers have them before their eyes."""
    world = sandbox.state
    return Counter(
        Answered(str(user_id), evenly_spaced(message.text))
        for user_id in user_ids
        for message in world.chats[user_id].messages.values()
        if message.sender_id == world.bot_id
    )


def figures_of(
    asked: set[tuple[str, int]], held: Counter[Answered], stored: Stored, *, customers: int, took_s: float
) -> Figures:
    """Hold what was asked against what is stored, and what is stored against what the customers hold."""
    return Figures(
        asked=len(asked),
        customers=customers,
        stored=len(asked & set(stored.questions)),
        outcomes=stored.outcomes,
        lost=len(asked - set(stored.questions)) + stored.unanswered + (stored.answers - held).total(),
        doubled=(stored.questions - Counter(asked)).total() + (held - stored.answers).total() + stored.answered_again,
        took_s=took_s,
    )
