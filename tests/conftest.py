"""What tests share: a clean database of each kind, and a business to speak for."""

import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import bot.models  # noqa: F401 its tables must be declared
import crm.cases.models
import crm.consent.models
import crm.orders.models
import crm.staff.models  # noqa: F401 its tables must be declared
from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database, open_database
from ingat.business import load_business
from ingat.migrating import upgrade
from tests.postgres import PostgresServer, running_postgres

DEMO = Path(__file__).parents[1] / "demo"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run one PostgreSQL server for all tests of this process."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an empty database in shape, to copy from."""
    path = tmp_path_factory.mktemp("template") / "ingat.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a clean database in shape, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'ingat.db')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a clean database, on each of the two kinds."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@lru_cache
def demo_snapshot() -> Snapshot:
    """Return the demo business as it is shipped."""
    read = load_business(DEMO)
    return Snapshot(read.business, read.matcher, read.wording, outlets=read.outlets)


@pytest.fixture
def snapshot() -> Snapshot:
    """The demo business as it is shipped."""
    return demo_snapshot()
