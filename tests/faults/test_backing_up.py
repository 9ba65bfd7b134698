"""Backing up and restoring beside a process that writes, and in the middle of being killed."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS
from tests.postgres import programs_folder


async def test_what_is_backed_up_while_customers_write_brings_all_back(
    start: Start, promises: Promises, tmp_path: Path
) -> None:
    ingat = partial(start, settings={"PATH": f"{programs_folder()}{os.pathsep}{os.environ['PATH']}"})
    early, late = tmp_path / "early", tmp_path / "late"
    running = ingat("run", short_leases=True)  # the backup holds them, too
    await running.ready()
    writing = asyncio.create_task(_write(promises))
    assert await ingat("backup", str(early), kill_in_backup=True).ended() == -signal.SIGKILL
    assert not early.exists(), "not even half of it"
    assert await ingat("backup", str(early)).ended() == 0
    await writing
    await promises.are_kept()
    assert await ingat("backup", str(late)).ended() == 0

    refused = ingat("restore", str(early))
    assert await refused.ended() == 1
    assert "in use" in refused.logged
    running.signalled(signal.SIGTERM)
    assert await running.ended() == 0
    promises.close()  # it looks into the same database
    for backup in (early, late):
        restoring = ingat("restore", str(backup))
        assert await restoring.ended() == 0, restoring.logged

    start("run", short_leases=True)
    await promises.says("Siti 0", QUESTIONS[1])
    await promises.are_kept()


async def _write(promises: Promises) -> None:
    for question in QUESTIONS[:4]:
        for number in range(5):
            await promises.says(f"Siti {number}", question)
        await asyncio.sleep(0.2)
