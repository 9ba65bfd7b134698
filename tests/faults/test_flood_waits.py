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
    await telegram.faults.too_many_requests(retry_after=WAIT_S, methods=["sendMessage"])
    for name in ("Siti", "Budi"):
        await promises.says(name, QUESTIONS[0])
    await telegram.sees_call("sendMessage", count=2)
    await _until_noted(database_url)
    await first.killed()
    refused = len(await telegram.calls("sendMessage"))

    second = start("run", settings={"INGAT_LIMITS": "on"}, short_leases=True)
    await second.ready()
    for name in ("Emma", "Ayu", "Rudi"):  # whom no 429 was about yet
        await promises.says(name, QUESTIONS[1])
    await telegram.sees_call("sendMessage", count=refused + 1)
    await asyncio.sleep(0.5)  # long enough for all of them, had they not to wait for the one that tried
    assert len(await telegram.calls("sendMessage")) == refused + 1
    await telegram.faults.end()

    await promises.are_kept()
    answers = [call for call in await telegram.calls("sendMessage") if call["outcome"] == "ok"]
    assert len(answers) == 5


async def _until_noted(database_url: str) -> None:
    engine = create_engine(database_url)
    async with asyncio.timeout(10):
        while True:
            with engine.connect() as connection:
                if connection.execute(text("SELECT count(*) FROM sending_pauses")).scalar():
                    break
            await asyncio.sleep(0.02)
    engine.dispose()
