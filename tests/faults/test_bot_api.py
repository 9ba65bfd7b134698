"""A Telegram that refuses, answers rubbish or says nothing, and recovers."""

import asyncio

import pytest
from sqlalchemy import create_engine, text

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises, calls_have_arrived
from tests.faults.questions import QUESTIONS

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # where the database plays no part


async def test_one_chat_that_must_wait_an_hour_holds_up_nobody_else(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    process = start("run", settings={"INGAT_LIMITS": "on"})
    await process.ready()
    siti = await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    await telegram.faults.too_many_requests(retry_after=3600, chats=[siti.user_id])
    await promises.says("Siti", QUESTIONS[1])
    await telegram.sees_call("sendMessage", count=2)

    for number in range(5):
        await promises.says(f"Budi {number}", QUESTIONS[number])

    await promises.are_kept(waiting_chat=siti.user_id)
    assert len(await telegram.calls("sendMessage", siti.user_id)) == 2


async def test_errors_rubbish_and_lost_connections_pass(start: Start, telegram: Simulator, promises: Promises) -> None:
    await telegram.faults.server_error(methods=["getUpdates", "sendMessage"], share=0.3)
    await telegram.faults.garbage(methods=["getUpdates", "sendMessage"], share=0.2)
    await telegram.faults.closed(methods=["getUpdates", "sendMessage"], share=0.2)
    await telegram.faults.order("no_answer", methods=["getUpdates", "sendMessage"], share=0.1, seconds=1.0)
    process = start("run")
    await process.ready()
    for number in range(12):
        await promises.says(f"Siti {number}", QUESTIONS[number % 6])
        await asyncio.sleep(0.2)
    await telegram.faults.end()

    await promises.are_kept(may_repeat=True)
    assert process.status is None


async def test_a_refusal_that_began_before_the_customers_last_sign_of_life_closes_nothing(
    start: Start, telegram: Simulator, database_url: str
) -> None:
    start("run")
    siti = await telegram.newcomer("Siti")
    blocked = {"description": "Forbidden: bot was blocked by the user", "status": 403, "methods": ["sendMessage"]}
    await telegram.faults.order("refused", **blocked, times=1, seconds=1.0)
    await siti.says(QUESTIONS[0])
    await calls_have_arrived(telegram, 1)
    await siti.says(QUESTIONS[1])  # and the call that was refused is still under way
    await siti.sees(within_s=10)
    await _comes_to(database_url, None, ["suppressed", "sent"])

    await telegram.faults.order("refused", **blocked, times=1)
    await siti.says(QUESTIONS[2])
    await _comes_to(database_url, "blocked", ["suppressed", "sent", "suppressed"])
    await siti.says(QUESTIONS[3])
    await siti.sees(within_s=10)
    await _comes_to(database_url, None, ["suppressed", "sent", "suppressed", "sent"])


async def _comes_to(url: str, reason: str | None, states: list[str]) -> None:
    """Wait until the only customer's channel is closed for a reason, or open, and the deliveries have their states."""
    try:
        async with asyncio.timeout(10):
            while _standing(url) != (reason, states):  # noqa: ASYNC110 another process writes it
                await asyncio.sleep(0.05)
    except TimeoutError:
        assert _standing(url) == (reason, states)


def _standing(url: str) -> tuple[str | None, list[str]]:
    """Return why the only customer's channel is closed, and what became of all deliveries."""
    engine = create_engine(url)
    with engine.connect() as connection:
        reason = connection.execute(text("SELECT closed_reason FROM channel_identities")).scalar()
        states = list(connection.execute(text("SELECT state FROM deliveries ORDER BY id")).scalars())
    engine.dispose()
    return reason, states


@on_sqlite
async def test_a_token_that_is_revoked_while_ingat_runs_loses_nothing(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    process = start("run")
    await process.ready()
    await telegram.faults.refused("Unauthorized", status=401, methods=["sendMessage"])
    for number in range(3):
        await promises.says(f"Siti {number}", QUESTIONS[number])
    await process.logs("telegram_refuses ")
    await telegram.faults.refused("Unauthorized", status=401, methods=["getUpdates"])
    for number in range(3):
        await promises.says(f"Budi {number}", QUESTIONS[number])
    await process.logs("telegram_refuses_the_token")
    await telegram.sees_call("getUpdates", count=len(await telegram.calls("getUpdates")) + 2)
    await telegram.faults.end()

    await promises.are_kept()
    assert [process.logged.count(line) for line in ("telegram_refuses ", "telegram_refuses_the_token")] == [1, 1]
    assert "delivery_ended" not in process.logged
    assert process.status is None


@on_sqlite
async def test_a_question_for_updates_that_is_never_answered_is_given_up_and_asked_again(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    process = start("run", short_polls=True)
    await process.ready()
    await telegram.faults.no_answer(methods=["getUpdates"], times=2)
    await process.logs("polling_failed")
    await promises.says("Siti", QUESTIONS[0])

    await promises.are_kept()
    assert process.logged.count("polling_failed") == 2


async def test_a_telegram_that_is_silent_at_the_start_is_waited_for(
    start: Start, telegram: Simulator, promises: Promises
) -> None:
    await telegram.faults.server_error(methods=["getMe"], times=1)
    await telegram.faults.garbage(methods=["getMe"], times=1)
    await telegram.faults.closed(methods=["deleteWebhook"], times=1)
    await promises.says("Siti", QUESTIONS[0])
    start("run")

    await promises.are_kept()


async def test_a_call_that_ends_while_the_outbox_is_read_is_not_made_again(start: Start, promises: Promises) -> None:
    process = start("run", slow_reads=0.05)
    await process.ready()
    for number in range(20):
        await promises.says(f"Siti {number}", QUESTIONS[number % 6])
        await asyncio.sleep(0.02)

    await promises.are_kept()


@on_sqlite
@pytest.mark.parametrize("fault", ["server_error", "closed"])
async def test_sending_that_fails_is_told_when_it_begins_and_when_it_works_again(
    start: Start, telegram: Simulator, promises: Promises, fault: str
) -> None:
    process = start("run")
    await process.ready()
    await telegram.faults.order(fault, methods=["sendMessage"])
    for number in range(4):
        await promises.says(f"Siti {number}", QUESTIONS[number])
    await telegram.sees_call("sendMessage", count=8)
    await telegram.faults.end()

    await promises.are_kept(may_repeat=True)
    await process.logs("event=sending_works")
    assert [process.logged.count(f"event={line} ") for line in ("sending_fails", "sending_works")] == [1, 1]
    assert all(words not in process.logged for words in QUESTIONS[:4])
