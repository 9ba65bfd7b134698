"""Decide which call starts next: no clock, no event loop, every time is an argument.

Calls of one chat leave one at a time, in the order in which they entered, only that marketing yields to the rest.
Between chats the most urgent call decides, wherever in its chat it stands, then the first come. A chat that must wait
for itself (its pause, its own limit, a call under way) holds back nobody else.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from bot.delivery.windows import Bucket, Bursts, Pace, Rate, Window
from crm.history import Priority

ChatKey = int | str | None

_THIRTY_A_SECOND = Rate(30, 1.0)
_ONE_A_SECOND_IN_BURSTS = Bursts(3, 1.0)
_TWENTY_A_MINUTE = Rate(20, 60.0)

_MIN_CHATS_TO_SWEEP = 1000
_MIN_ENTRIES_TO_COMPACT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast Telegram lets a bot call. `margin_s` lengthens each period, for the line's jitter."""

    everything: Rate = _THIRTY_A_SECOND
    private_chat: Bursts = _ONE_A_SECOND_IN_BURSTS
    group: Rate = _TWENTY_A_MINUTE
    margin_s: float = 0.015

    def of(self, chat: ChatKey) -> Window | Bucket:
        """Return what counts the calls to one chat."""
        return Bucket(self.private_chat, self.margin_s) if is_private(chat) else Window(self.group, self.margin_s)


def is_private(chat: ChatKey) -> bool:
    """Say whether a chat is one person's: groups and channels have negative ids or names."""
    return not isinstance(chat, str) and (chat is None or chat > 0)


@dataclass(eq=False, slots=True)
class Call:
    """One call that waits for its start, then holds its slots until it is given back or counted.

    Of a call that makes several messages each counts. In its chat it starts as soon as there is room for one.
    """

    chat: ChatKey
    priority: Priority
    messages: int = 1
    number: int = -1
    granted: bool = False


@dataclass(eq=False, slots=True)
class _Chat:
    window: Window | Bucket
    waiting: tuple[OrderedDict[int, Call], ...] = field(default_factory=lambda: tuple(OrderedDict() for _ in Priority))
    under_way: bool = False
    paused_until: float = -inf
    ticket: int = 0  # of its one valid entry in the heaps
    ready_as: Priority | None = None

    def rank(self) -> tuple[Priority, int] | None:
        """Return what the chat is chosen by: its most urgent call, and the number of the first such."""
        for priority, calls in zip(Priority, self.waiting, strict=True):
            if calls:
                return priority, next(iter(calls))
        return None

    def next_call(self) -> Call:
        """Return the call that leaves first."""
        *urgent, marketing = self.waiting
        heads = [next(iter(calls.values())) for calls in urgent if calls]
        return min(heads, key=lambda call: call.number) if heads else next(iter(marketing.values()))


