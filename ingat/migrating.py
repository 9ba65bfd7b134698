"""Bringing the database to this code's shape. Of processes that start at once, one migrates and the rest wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from crm.kernel.database import Database
from crm.kernel.errors import DatabaseTooNewError
from ingat.shape import MIGRATIONS

WAITS_MS = 60_000
"""How long one process waits for another that migrates, and a migration for the tables that it changes."""

_MIGRATING = int.from_bytes(b"Ingat")
_wait_longer = text(f"SET LOCAL lock_timeout = {WAITS_MS}")
_lock = text(f"SELECT pg_advisory_xact_lock({_MIGRATING})")


def known_revisions() -> frozenset[str]:
    """Return the revisions of the database that this code knows."""
    return _revisions_in(ScriptDirectory.from_config(_config()))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _revisions_in(scripts: ScriptDirectory) -> frozenset[str]:
    return frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing, as far as `to`.

    Raises DatabaseTooNewError for a database that this code does not know.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    with database.write_engine.connect() as connection:
        with connection.begin():
            if _is_in_shape(connection, scripts):
                return
        with _rows_that_move(connection), connection.begin():
            _wait_for_others(connection)
            if not _is_in_shape(connection, scripts):  # or another process was quicker
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                _refuse_orphans(connection)


@contextmanager
def _rows_that_move(connection: Connection) -> Iterator[None]:
    """Let SQLite copy a table to change a column, and drop the old one, though other tables' rows point to it.

    It watches over foreign keys or not for a whole transaction: so all of them are looked through at its end.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise RuntimeError("a migration has left rows that point to nothing")


def _wait_for_others(connection: Connection) -> None:
    """Hold back every other process that would migrate, until this transaction ends. SQLite's has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(_wait_longer)
        connection.execute(_lock)


def _is_in_shape(connection: Connection, scripts: ScriptDirectory) -> bool:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in _revisions_in(scripts):
        raise DatabaseTooNewError(current)
    return current == scripts.get_current_head()
