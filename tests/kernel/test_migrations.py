"""The migrations make what the models declare."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm.kernel.database import Database, open_database
from crm.kernel.errors import DatabaseTooNewError
from crm.kernel.models import Base
from crm.kernel.token_index import is_token_index
from ingat.migrating import upgrade


def test_models_and_migrations_agree(database: Database) -> None:
    with database.write_engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or not is_token_index(name)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)


def test_a_database_newer_than_the_code_is_refused(database: Database) -> None:
    database.writer.run(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseTooNewError):
        upgrade(database)


_BEFORE = (
    "INSERT INTO customers VALUES (1, 1, 'Siti', NULL, 0, 0)",
    "INSERT INTO channel_identities VALUES (1, 1, 'telegram', '7', NULL, NULL, 0, NULL, NULL)",
    "INSERT INTO chats VALUES (1, 'telegram', '42', '7', 'private', 1, NULL, NULL, NULL)",
    "INSERT INTO conversations VALUES (1, 1, 1, 'bot', 0, 0, NULL, NULL, NULL, NULL)",
    "INSERT INTO interactions VALUES (5, 1, 1, 'inbound', 'photo', 'Halo', NULL, 'customer', 0, 0, 'a', 1, NULL)",
    "INSERT INTO media VALUES (1, 1, 5, 'photo', 'x', NULL, NULL, NULL, 'waiting', NULL, NULL, 0, NULL)",
)


def test_what_points_to_a_table_that_is_made_anew_is_kept(tmp_path: Path) -> None:
    """SQLite changes a column by copying its table and dropping the old one, rows that point to it or not."""
    opened = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(opened, "0001")
    opened.writer.run(lambda session: [session.execute(text(statement)) for statement in _BEFORE])
    upgrade(opened)
    with opened.reading() as session:
        assert session.scalar(text("SELECT interaction_id FROM media")) == 5
        assert session.scalar(text("SELECT text FROM interactions")) == "Halo"
    with opened.write_engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    with pytest.raises(IntegrityError):
        opened.writer.run(lambda session: session.execute(text("DELETE FROM interactions")))
    opened.close()
