"""A server at the end of a line, on virtual time, and what a limiter sends there."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.limits import Limiter, Permit, Withheld
from bot.delivery.waiting import ChatKey, Limits
from crm.history import Priority
from sandbox.options import RateLimits
from sandbox.world.limits import Limiter as TelegramLimiter
from tests.delivery.virtual_time import virtual_now

GROUP = -1001


@dataclass
class Line:
    """A server at the end of a line, and when it counted each call."""

    there_s: Callable[[], float] = lambda: 0.0
    back_s: Callable[[], float] = lambda: 0.0
    counted: list[tuple[float, ChatKey, Any]] = field(default_factory=list)

    async def call(self, chat: ChatKey, what: object) -> bool:
        await asyncio.sleep(self.there_s())
        self.counted.append((virtual_now(), chat, what))
        await asyncio.sleep(self.back_s())
        return True

    def times(self, chat: ChatKey | None = None) -> list[float]:
        return [at for at, key, _ in self.counted if chat in (None, key)]

    def order(self, chat: ChatKey | None = None) -> list[Any]:
        return [what for _, key, what in self.counted if chat in (None, key)]


def most_within(period_s: float, times: Sequence[float]) -> int:
    """Return the largest number of calls that a server could count within any such period."""
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= period_s:
            first += 1
        most = max(most, last - first + 1)
    return most


def refused_by_telegram(line: Line) -> list[float]:
    """Return when a Telegram with the shortest bursts would have answered 429. What was counted says how many."""
    now = 0.0
    telegram = TelegramLimiter(RateLimits(private_chat_burst=3), lambda: now, enabled=True)
    refused = []
    for at, chat, messages in sorted(line.counted, key=lambda call: call[0]):
        now = at
        assert isinstance(chat, int)
        if telegram.wait_s(chat, is_private=chat > 0, messages=messages):
            refused.append(at)
    return refused


def limiter_of(limits: Limits | None = None) -> Limiter:
    return Limiter(limits, clock=asyncio.get_running_loop().time)


async def send(
    limiter: Limiter, line: Line, permit: Permit, what: object = None, endpoint: str = "sendMessage"
) -> object:
    return await limiter.process_request(line.call, (permit.chat, what), {}, endpoint, {}, permit)


async def send_album(limiter: Limiter, line: Line, permit: Permit, messages: int) -> object:
    data: dict[str, Any] = {"media": [{}] * messages}
    return await limiter.process_request(line.call, (permit.chat, messages), {}, "sendMediaGroup", data, permit)


def reply_to(chat: ChatKey) -> Permit:
    return Permit(Priority.REPLY, chat)


async def forbidden() -> None:
    raise Withheld("stopped")
