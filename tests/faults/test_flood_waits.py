"""What Telegram wants to be left alone with is left alone, also by a process that starts after the one it told."""

import asyncio

from sqlalchemy import create_engine, text

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS

WAIT_S = 10


async def test_a_wait_for_everything_outlives_the_process_that_was_told(
    start: Start, telegram: Simulator, promises: Promises, database_url: str
) -> None:
    first = start("run", settings={"INGAT_LIMITS": "on"}, short_leases=True)
    await first.ready()
    await telegram.faults.too_many_requests(retry_after=WAIT_S, times=2, methods=["sendMessage"])
    for name in ("Siti", "Budi"):
        await promises.says(name, QUESTIONS[0])
    refused = await telegram.sees_call("sendMessage", count=2)
    await _until_noted(database_url)
    await first.killed()

    second = start("run", settings={"INGAT_LIMITS": "on"}, short_leases=True)
    await second.ready()
    await promises.says("Emma", QUESTIONS[1])  # whom no 429 was about

    await promises.are_kept()
    answers = [call for call in await telegram.calls("sendMessage") if call["outcome"] == "ok"]
    assert len(answers) == 3
    assert min(call["at"] for call in answers) >= refused[0]["at"] + WAIT_S


async def _until_noted(database_url: str) -> None:
    engine = create_engine(database_url)
    async with asyncio.timeout(10):
        while True:
            with engine.connect() as connection:
                if connection.execute(text("SELECT count(*) FROM sending_pauses")).scalar():
                    break
            await asyncio.sleep(0.02)
    engine.dispose()
