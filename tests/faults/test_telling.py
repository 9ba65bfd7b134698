"""What the owner reads: which bot is served, which groups it did not stay in, and what Telegram says of the webhook."""

import asyncio
import signal

import pytest

from sandbox.server import RunningSandbox
from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.processes import Process
from tests.faults.questions import QUESTIONS


async def _said_by(process: Process) -> str:
    assert await process.ended(within_s=30) == 0, process.logged
    return process.said


async def test_the_ready_line_names_the_bot(start: Start, sandbox: RunningSandbox) -> None:
    for command in ("run", "bot", "sender"):
        process = start(command)
        await process.ready()
        assert f"@{sandbox.state.options.bot.username}." in process.said
        await process.killed()


async def test_the_number_of_a_group_that_was_declined_can_be_read_and_used(start: Start, telegram: Simulator) -> None:
    owner = await telegram.newcomer("Sari")
    group = await telegram.group("Tim\x1b[31m CS", owner)
    first = start("run")
    await first.ready()
    await group.adds_bot()
    await first.logs(f"chat_id={group.chat_id}")
    await telegram.sees_call("leaveChat")
    assert "event=group_declined" in first.logged
    assert "/staff" in first.logged
    assert "Tim" not in first.logged
    assert f"  {group.chat_id}  Tim[31m CS\n" in await _said_by(start("telegram", "status"))
    first.signalled(signal.SIGTERM)
    assert await first.ended() == 0

    second = start("run", settings={"TELEGRAM_STAFF_CHAT_ID": str(group.chat_id)})
    await second.ready()
    await group.adds_bot()
    await (await telegram.newcomer("Siti")).says("/human")
    async with asyncio.timeout(10):
        while len(await telegram.calls("sendMessage", group.chat_id)) < 2:  # noqa: ASYNC110 what declined it was the first
            await asyncio.sleep(0.05)
    assert "group_declined" not in second.logged


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_telegram_says_of_the_webhook_is_in_the_status(
    start: Start, sandbox: RunningSandbox, telegram: Simulator
) -> None:
    webhook = {"TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9/hook", "TELEGRAM_WEBHOOK_SECRET": "secret"}
    process = start("bot", settings=webhook)
    await process.logs("webhook_set")
    await (await telegram.newcomer("Siti")).says(QUESTIONS[0])
    await _until_pushed_in_vain(sandbox)
    said = await _said_by(start("telegram", "status", settings=webhook))
    assert "Webhook: http://127.0.0.1:9/hook\n" in said
    assert f"Telegram's last trouble with the webhook: {sandbox.state.webhook.last_error}\n" in said


async def _until_pushed_in_vain(sandbox: RunningSandbox) -> None:
    async with asyncio.timeout(10):
        while sandbox.state.webhook.last_error is None:  # noqa: ASYNC110 the sandbox runs in this loop
            await asyncio.sleep(0.01)
