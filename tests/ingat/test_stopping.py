"""The word to stop is heard, in whatever moment it comes."""

import asyncio
from datetime import UTC, datetime
from typing import cast

import pytest
from structlog.testing import capture_logs

from bot.delivery.limits import Limiter
from bot.delivery.planning import Planner
from bot.delivery.recorder import Recorder
from bot.delivery.sender import Sender
from bot.delivery.settling import Settling
from crm.kernel.database import Database
from crm.kernel.errors import DatabaseUnavailableError
from ingat.running import take_last_step


def _sender(database: Database) -> Sender:
    limiter = Limiter()
    recorder = Recorder(database.writer, lambda: datetime.now(UTC))
    return Sender(
        database=database,
        planner=cast(Planner, None),  # it holds no lease, and calls nobody
        limiter=limiter,
        account="42",
        settling=Settling(recorder, limiter, "42", lambda: datetime.now(UTC), lambda due, why: why),
        now=lambda: datetime.now(UTC),
        manners=lambda: None,
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("steps_later", range(6))
async def test_a_sender_that_is_woken_in_that_very_moment_stops(database: Database, steps_later: int) -> None:
    sender = _sender(database)
    running = asyncio.create_task(sender.run(lambda: False, lambda: None))
    await asyncio.sleep(0.015)
    sender.wake()
    for _ in range(steps_later):
        await asyncio.sleep(0)
    running.cancel()

    ended, _ = await asyncio.wait({running}, timeout=1)
    assert ended


async def test_a_last_step_that_needs_a_database_which_is_gone_keeps_nobody_from_stopping() -> None:
    async def release() -> None:
        raise DatabaseUnavailableError("gone")

    with capture_logs() as logs:
        await take_last_step(release)
    assert [entry["event"] for entry in logs] == ["not_finished"]


async def test_a_fault_of_ours_in_a_last_step_is_not_hidden() -> None:
    async def release() -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        await take_last_step(release)
