"""A 429 holds up whom it is about: its chat, or, if the calls that try are refused as well, everybody."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.delivery.limits import Limiter, Permit
from bot.delivery.outcomes import retry_after_s
from bot.delivery.waiting import ChatKey
from crm.history import Priority
from tests.delivery.lines import GROUP, limiter_of, reply_to
from tests.delivery.virtual_time import run_virtually, virtual_now

HOUR_S = 3600.0
LONG_WAITS = {1: HOUR_S, 2: HOUR_S}


@dataclass
class Telegram:
    """Answers each call, after a round trip, with a 429 if somebody must wait. `until` says of a chat until when."""

    until: Callable[[ChatKey], float]
    calls: list[tuple[float, ChatKey, str]] = field(default_factory=list)

    async def __call__(self, chat: ChatKey) -> bool:
        began = virtual_now()
        await asyncio.sleep(0.05)
        wait_s = self.until(chat) - virtual_now()
        self.calls.append((began, chat, "429" if wait_s > 0 else "ok"))
        if wait_s > 0:
            raise RetryAfter(max(1, round(wait_s)))
        return True

    def times(self, outcome: str) -> list[float]:
        return [at for at, _, what in self.calls if what == outcome]


async def delivered(limiter: Limiter, telegram: Telegram, permit: Permit) -> None:
    """Try until it is taken, each time when the wait is over that was named for the chat, as the sender does."""
    while True:
        try:
            await limiter.process_request(telegram, (permit.chat,), {}, "sendMessage", {}, permit)
        except RetryAfter as error:
            await asyncio.sleep(retry_after_s(error))
        else:
            return


async def refused_in(limiter: Limiter, *chats: ChatKey, wait_s: int = 3600) -> None:
    """Let each of these chats meet a 429, one after the other."""

    async def refuse(chat: ChatKey) -> bool:
        raise RetryAfter(wait_s)

    for chat in chats:
        with pytest.raises(RetryAfter):
            await limiter.process_request(refuse, (chat,), {}, "sendMessage", {}, reply_to(chat))


def test_two_chats_with_long_waits_of_their_own_hold_back_the_others_for_a_second() -> None:
    telegram = Telegram(lambda chat: LONG_WAITS.get(chat, 0.0) if isinstance(chat, int) else 0.0)

    async def story() -> None:
        limiter = limiter_of()
        muted = [asyncio.create_task(delivered(limiter, telegram, reply_to(chat))) for chat in (1, 2)]
        await asyncio.sleep(0.1)
        await asyncio.gather(*(delivered(limiter, telegram, reply_to(chat)) for chat in range(10, 30)))
        assert virtual_now() < 1.3
        await asyncio.gather(*muted)

    run_virtually(story())

    others = [at for at, chat, _ in telegram.calls if chat not in LONG_WAITS]
    assert others[0] == pytest.approx(1.05)  # one call tries
    assert others[1:] == pytest.approx([1.1] * 19)  # and opens it for all
    assert len(telegram.times("429")) == 2


@pytest.mark.parametrize("chats", [(GROUP, 1), (1, GROUP), (GROUP, GROUP - 1, "@channel"), (1, 1)])
def test_a_group_that_is_too_fast_says_nothing_about_the_others(chats: tuple[ChatKey, ...]) -> None:
    async def story() -> None:
        limiter = limiter_of()
        await refused_in(limiter, *chats)
        assert limiter.widened is None
        assert not limiter.is_paused

    run_virtually(story())


def test_an_answer_in_between_shows_that_each_chat_waits_for_itself() -> None:
    telegram = Telegram(lambda chat: 0.0)

    async def story() -> None:
        limiter = limiter_of()
        await refused_in(limiter, 1)
        await asyncio.sleep(0.01)
        await delivered(limiter, telegram, reply_to(3))
        await refused_in(limiter, 2)
        assert limiter.widened is None

    run_virtually(story())


def test_an_answer_to_a_call_from_before_shows_nothing() -> None:
    telegram = Telegram(lambda chat: 0.0)

    async def story() -> None:
        limiter = limiter_of()
        before = asyncio.create_task(delivered(limiter, telegram, reply_to(3)))
        await asyncio.sleep(0.01)
        await refused_in(limiter, 1, 2)
        await before
        assert limiter.widened is not None

    run_virtually(story())


def test_an_hour_for_everything_costs_few_calls_and_ends_on_time_the_most_urgent_first() -> None:
    telegram = Telegram(lambda chat: HOUR_S)
    priorities = [*[Priority.SERVICE] * 100, *[Priority.REPLY] * 100]

    async def story() -> None:
        limiter = limiter_of()
        permits = [Permit(priority, chat) for chat, priority in enumerate(priorities, start=1)]
        await asyncio.gather(*(delivered(limiter, telegram, permit) for permit in permits))

    run_virtually(story())

    tries = [at for at in telegram.times("429") if at > 0]  # the first thirty left at once
    assert len(tries) < 25
    assert [chat for at, chat, _ in telegram.calls if 0 < at < HOUR_S - 1] == list(range(101, 101 + len(tries)))
    pauses = [later - at for at, later in pairwise(tries)]
    assert pauses[:4] == pytest.approx([2.05, 4.05, 8.05, 16.05])
    assert max(pauses) < 301
    answered = [(at, chat) for at, chat, outcome in telegram.calls if outcome == "ok"]
    assert len(answered) == 200
    assert {chat for _, chat in answered} == set(range(1, 201))
    assert answered[0][0] == pytest.approx(HOUR_S, abs=1.0)
    assert answered[-1][0] < HOUR_S + 8


def test_each_chats_own_wait_is_kept_while_others_try() -> None:
    telegram = Telegram(lambda chat: 100.0)

    async def story() -> None:
        limiter = limiter_of()
        await asyncio.gather(*(delivered(limiter, telegram, reply_to(chat)) for chat in range(1, 60)))

    run_virtually(story())

    by_chat = [[at for at, key, _ in telegram.calls if key == chat] for chat in range(1, 60)]
    assert all(len(times) <= 2 for times in by_chat)
    assert all(times[-1] >= 99.5 for times in by_chat)


@pytest.mark.parametrize("refusal", [BadRequest("Message is not modified"), NetworkError("Bad Gateway")])
def test_a_refusal_ends_a_flood_for_it_is_an_answer_and_a_failure_is_none(refusal: Exception) -> None:
    async def fails(chat: ChatKey) -> bool:
        raise refusal

    async def story() -> bool:
        limiter = limiter_of()
        await refused_in(limiter, 1, 2)
        await asyncio.sleep(2)
        with pytest.raises(type(refusal)):
            await limiter.process_request(fails, (3,), {}, "sendMessage", {}, reply_to(3))
        return limiter.widened is None

    assert run_virtually(story()) is isinstance(refusal, BadRequest)


def test_while_a_call_tries_no_other_leaves_and_one_that_says_nothing_hands_on_its_turn() -> None:
    started: list[ChatKey] = []

    async def breaks_off(chat: ChatKey) -> bool:
        started.append(chat)
        await asyncio.sleep(5)
        raise NetworkError("broke off")

    async def story() -> None:
        limiter = limiter_of()
        await refused_in(limiter, 1, 2)
        tries = [
            asyncio.create_task(limiter.process_request(breaks_off, (chat,), {}, "sendMessage", {}, reply_to(chat)))
            for chat in range(3, 6)
        ]
        await asyncio.sleep(1.5)
        assert (started, limiter.free_slots(Priority.AGENT)) == ([3], 0)
        await asyncio.sleep(5)
        assert started == [3, 4]
        await asyncio.gather(*tries, return_exceptions=True)

    run_virtually(story())
