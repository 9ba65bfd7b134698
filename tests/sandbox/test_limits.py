"""Telegram's rate limits, by a clock that the test moves."""

from dataclasses import replace

import pytest

from sandbox import RateLimits, SandboxOptions
from sandbox.simulator import Person, Simulator
from sandbox.world.limits import Limiter
from tests.sandbox.conftest import Bot, Clock


@pytest.fixture
def options(options: SandboxOptions) -> SandboxOptions:
    return replace(options, limits_enabled=True)


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return Limiter(RateLimits(), clock, enabled=True)


def waits(limiter: Limiter, chat_id: int, count: int) -> list[int]:
    return [limiter.wait_s(chat_id, is_private=chat_id > 0) for _ in range(count)]


def test_a_private_chat_bears_a_burst_of_five_and_then_one_a_second(limiter: Limiter, clock: Clock) -> None:
    assert waits(limiter, 1, 6) == [0, 0, 0, 0, 0, 1]
    clock.pass_s(1)
    assert waits(limiter, 1, 2) == [0, 1]
    clock.pass_s(60)
    assert waits(limiter, 1, 6) == [0, 0, 0, 0, 0, 1]


def test_thirty_a_second_over_all_chats_in_a_sliding_window(limiter: Limiter, clock: Clock) -> None:
    assert [limiter.wait_s(chat, is_private=True) for chat in range(1, 32)] == [0] * 30 + [1]
    clock.pass_s(0.99)
    assert limiter.wait_s(100, is_private=True) == 1
    clock.pass_s(0.02)
    assert limiter.wait_s(100, is_private=True) == 0


def test_twenty_a_minute_in_a_group(limiter: Limiter, clock: Clock) -> None:
    assert waits(limiter, -1, 21) == [0] * 20 + [60]
    clock.pass_s(45)
    assert waits(limiter, -1, 1) == [15]
    assert waits(limiter, -2, 1) == [0]


def test_an_album_is_let_through_and_paid_for_afterwards(limiter: Limiter, clock: Clock) -> None:
    assert limiter.wait_s(1, is_private=True, messages=10) == 0
    assert limiter.wait_s(1, is_private=True) == 6
    clock.pass_s(6)
    assert limiter.wait_s(1, is_private=True) == 0


async def test_the_refusal_says_when_to_come_back_and_nothing_is_sent(siti: Person, bot: Bot) -> None:
    for _ in range(5):
        await bot.call("sendMessage", chat_id=siti.user_id, text="halo")

    answer = await bot.try_call("sendMessage", chat_id=siti.user_id, text="halo")

    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert len(await siti.history()) == 6


async def test_edits_count_and_what_carries_no_message_does_not(siti: Person, bot: Bot, telegram: Simulator) -> None:
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="0")
    for number in range(1, 5):
        params = {"chat_id": siti.user_id, "message_id": sent["message_id"], "text": str(number)}
        await bot.call("editMessageText", **params)

    assert (await bot.try_call("sendMessage", chat_id=siti.user_id, text="halo"))["error_code"] == 429
    assert await bot.call("sendChatAction", chat_id=siti.user_id, action="typing")
    await telegram.limits(enabled=False)
    assert await bot.call("sendMessage", chat_id=siti.user_id, text="halo")


async def test_the_journal_tells_the_limited_calls_from_the_others(siti: Person, bot: Bot, telegram: Simulator) -> None:
    for _ in range(6):
        await bot.try_call("sendMessage", chat_id=siti.user_id, text="halo")
    await bot.try_call("sendMessage", chat_id=1, text="halo")

    calls = await telegram.calls("sendMessage", chat_id=siti.user_id)

    assert [call["outcome"] for call in calls] == ["ok"] * 5 + ["limited"]
    assert calls[0]["message_ids"] == [2]
    assert (await telegram.calls("sendMessage"))[-1]["description"] == "Bad Request: chat not found"
