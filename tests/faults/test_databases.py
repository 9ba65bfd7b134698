"""A database that goes away and comes back."""

import asyncio
import os
import resource
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS
from tests.postgres import PostgresServer

LOCKED_S = 7.0
UPDATES_WAIT = "updates wait at Telegram"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@on_postgres
async def test_backends_may_be_terminated_at_any_moment(
    start: Start, promises: Promises, postgres: PostgresServer, database_url: str
) -> None:
    process = start("run")
    await process.ready()
    for number in range(10):
        await asyncio.gather(*(promises.says(f"Siti {number} {each}", QUESTIONS[each]) for each in range(3)))
        await asyncio.to_thread(_terminate_all, postgres, database_url)

    await promises.are_kept(may_repeat=True)
    assert process.status is None


def _terminate_all(postgres: PostgresServer, database_url: str) -> None:
    name = make_url(database_url).database
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 ours


@on_postgres
async def test_a_connection_may_be_lost_in_the_middle_of_a_commit(start: Start, promises: Promises) -> None:
    process = start("run", lose_commits={"before": 2, "after": 3})
    for number, question in enumerate(QUESTIONS):
        await promises.says(f"Siti {number}", question)

    await promises.are_kept()
    assert "transaction_lost" in process.logged


@on_postgres
async def test_a_postgres_that_takes_no_connections_for_a_while_is_waited_for(
    start: Start, promises: Promises, postgres: PostgresServer, database_url: str
) -> None:
    process = start("run")
    await process.logs("lease=receiver")  # without its lease it would not poll, and meet nothing
    name = make_url(database_url).database
    await asyncio.to_thread(postgres.run, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    await asyncio.to_thread(_terminate_all, postgres, database_url)
    await promises.says("Siti", QUESTIONS[0])
    await process.logs(UPDATES_WAIT)
    await asyncio.to_thread(postgres.run, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    await promises.are_kept()
    assert process.status is None


@on_sqlite
async def test_a_sqlite_file_locked_by_another_process_is_waited_for(
    start: Start, promises: Promises, database_url: str
) -> None:
    process = start("run")
    await process.ready()
    other = sqlite3.connect(make_url(database_url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await promises.says("Siti", QUESTIONS[0])
    await asyncio.sleep(LOCKED_S)
    other.execute("ROLLBACK")
    other.close()

    await promises.are_kept()
    assert "transaction_lost" in process.logged
    assert process.status is None


@on_sqlite
async def test_a_full_disk_acknowledges_nothing_and_loses_nothing(
    start: Start, promises: Promises, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    process = start("run", full_while=str(full))
    await process.ready()
    full.touch()
    for number in range(30):
        await promises.says(f"Siti {number}", f"{QUESTIONS[number % 6]} {'Terima kasih. ' * 200}")
    await process.logs(UPDATES_WAIT)
    full.unlink()

    await promises.are_kept()


@on_sqlite
async def test_a_disk_on_which_no_file_may_grow_acknowledges_nothing_and_loses_nothing(
    start: Start, promises: Promises, database_url: str
) -> None:
    """The system itself refuses: to SQLite that is an error of the disk, which it tells apart from a full one."""
    process = start("run")
    await process.ready()
    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    file = make_url(database_url).database or ""
    most_bytes = max(_size_of(file), _size_of(f"{file}-wal")) + 4096
    resource.prlimit(process.process_id, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    for number in range(60):  # how much still fits into the log depends on when its pages were written back last
        await promises.says(f"Siti {number}", f"{QUESTIONS[number % 6]} {'Terima kasih. ' * 200}")
        if number >= 10 and UPDATES_WAIT in process.logged:
            break
    await process.logs(UPDATES_WAIT)
    resource.prlimit(process.process_id, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    await promises.are_kept()
    assert process.status is None


@on_postgres
async def test_a_server_with_a_full_disk_acknowledges_nothing_and_loses_nothing(
    start: Start, promises: Promises, postgres: PostgresServer, database_url: str
) -> None:
    process = start("run")
    await process.ready()
    for statement in FULL_DISK:
        await asyncio.to_thread(postgres.run, statement, database_url)
    for number, question in enumerate(QUESTIONS):
        await promises.says(f"Siti {number}", question)
    await process.logs(UPDATES_WAIT)
    await asyncio.to_thread(postgres.run, "DROP TRIGGER full_disk ON interactions", database_url)

    await promises.are_kept()
    assert process.status is None


FULL_DISK = (
    """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$""",
    "CREATE TRIGGER full_disk BEFORE INSERT ON interactions EXECUTE FUNCTION full_disk()",
)


@on_sqlite
async def test_a_reader_that_holds_the_log_is_named_and_stops_nothing(
    start: Start, promises: Promises, database_url: str
) -> None:
    file = make_url(database_url).database or ""
    process = start("run", warn_of_log_above=300_000)
    await process.ready()
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM interactions").fetchall()
    while "sqlite_log_grows" not in process.logged:
        await asyncio.gather(*(promises.says(f"Siti {number}", QUESTIONS[number]) for number in range(5)))
        await promises.are_kept()
    assert f"process {os.getpid()} (" in process.logged
    reader.close()

    grown_bytes = [0]
    async with asyncio.timeout(10):
        while grown_bytes[-1] != _size_of(f"{file}-wal"):  # until the log is begun again from its start
            grown_bytes.append(_size_of(f"{file}-wal"))
            await promises.says("Siti 0", QUESTIONS[0])
            await promises.are_kept()


def _size_of(file: str) -> int:
    return Path(file).stat().st_size


@on_sqlite
async def test_a_second_process_may_write_in_chunks_beside_a_running_one(
    start: Start, promises: Promises, database_url: str
) -> None:
    process = start("run")
    await process.ready()
    imports = asyncio.create_task(asyncio.to_thread(_write_in_chunks, make_url(database_url).database or ""))
    while not imports.done():
        for number in range(5):
            await promises.says(f"Siti {number}", QUESTIONS[number])
        await promises.are_kept()

    await imports
    assert "database_unavailable" not in process.logged


def _write_in_chunks(file: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None, timeout=5)
    for chunk in range(60):
        connection.execute("BEGIN IMMEDIATE")
        rows = ((0, "import", "row", f"{chunk}:{number}") for number in range(2000))
        connection.executemany("INSERT INTO audit_entries (at, actor, action, subject) VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()
