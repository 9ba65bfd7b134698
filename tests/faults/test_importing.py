"""An import beside an Ingat that serves customers from the same database, killed in the middle, and run again."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from crm.customers.models import Customer, CustomerDetails
from crm.kernel.database import open_database
from crm.kernel.models import table_of
from tests.faults.conftest import Start
from tests.faults.processes import REPOSITORY
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS

ROWS = 3_000
KNOWN = select(func.count()).select_from(table_of(Customer).join(table_of(CustomerDetails)))


def begin_import(file: Path, database_url: str, folder: Path) -> "subprocess.Popen[str]":
    """Start importing, as an owner would from a second terminal."""
    environment = {**os.environ, "DATABASE_URL": database_url, "INGAT_DATA_DIR": str(folder), "LANG": "en_US.UTF-8"}
    command = [sys.executable, "-m", "ingat", "import", "customers", str(file)]
    return subprocess.Popen(  # noqa: S603 ours
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
    )


def known(database_url: str) -> int:
    """Return how many customers are imported."""
    database = open_database(database_url)
    try:
        with database.reading() as session:
            return int(session.scalar(KNOWN))
    finally:
        database.close()


async def test_an_import_killed_in_the_middle_comes_to_the_same_end_and_nobody_waits_for_it(
    start: Start, promises: Promises, database_url: str, tmp_path: Path
) -> None:
    process = start("run")
    await process.ready()
    file = tmp_path / "pelanggan.csv"
    file.write_text("nama,hp\n" + "".join(f"Siti {n},0812{n:08}\n" for n in range(ROWS)), "utf-8")

    killed = begin_import(file, database_url, tmp_path)
    while not await asyncio.to_thread(known, database_url):
        assert killed.poll() is None
    killed.kill()
    killed.communicate()
    begun = await asyncio.to_thread(known, database_url)
    assert 0 < begun < ROWS

    again = begin_import(file, database_url, tmp_path)
    for number, question in enumerate(QUESTIONS):
        await promises.says(f"Budi {number}", question)
    said, _ = await asyncio.to_thread(again.communicate, timeout=120)

    assert said == f"{ROWS} rows: {ROWS - begun} new, 0 changed, {begun} as before, 0 refused.\n"
    assert await asyncio.to_thread(known, database_url) == ROWS
    await promises.are_kept()
    assert "locked" not in process.logged
