"""What was recorded is indexed beside the path, also after the database was away, and by several processes once."""

import asyncio

import pytest

from bot.indexing import CHUNK, PAUSE_S, PAUSE_WHILE_MORE_WAITS_S, index_for_ever, index_once
from crm.customers.searching import find_customers
from crm.history.indexing import count_not_indexed
from crm.kernel.database import Database, open_database
from tests.history.remembering import found, reading, says
from tests.history.talking import someone


async def test_all_that_waits_is_indexed_chunk_by_chunk(database: Database) -> None:
    siti = someone(database)
    for number in range(CHUNK + 10):
        says(database, siti, f"kopi {number}")
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await index_for_ever(database, lambda: None, sleep)
    assert pauses == [PAUSE_WHILE_MORE_WAITS_S, PAUSE_S, PAUSE_S]
    assert reading(database, count_not_indexed) == 0
    assert found(database, "17") == ["kopi 17"]


async def test_several_processes_index_each_line_once(database_url: str) -> None:
    processes = [open_database(database_url) for _ in range(3)]
    siti = someone(processes[0])
    for number in range(30):
        says(processes[0], siti, f"kopi {number}")
    await asyncio.gather(*(index_once(process) for process in processes))
    assert reading(processes[0], count_not_indexed) == 0
    assert found(processes[0], "kopi") == [f"kopi {number}" for number in range(29, -1, -1)]
    for process in processes:
        process.close()


async def test_a_database_that_does_not_answer_is_waited_for(database: Database) -> None:
    says(database, someone(database), "kopi")
    await asyncio.to_thread(database.writer.close)
    rounds: list[float] = []

    async def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await index_for_ever(database, lambda: None, sleep)
    assert reading(database, count_not_indexed) == 1


async def test_people_are_found_by_name_soon_after_they_are_met(database: Database) -> None:
    someone(database)  # her name is Siti
    await index_once(database)
    assert reading(database, lambda session: [each.name for each in find_customers(session, "siti")]) == ["Siti"]
