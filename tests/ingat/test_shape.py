"""Whether a database is in shape is told without Alembic, and as Alembic tells it."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text

from crm.kernel.database import Database, open_database
from ingat.migrating import upgrade
from ingat.shape import MIGRATIONS, is_in_shape, newest_revisions


def test_the_newest_revision_is_the_one_that_alembic_names() -> None:
    assert newest_revisions() == {ScriptDirectory(str(MIGRATIONS)).get_current_head()}


def test_a_database_is_in_shape_once_it_was_upgraded(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'ingat.db'}")
    assert not is_in_shape(database)
    upgrade(database)
    assert is_in_shape(database)
    database.close()


def test_a_migrated_database_is_in_shape(database: Database) -> None:
    assert is_in_shape(database)


def test_a_database_of_another_version_is_not_in_shape(database: Database) -> None:
    with database.write_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_in_shape(database)