class CallQueue:
    """The calls that wait, the limits they wait for, and the pauses."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._everything = Window(limits.everything, limits.margin_s)
        self._pace = Pace(limits.everything, limits.margin_s)  # all calls count in it, marketing alone obeys it
        self._paused_until = -inf
        self._one_at_a_time = False
        self._trying: Call | None = None
        self._chats: dict[ChatKey, _Chat] = {}
        self._numbers = count()
        self._tickets = count(1)
        self._ready: list[tuple[Priority, int, int, _Chat]] = []
        self._later: list[tuple[float, int, _Chat]] = []
        self._ready_count = dict.fromkeys(Priority, 0)
        self._sweep_at = _MIN_CHATS_TO_SWEEP

    def enter(self, call: Call, now: float) -> None:
        """Let a call wait."""
        call.number = next(self._numbers)
        chat = self._chat(call.chat, now)
        rank = chat.rank()
        chat.waiting[call.priority][call.number] = call
        if chat.rank() != rank:
            self._place(chat, now)

    def withdraw(self, call: Call, now: float) -> None:
        """Forget a call that waits."""
        chat = self._chats[call.chat]
        rank = chat.rank()
        del chat.waiting[call.priority][call.number]
        if chat.rank() != rank:
            self._place(chat, now)

    def grant(self, now: float) -> Iterator[Call]:
        """Yield the calls that may start now, in their order. Each holds its slots as soon as it is yielded."""
        while self._first_later_at() <= now:
            *_, matured = heappop(self._later)
            self._place(matured, now)
        while (chat := self._first_ready()) is not None and self._may_start_at(chat, now) <= now:
            yield self._take(chat, now)

    def give_back(self, call: Call, now: float) -> None:
        """Free the slots of a granted call that is not made after all."""
        chat = self._chats[call.chat]
        self._everything.give_back(call.messages)
        chat.window.give_back(call.messages)
        self._pace.step_back(call.messages)
        self._end(chat, call, now)

    def count(self, call: Call, counted_at: float, now: float) -> None:
        """Count a granted call that was made."""
        chat = self._chats[call.chat]
        self._everything.count(counted_at, call.messages)
        chat.window.count(counted_at, call.messages)
        self._end(chat, call, now)

    def next_at(self, now: float) -> float:
        """Return when to ask for grants again if nothing else happens; infinity for not at all."""
        ready = self._first_ready()
        at_ready = inf if ready is None else self._may_start_at(ready, now)
        return min(at_ready, self._first_later_at())

    def pause(self, until: float) -> None:
        """Start no call before this time. A longer pause stands."""
        self._paused_until = max(self._paused_until, until)

    def is_paused(self, now: float) -> bool:
        """Say whether no call at all may start."""
        return self._paused_until > now

    def let_one_at_a_time(self, one_at_a_time: bool) -> None:
        """Start each further call only when the one before has ended, or again as many as the limits allow."""
        self._one_at_a_time = one_at_a_time
        if not one_at_a_time:
            self._trying = None

    def is_trying(self, call: Call) -> bool:
        """Say whether a call was started as the only one."""
        return call is self._trying

    def pause_chat(self, key: ChatKey, until: float, now: float) -> None:
        """Start no call to one chat before this time. A longer pause stands."""
        chat = self._chat(key, now)
        chat.paused_until = max(chat.paused_until, until)
        self._place(chat, now)

    def exhaust(self, now: float) -> None:
        """Count the present period as used up."""
        self._everything.exhaust(now)

    def free_slots(self, priority: Priority, now: float) -> int:
        """Return how many calls of this priority would start at once in chats that are free, after those who wait."""
        if self.is_paused(now) or self._trying is not None:
            return 0
        slots = self._everything.free(now) - sum(self._ready_count[p] for p in Priority if p <= priority)
        if priority is Priority.MARKETING:
            slots = min(slots, self._pace.due(now) - self._ready_count[priority])
        return max(min(slots, 1) if self._one_at_a_time else slots, 0)

    def would_wait_s(self, key: ChatKey, priority: Priority, now: float) -> float:
        """Return 0 if a call would start at once, otherwise the least it would wait."""
        at = max(now, self._paused_until)
        chat = self._chats.get(key)
        if chat is not None:
            at = max(at, chat.paused_until)
            free_at = chat.window.next_free_at(now)
            at = max(at, free_at if free_at < inf else now)  # what is under way there says no time
        if priority is Priority.MARKETING:
            at = max(at, self._pace.next_at)
        at = max(at, min(self._everything.next_free_at(now), now + self._limits.everything.period_s))
        is_behind = chat is not None and (chat.under_way or chat.rank() is not None)
        if at == now and (is_behind or self.free_slots(priority, now) == 0):
            return self._limits.everything.interval_s
        return at - now

    def _chat(self, key: ChatKey, now: float) -> _Chat:
        chat = self._chats.get(key)
        if chat is None:
            self._sweep(now)
            chat = self._chats[key] = _Chat(self._limits.of(key))
        return chat

    def _sweep(self, now: float) -> None:
        """Forget the chats of which nothing needs to be remembered, whenever their number has doubled."""
        if len(self._chats) < self._sweep_at:
            return
        self._chats = {
            key: chat
            for key, chat in self._chats.items()
            if chat.under_way or chat.rank() or chat.paused_until > now or not chat.window.is_unused(now)
        }
        self._sweep_at = max(_MIN_CHATS_TO_SWEEP, 2 * len(self._chats))

    def _place(self, chat: _Chat, now: float) -> None:
        """Put the chat where it belongs: among those that may start, those that may later, or nowhere."""
        chat.ticket = next(self._tickets)  # its earlier entry is void
        if chat.ready_as is not None:
            self._ready_count[chat.ready_as] -= 1
            chat.ready_as = None
        rank = chat.rank()
        if rank is None or chat.under_way:
            return
        ready_at = max(chat.paused_until, chat.window.next_free_at(now))
        if ready_at > now:
            heappush(self._later, (ready_at, chat.ticket, chat))
        else:
            heappush(self._ready, (*rank, chat.ticket, chat))
            chat.ready_as = rank[0]
            self._ready_count[rank[0]] += 1
        self._compact()

    def _compact(self) -> None:
        if len(self._ready) + len(self._later) > _MIN_ENTRIES_TO_COMPACT + 2 * len(self._chats):
            self._ready = [entry for entry in self._ready if entry[2] == entry[3].ticket]
            self._later = [entry for entry in self._later if entry[1] == entry[2].ticket]
            heapify(self._ready)
            heapify(self._later)

    def _first_ready(self) -> _Chat | None:
        while self._ready:
            *_, ticket, chat = self._ready[0]
            if ticket == chat.ticket:
                return chat
            heappop(self._ready)
        return None

    def _first_later_at(self) -> float:
        while self._later:
            ready_at, ticket, chat = self._later[0]
            if ticket == chat.ticket:
                return ready_at
            heappop(self._later)
        return inf

    def _may_start_at(self, chat: _Chat, now: float) -> float:
        """Return when the chat's next call may start: calls overtake each other, so all its messages need room."""
        if self._trying is not None:
            return inf
        at = max(self._paused_until, self._everything.next_free_at(now, chat.next_call().messages))
        return max(at, self._pace.next_at) if chat.ready_as is Priority.MARKETING else at

    def _take(self, chat: _Chat, now: float) -> Call:
        call = chat.next_call()
        del chat.waiting[call.priority][call.number]
        call.granted = True
        chat.under_way = True
        if self._one_at_a_time:
            self._trying = call
        self._place(chat, now)
        self._everything.hold(call.messages)
        chat.window.hold(call.messages)
        self._pace.step(now, call.messages)
        return call

    def _end(self, chat: _Chat, call: Call, now: float) -> None:
        if call is self._trying:
            self._trying = None
        chat.under_way = False
        self._place(chat, now)
