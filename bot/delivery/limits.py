"""Let calls start as fast as Telegram allows, the most urgent first, in the seam that python-telegram-bot offers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any, Protocol

from telegram._utils.types import JSONDict
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.floods import Floods, Widened
from bot.delivery.outcomes import retry_after_s
from bot.delivery.waiting import Call, CallQueue, ChatKey, Limits
from bot.delivery.windows import Arrivals
from crm.history import Priority

_COUNTED_PREFIXES = ("send", "copy", "forward", "editMessage")
_COUNTED = frozenset(
    {
        "createForumTopic",
        "editForumTopic",
        "closeForumTopic",
        "reopenForumTopic",
        "pinChatMessage",
        "setMessageReaction",
        "stopPoll",
    }
)
_NOT_COUNTED = frozenset({"sendChatAction"})

Result = bool | JSONDict | list[JSONDict]


class Withheld(Exception):  # noqa: N818 - nothing failed: a message was stopped, and this is why
    """A call was stopped just before it was made: for good, or until a moment."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until


async def _nothing_against() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Permit:
    """What a call is to the limiter, passed as `rate_limit_args`.

    `still_allowed` is awaited when the slot is granted, just before the call is made, and stops it by raising
    `Withheld`. It must not make a call to the same chat itself, for that would wait for this one.
    """

    priority: Priority
    chat: ChatKey
    still_allowed: Callable[[], Awaitable[None]] = _nothing_against


class Timer(Protocol):
    """A wake-up that was asked for."""

    def cancel(self) -> None:
        """Do not wake up."""


def _in_running_loop(delay_s: float, wake: Callable[[], None]) -> Timer:
    return asyncio.get_running_loop().call_later(delay_s, wake)


