"""Databases with a table of counters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.kernel.database import Database, open_database
from tests.kernel.counters import create_counters


@pytest.fixture
def counters(database: Database) -> Database:
    """A database with a table of counters beside its own."""
    database.writer.run(create_counters)
    return database


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with the same table: for what only one writer thread does."""
    database = open_database(f"sqlite:///{tmp_path / 'alone.db'}")
    database.writer.run(create_counters)
    yield database
    database.close()
