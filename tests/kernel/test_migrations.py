"""The migrations make what the models declare."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from crm.kernel.database import Database
from crm.kernel.errors import DatabaseTooNewError
from crm.kernel.models import Base
from ingat.migrating import upgrade


def test_models_and_migrations_agree(database: Database) -> None:
    with database.write_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)


def test_a_database_newer_than_the_code_is_refused(database: Database) -> None:
    database.writer.run(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseTooNewError):
        upgrade(database)
