"""What goes wrong when it is told to."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from sandbox.simulator import Person, Refused, Simulator
from tests.sandbox.conftest import Bot


async def send(bot: Bot, person: Person, text: str = "halo", timeout_s: float = 5) -> tuple[int, bytes]:
    """Send and return status and body, whatever they are."""
    url, timeout = f"{bot.url}/bot{bot.token}/sendMessage", aiohttp.ClientTimeout(total=timeout_s)
    async with bot.session.post(url, json={"chat_id": person.user_id, "text": text}, timeout=timeout) as response:
        return response.status, await response.read()


async def texts(person: Person) -> list[str]:
    return [message.text for message in await person.history()][1:]


async def test_the_next_calls_fail_and_then_all_is_well(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.server_error(methods=["sendMessage"], times=2, status=502)

    statuses = [(await send(bot, siti))[0] for _ in range(3)]

    assert statuses == [502, 502, 200]
    assert await texts(siti) == ["halo"]
    assert (await bot.try_call("getMe"))["ok"]


async def test_too_many_requests_say_how_long(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.too_many_requests(retry_after=3600, times=1)

    _, body = await send(bot, siti)

    assert json.loads(body)["parameters"] == {"retry_after": 3600}


async def test_garbage_comes_with_a_200(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.garbage(times=1)

    status, body = await send(bot, siti)

    assert status == 200
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(body)
    assert await texts(siti) == []


async def test_no_answer_means_nothing_was_done(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.no_answer(times=1)

    with pytest.raises(TimeoutError):
        await send(bot, siti, timeout_s=0.05)
    assert await texts(siti) == []


async def test_a_call_can_be_carried_out_and_never_answered(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.accepted_no_answer(times=1)

    with pytest.raises(TimeoutError):
        await send(bot, siti, timeout_s=0.05)

    assert await texts(siti) == ["halo"]
    assert [call["outcome"] for call in await telegram.calls("sendMessage")] == ["fault"]


@pytest.mark.parametrize(("kind", "stored"), [("closed", []), ("accepted_closed", ["halo"])])
async def test_the_connection_closes(telegram: Simulator, siti: Person, bot: Bot, kind: str, stored: list[str]) -> None:
    await telegram.faults.order(kind, times=1)

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(bot, siti)
    assert await texts(siti) == stored


async def test_a_slow_answer_is_an_answer(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.slow(0.05, times=1)
    began = asyncio.get_running_loop().time()

    assert (await send(bot, siti))[0] == 200
    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_a_share_of_the_calls_to_some_chats(telegram: Simulator, siti: Person, bot: Bot) -> None:
    budi = await telegram.user("Budi Demo")
    await budi.starts()
    await telegram.faults.refused("Bad Request: no", share=0.5, chats=[siti.user_id])

    to_siti = [(await send(bot, siti))[0] for _ in range(60)]
    to_budi = [(await send(bot, budi))[0] for _ in range(20)]

    assert 15 < to_siti.count(400) < 45
    assert to_budi == [200] * 20


async def test_faults_end_when_they_are_told_to(telegram: Simulator, siti: Person, bot: Bot) -> None:
    first = await telegram.faults.server_error()
    await telegram.faults.refused("Bad Request: no")
    await telegram.faults.end(first)
    assert (await send(bot, siti))[0] == 400

    await telegram.faults.end()

    assert (await send(bot, siti))[0] == 200


async def test_a_fault_that_does_not_exist_is_refused(telegram: Simulator) -> None:
    with pytest.raises(Refused, match="server_error"):
        await telegram.faults.order("gremlins")
    with pytest.raises(Refused, match="no"):
        await telegram.faults.order("closed", method="sendMessage")


async def test_an_update_can_come_twice(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await telegram.faults.duplicate_updates(times=1)
    await siti.says("satu")
    await siti.says("dua")

    messages = [(update["update_id"], update["message"]["text"]) for update in (await bot.updates())[1:]]

    assert [text for _, text in messages] == ["satu", "satu", "dua"]
    assert messages[0] == messages[1]


@pytest.mark.parametrize(
    "update",
    [
        {"quantum_message": {"superposed": True}},
        {"message": "not even an object"},
        {"message_reaction": {"chat": {"id": 1, "type": "private"}, "new_reaction": [{"type": "smell"}]}},
    ],
)
async def test_an_update_of_any_shape_can_be_injected(telegram: Simulator, bot: Bot, update: dict[str, Any]) -> None:
    update_id = await telegram.inject(update)

    assert await bot.updates() == [{"update_id": update_id, **update}]


async def test_even_what_is_no_update_and_no_text_passes_verbatim(sandbox: Any, telegram: Simulator, bot: Bot) -> None:
    await telegram.inject({"message": {"text": "nul \x00 lone \ud83d"}})
    await telegram.inject(b"[1, null]", raw=True)

    async with bot.session.get(f"{bot.url}/bot{bot.token}/getUpdates") as response:
        first, second = json.loads(await response.read())["result"]

    assert first["message"]["text"] == "nul \x00 lone \ud83d"
    assert second == [1, None]


async def test_a_person_can_write_what_no_keyboard_has(siti: Person, bot: Bot) -> None:
    await siti.says("nul \x00 lone \ud83d")

    async with bot.session.get(f"{bot.url}/bot{bot.token}/getUpdates") as response:
        update = json.loads(await response.read())["result"][-1]

    assert update["message"]["text"] == "nul \x00 lone \ud83d"
