"""The same from the outside: `python -m ingat`, as an owner starts it."""

import asyncio
import signal
import sys

import pytest

from tests.faults.processes import REPOSITORY
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_ingat_as_its_owner_starts_it_answers_and_stops_within_seconds(
    environment: dict[str, str], promises: Promises
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingat", "run", cwd=REPOSITORY, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await promises.says("Siti", QUESTIONS[0])
        await promises.are_kept(within_s=60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), timeout=8) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