class Limiter(BaseRateLimiter[Permit]):
    """PTB's rate limiter, with one queue for all calls and one timer for the queue.

    Telegram's limits are kept on whatever goes out; what is paused waits without a slot. A `RetryAfter` is passed on:
    the caller stores the chat's own wait. What it means for all the others is kept here. `enabled=False` lets every
    call start at once, after its `still_allowed`.
    `clock` gives seconds that never go back; `call_later` wakes up after so many of them.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        enabled: bool = True,
        clock: Callable[[], float] = time.monotonic,
        call_later: Callable[[float, Callable[[], None]], Timer] = _in_running_loop,
    ) -> None:
        self._enabled = enabled
        self._clock = clock
        self._call_later = call_later
        self._queue = CallQueue(limits or Limits())
        self._arrivals = Arrivals()
        self._waiters: dict[Call, asyncio.Future[None]] = {}
        self._floods = Floods()
        self._timer: Timer | None = None
        self._timer_at = inf

    async def initialize(self) -> None:
        """Nothing has to be opened."""

    async def shutdown(self) -> None:
        """Withhold the calls that still wait."""
        for waiter in self._waiters.values():
            if not waiter.done():
                waiter.set_exception(Withheld("shutting down"))
        self._disarm()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Permit | None,
    ) -> Result:
        """Make a call as soon as it may start. Raises what the call raises, or `Withheld`."""
        permit = rate_limit_args or Permit(Priority.SERVICE, data.get("chat_id"))
        if not self._enabled or not counts(endpoint):
            await permit.still_allowed()
            return await callback(*args, **kwargs)
        call = await self._granted(Call(permit.chat, permit.priority, _messages(endpoint, data)))
        await self._confirmed(call, permit)
        return await self._made(call, callback, args, kwargs)

    def pause(self, for_s: float) -> None:
        """Start no call for so many seconds."""
        self._queue.pause(self._clock() + for_s)
        self._grant()

    @property
    def is_paused(self) -> bool:
        """Whether no call at all may start now."""
        return self._queue.is_paused(self._clock())

    def pause_chat(self, chat: ChatKey, for_s: float) -> None:
        """Start no call to one chat for so many seconds."""
        now = self._clock()
        self._queue.pause_chat(chat, now + for_s, now)
        self._grant()

    @property
    def widened(self) -> Widened | None:
        """The pause of everything that the 429s of late asked for, until a call has found that it is over."""
        return self._floods.widened

    def widened_for_s(self) -> float:
        """Return how many seconds of that pause are left."""
        return 0.0 if self.widened is None else max(self.widened.until - self._clock(), 0.0)

    def resume_widened(self, for_s: float, pause_s: float) -> None:
        """Go on with such a pause where an earlier sender left it: after it one call tries."""
        now = self._clock()
        self._floods.resume(now + for_s, pause_s, now)
        self._obey_floods()
        self._grant()

    def start_empty(self) -> None:
        """Count the present period as used: a sender that takes over does not know what the last one sent."""
        self._queue.exhaust(self._clock())

    def free_slots(self, priority: Priority) -> int:
        """Return how many calls of this priority would start at once, each in a chat that is free."""
        return self._queue.free_slots(priority, self._clock())

    def would_wait_s(self, chat: ChatKey, priority: Priority) -> float:
        """Return 0 if a call would start at once, otherwise how many seconds it would wait at least."""
        return self._queue.would_wait_s(chat, priority, self._clock())

    async def _granted(self, call: Call) -> Call:
        self._queue.enter(call, self._clock())
        self._grant()
        if call.granted:
            return call
        waiter = self._waiters[call] = asyncio.get_running_loop().create_future()
        try:
            await waiter
        except BaseException:
            leave = self._queue.give_back if call.granted else self._queue.withdraw
            leave(call, self._clock())
            self._grant()
            raise
        finally:
            del self._waiters[call]
        return call

    async def _confirmed(self, call: Call, permit: Permit) -> None:
        try:
            await permit.still_allowed()
        except BaseException:
            self._queue.give_back(call, self._clock())
            self._grant()
            raise

    async def _made(
        self, call: Call, callback: Callable[..., Coroutine[Any, Any, Result]], args: Any, kwargs: dict[str, Any]
    ) -> Result:
        started_at = self._clock()
        warm = self._arrivals.begin(started_at)
        try:
            result = await callback(*args, **kwargs)
            self._arrivals.end(self._clock() - started_at, self._clock(), warm=warm)
            self._floods.answered(started_at)
            return result
        except RetryAfter as error:
            self._floods.refused(call.chat, retry_after_s(error), self._clock(), tried=self._queue.is_trying(call))
            raise
        except (BadRequest, Forbidden, ChatMigrated):  # in a flood all calls are answered 429, the wrong ones, too
            self._floods.answered(started_at)
            raise
        finally:
            now = self._clock()
            self._queue.count(call, self._arrivals.counted_at(started_at, now), now)
            self._obey_floods()
            self._grant()

    def _obey_floods(self) -> None:
        if self.widened is not None:
            self._queue.pause(self.widened.until)
        self._queue.let_one_at_a_time(self.widened is not None)

    def _grant(self) -> None:
        """Start what may start, and set the timer for what may start next."""
        for call in self._queue.grant(self._clock()):
            waiter = self._waiters.get(call)
            if waiter is not None and not waiter.done():  # a cancelled one gives its slot back itself
                waiter.set_result(None)
        self._arm()

    def _arm(self) -> None:
        now = self._clock()
        at = self._queue.next_at(now)
        if at < self._timer_at:
            self._disarm()
            self._timer_at = at
            self._timer = self._call_later(max(at - now, 0.0), self._wake)

    def _wake(self) -> None:
        self._timer, self._timer_at = None, inf
        self._grant()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_at = None, inf


def counts(endpoint: str) -> bool:
    """Say whether Telegram counts a method against the limits: what makes or changes a message, or a topic, does."""
    return endpoint in _COUNTED or (endpoint.startswith(_COUNTED_PREFIXES) and endpoint not in _NOT_COUNTED)


def _messages(endpoint: str, data: dict[str, Any]) -> int:
    """Return how many messages a call makes."""
    return len(data["media"]) if endpoint == "sendMediaGroup" and data.get("media") else 1
