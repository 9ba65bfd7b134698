"""Several processes that start in the same moment on a database that is not in shape: one migrates, all come up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that holds nothing at all: on SQLite not even a file."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.new_database(template="template0")
    yield url
    server.drop(url)


async def test_all_come_up_and_serve(start: Start, promises: Promises) -> None:
    processes = [start(half) for half in ("bot", "sender", "bot", "sender")]
    for process in processes:
        await process.ready()

    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    assert all("Traceback" not in process.logged for process in processes)


async def test_only_one_migrates_and_the_rest_agree(start: Start) -> None:
    processes = [start("db", "upgrade") for _ in range(4)]
    assert [await process.ended() for process in processes] == [0] * 4, [process.logged for process in processes]
    assert {process.said for process in processes} == {"The database is up to date.\n"}
