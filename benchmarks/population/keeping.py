"""Populations on disk: built once, kept for the next run, built anew when the tables or the rows have changed."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from benchmarks.figures_of_a_run import NothingMeasuredError
from benchmarks.population.filling import fill
from benchmarks.population.people import Population
from benchmarks.postgres import create_database, running_postgres
from crm.kernel.database import open_database
from ingat.migrating import upgrade
from ingat.shape import MIGRATIONS

BYTES_PER_INTERACTION: Final = 1500
"""Of disk, in both databases together, with everything around it."""

_DATABASE: Final = "population"
_POSTGRES_WHILE_BUILDING: Final = (
    "fsync=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "maintenance_work_mem=512MB",
)
_SQLITE_WHILE_BUILDING: Final = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the databases of one population are kept: under `folder`, beside those of others."""

    folder: Path
    population: Population
    say: Callable[[str], None]

    @property
    def _home(self) -> Path:
        return self.folder / f"population-{self.population.customers}-{_fingerprint(self.population)}"

    def is_built(self) -> bool:
        """Say whether both databases are there."""
        return (self._home / "ingat.db").exists() and (self._home / "postgres").exists()

    def sqlite(self) -> Path:
        """Return the SQLite file, built if need be. Raises `NothingMeasuredError` where the disk is too full."""
        return self._built("ingat.db", lambda file: build_sqlite(file, self.population))

    def postgres(self) -> Path:
        """Return the folder of a PostgreSQL server, built if it is not there. See `address_in`."""
        return self._built("postgres", lambda folder: _build_postgres(folder, self.population))

    def _built(self, name: str, build: Callable[[Path], None]) -> Path:
        finished = self._home / name
        if finished.exists():
            return finished
        self._remove_others()
        needed = self.population.interactions * BYTES_PER_INTERACTION
        if shutil.disk_usage(self.folder).free < needed:
            raise NothingMeasuredError(f"a population of this size needs {needed / 1e9:.0f} GB of disk")
        self.say(f"building {self.population.customers:,} customers in {finished}, once")
        partial = self._home / "partial" / name
        shutil.rmtree(partial.parent, ignore_errors=True)
        partial.parent.mkdir(parents=True)
        build(partial)
        os.sync()
        partial.rename(finished)
        shutil.rmtree(partial.parent)
        return finished

    def _remove_others(self) -> None:
        """Remove what was built of as many customers for other tables or rows."""
        for other in self.folder.glob(f"population-{self.population.customers}-*"):
            if other != self._home:
                shutil.rmtree(other)


def address_in(address_of: Callable[[str], str]) -> str:
    """Return the address of the population's database on its server."""
    return address_of(_DATABASE)


def _fingerprint(population: Population) -> str:
    """Tell apart what would not be built alike. Before a release the first migration itself may change."""
    sources = [*sorted(MIGRATIONS.glob("versions/*.py")), *sorted(Path(__file__).parent.glob("*.py"))]
    found = hashlib.sha256(repr(population).encode())
    for source in sources:
        found.update(source.read_bytes())
    return found.hexdigest()[:12]


def build_sqlite(file: Path, population: Population) -> None:
    """Make a SQLite database with this population."""
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # a log of all of it would be as large again
    _fill(_hasty_sqlite(file), population)


def _hasty_sqlite(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        for pragma in _SQLITE_WHILE_BUILDING:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _build_postgres(folder: Path, population: Population) -> None:
    with running_postgres(folder, _POSTGRES_WHILE_BUILDING) as address_of:
        create_database(address_of, _DATABASE)
        database = open_database(address_in(address_of))
        upgrade(database)
        database.close()
        engine = create_engine(address_in(address_of))
        _fill(engine, population)
        engine = create_engine(address_in(address_of), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:  # what a server does by itself, a little later
            connection.execute(text("VACUUM (ANALYZE)"))
        engine.dispose()


def _fill(engine: Engine, population: Population) -> None:
    with engine.begin() as connection:
        fill(connection, population)
    engine.dispose()
