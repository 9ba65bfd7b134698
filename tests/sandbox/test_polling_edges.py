"""The edges of getUpdates: odd limits and offsets, what is dropped, what is remembered."""

import asyncio
from typing import Any

import pytest

from sandbox import RunningSandbox
from sandbox.simulator import Person
from tests.sandbox.conftest import Bot

HOOK = "https://kopi.example/hook"


def said(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (-5, 1), (1, 1), (100, 100), (1000, 100)])
async def test_a_limit_beyond_its_bounds_is_taken_as_the_nearest(
    siti: Person, bot: Bot, limit: int, count: int
) -> None:
    for number in range(120):
        await siti.says(str(number))
    assert len(await bot.updates(limit=limit)) == count


async def test_a_negative_offset_beyond_all_that_waits_forgets_nothing(siti: Person, bot: Bot) -> None:
    await siti.says("satu")
    assert said(await bot.updates(offset=-50)) == ["/start", "satu"]


async def test_a_negative_offset_forgets_for_good_what_came_before(siti: Person, bot: Bot) -> None:
    for text in ("satu", "dua", "tiga"):
        await siti.says(text)
    assert said(await bot.updates(offset=-2)) == ["dua", "tiga"]
    assert said(await bot.updates(offset=0)) == ["dua", "tiga"]


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_what_waits_is_dropped_only_where_that_is_asked_for(siti: Person, bot: Bot, method: str) -> None:
    await bot.call(method, **_address(method))
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 1
    await bot.call(method, drop_pending_updates=True, **_address(method))
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 0


def _address(method: str) -> dict[str, str]:
    return {"url": HOOK} if method == "setWebhook" else {}


async def test_the_chosen_kinds_outlive_a_change_from_polling_to_webhook_and_back(siti: Person, bot: Bot) -> None:
    await bot.updates(allowed_updates=["message_reaction"])
    await bot.call("setWebhook", url=HOOK)
    assert (await bot.call("getWebhookInfo"))["allowed_updates"] == ["message_reaction"]
    await bot.call("deleteWebhook", drop_pending_updates=True)

    await siti.reacts(await siti.says("satu"), "👍")

    assert [list(update)[1] for update in await bot.updates()] == ["message_reaction"]


async def test_a_change_of_kinds_touches_nothing_that_waits_already(siti: Person, bot: Bot) -> None:
    await siti.says("satu")
    assert said(await bot.updates(allowed_updates=["callback_query"])) == ["/start", "satu"]


async def test_a_webhook_ends_the_poll_that_waits(siti: Person, bot: Bot, sandbox: RunningSandbox) -> None:
    newest = (await bot.updates())[-1]["update_id"]
    poll = asyncio.create_task(bot.try_call("getUpdates", offset=newest + 1, timeout=30))
    async with asyncio.timeout(5):
        while sandbox.state.long_poll is None:  # noqa: ASYNC110 - nothing tells that a poll waits
            await asyncio.sleep(0)

    await bot.call("setWebhook", url=HOOK)

    ended = await asyncio.wait_for(poll, 2)
    assert (ended["error_code"], ended["description"]) == (409, "Conflict: terminated by setWebhook request")
