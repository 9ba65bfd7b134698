"""SIGKILL at each step, and at any moment."""

import asyncio
import signal
from random import Random

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises, calls_have_arrived
from tests.faults.questions import QUESTIONS

KILLS = 10


async def test_a_process_killed_before_it_sends_answers_once_after_its_restart(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    process = start("run", short_leases=True)
    await process.logs("lease_taken")
    await promises.says("Siti Satu", QUESTIONS[0])
    await telegram.sees_call("getUpdates", within_s=15)  # answered: it was waiting for this
    await process.killed()

    for number, step in enumerate(("kill_before_commit", "kill_after_commit"), start=1):
        process = start("run", short_leases=True, **{step: "INSERT INTO interactions"})
        await promises.says(f"Siti {step}", QUESTIONS[number])
        assert await process.ended() == -signal.SIGKILL

    start("run", short_leases=True)
    await promises.are_kept()


async def test_a_process_killed_while_it_sends_answers_again_after_its_restart(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    await telegram.faults.no_answer(methods=["sendMessage"], times=1)
    for count in (1, 2):  # the first call is not carried out, the second is; neither is ever answered
        process = start("run", short_leases=True)
        await promises.says(f"Siti {count}", QUESTIONS[count])
        await calls_have_arrived(telegram, count)
        await telegram.faults.accepted_no_answer(methods=["sendMessage"], times=1)
        await process.killed()
    await telegram.faults.end()

    process = start("run", short_leases=True, kill_before_commit="INSERT INTO sent_messages")
    await promises.says("Siti 3", QUESTIONS[3])
    assert await process.ended() == -signal.SIGKILL

    start("run", short_leases=True)
    await promises.are_kept(may_repeat=True)


async def test_an_album_and_a_greeting_get_one_answer_though_it_is_killed_between_their_parts(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    siti = await telegram.newcomer("Siti")
    await siti.sends("album", items=[{"kind": "photo"}] * 3)
    budi = await promises.says("Budi", "Halo")
    await promises.says("Budi", QUESTIONS[0])
    process = start("run", short_leases=True, kill_after_commit="UPDATE conversations SET decide_at")
    assert await process.ended() == -signal.SIGKILL
    await asyncio.sleep(1.6)  # and the put-off answer is due before all is there

    start("run", short_leases=True)
    await siti.sees(within_s=15)
    await promises.are_kept()
    for person in (siti, budi):
        assert len([message for message in await person.history() if message.is_from_bot]) == 1


async def test_ten_kills_in_a_load_lose_nothing(start: Start, promises: Promises) -> None:
    seeded = Random(5)  # noqa: S311 the same in each run, and no secret

    async def writes(name: str) -> None:
        for question in QUESTIONS[:3]:
            await promises.says(name, question)
            await asyncio.sleep(seeded.uniform(0.5, 5))

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(writes(f"Budi {number}"))
        for _ in range(KILLS):
            process = start("run", short_leases=True)
            await process.ready()
            await asyncio.sleep(seeded.uniform(0.1, 0.8))
            await process.killed()

    start("run", short_leases=True)
    await promises.are_kept(may_repeat=True)
