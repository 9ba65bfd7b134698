"""How updates reach the bot: by polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from sandbox.simulator import Person, Simulator
from tests.sandbox.conftest import Bot, Clock


def said(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_a_higher_offset_confirms_them(siti: Person, bot: Bot) -> None:
    await siti.says("satu")
    first, second = await bot.updates()

    assert said(await bot.updates(offset=first["update_id"])) == ["/start", "satu"]
    assert said(await bot.updates(offset=second["update_id"])) == ["satu"]
    assert await bot.updates(offset=second["update_id"] + 1) == []
    assert await bot.updates() == []


async def test_a_limit_and_a_negative_offset(siti: Person, bot: Bot) -> None:
    for text in ("satu", "dua", "tiga"):
        await siti.says(text)

    assert said(await bot.updates(limit=2)) == ["/start", "satu"]
    assert said(await bot.updates(offset=-1)) == ["tiga"]
    assert said(await bot.updates()) == ["tiga"]


async def test_a_poll_waits_for_what_comes(siti: Person, bot: Bot) -> None:
    newest = (await bot.updates())[-1]["update_id"]
    poll = asyncio.create_task(bot.updates(offset=newest + 1, timeout=30))
    await asyncio.sleep(0)

    await siti.says("baru")

    assert said(await asyncio.wait_for(poll, 2)) == ["baru"]


async def test_a_second_poll_ends_the_first(siti: Person, bot: Bot) -> None:
    newest = (await bot.updates())[-1]["update_id"]
    polls = {asyncio.create_task(bot.try_call("getUpdates", offset=newest + 1, timeout=30)) for _ in range(2)}

    ended, waiting = await asyncio.wait(polls, timeout=2, return_when=asyncio.FIRST_COMPLETED)
    await siti.says("baru")

    words = ended.pop().result()["description"]
    assert words.startswith("Conflict: terminated by other getUpdates request; make sure that only one bot instance")
    assert said((await asyncio.wait_for(waiting.pop(), 2))["result"]) == ["baru"]


async def test_what_was_not_asked_for_is_not_queued_and_the_choice_is_remembered(siti: Person, bot: Bot) -> None:
    await bot.updates(allowed_updates=["edited_message"])
    message = await siti.says("satu")
    await siti.edits(message, "dua")
    assert [list(update)[1] for update in (await bot.updates())[1:]] == ["edited_message"]

    await bot.updates(allowed_updates=[])
    await siti.reacts(message, "👍")
    await siti.says("tiga")

    assert said([(await bot.updates())[-1]]) == ["tiga"]


async def test_updates_are_kept_a_day_and_pressed_buttons_150_seconds(siti: Person, bot: Bot, clock: Clock) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "1"}]]}
    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup=keyboard)
    await siti.presses("Ya")
    assert len(await bot.updates()) == 2

    clock.pass_s(151)
    assert said(await bot.updates()) == ["/start"]
    clock.pass_s(24 * 3600)
    assert await bot.updates() == []


async def test_ids_that_start_again_elsewhere_lose_nothing(siti: Person, bot: Bot, telegram: Simulator) -> None:
    await telegram.jump_update_ids(900)
    await siti.says("sebelum")
    old = (await bot.updates())[-1]["update_id"]
    await bot.updates(offset=old + 1)

    await telegram.jump_update_ids(100)
    await siti.says("sesudah")

    assert said(await bot.updates(offset=old + 1)) == ["sesudah"]
    assert await bot.updates(offset=101) == []


@dataclass
class Hook:
    """A webhook that answers as it is told and remembers what it got."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)  # to answer with, then 200
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    reply: dict[str, Any] | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    busiest: int = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        await asyncio.sleep(0.002)
        self.busy -= 1
        self.arrived.set()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply or {}, status=status)

    async def receives(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.got


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook, app = Hook(), web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_what_waits_and_what_comes_with_its_secret(siti: Person, bot: Bot, hook: Hook) -> None:
    await bot.call("setWebhook", url=hook.url, secret_token="rahasia-1")  # noqa: S106 - of the test
    await siti.says("satu")

    assert said(await hook.receives(2)) == ["/start", "satu"]
    assert hook.secrets == ["rahasia-1", "rahasia-1"]
    assert (await bot.refused("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")


async def test_a_refused_update_comes_again_and_those_behind_it_wait(siti: Person, bot: Bot, hook: Hook) -> None:
    hook.statuses = [500, 503]
    await siti.says("satu")
    await bot.call("setWebhook", url=hook.url)

    assert said(await hook.receives(4)) == ["/start", "/start", "/start", "satu"]
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_several_chats_at_once_but_no_more_than_max_connections(
    bot: Bot, hook: Hook, telegram: Simulator
) -> None:
    for number in range(12):
        person = await telegram.newcomer(f"Orang {number}")
        await person.starts()
        await person.says("dua")
    await bot.call("setWebhook", url=hook.url, max_connections=3)

    got = await hook.receives(24)

    assert 1 < hook.busiest <= 3
    for chat_id in {update["message"]["chat"]["id"] for update in got}:
        mine = [update for update in got if update["message"]["chat"]["id"] == chat_id]
        assert said(mine) == ["/start", "dua"]


async def test_two_updates_of_one_chat_can_be_swapped(siti: Person, bot: Bot, hook: Hook, telegram: Simulator) -> None:
    await siti.says("satu")
    await telegram.faults.reordered_updates(times=1)

    await bot.call("setWebhook", url=hook.url)

    assert said(await hook.receives(2)) == ["satu", "/start"]


async def test_a_method_in_the_webhooks_answer_is_called(siti: Person, bot: Bot, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": siti.user_id, "text": "lewat jawaban"}

    await bot.call("setWebhook", url=hook.url)

    assert (await siti.sees("lewat jawaban")).is_from_bot


async def test_without_the_webhook_polling_works_again(siti: Person, bot: Bot, hook: Hook) -> None:
    await bot.call("setWebhook", url=hook.url)
    await hook.receives(1)
    await bot.call("deleteWebhook")
    await siti.says("lagi")

    assert said(await bot.updates()) == ["lagi"]
    assert (await bot.call("getWebhookInfo"))["url"] == ""


async def test_a_webhook_that_nobody_serves_is_reported(siti: Person, bot: Bot, telegram: Simulator) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/")
    async with asyncio.timeout(5):
        while "last_error_message" not in (info := await bot.call("getWebhookInfo")):
            continue

    assert "Cannot connect" in info["last_error_message"]
    assert info["pending_update_count"] == 1
