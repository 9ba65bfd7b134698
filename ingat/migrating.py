"""Bringing the database to this code's shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from crm.kernel.database import Database
from crm.kernel.errors import DatabaseTooNewError

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def known_revisions() -> frozenset[str]:
    """Return the revisions of the database that this code knows."""
    return _revisions_in(ScriptDirectory.from_config(_config()))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _revisions_in(scripts: ScriptDirectory) -> frozenset[str]:
    return frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(database: Database) -> None:
    """Run the migrations that are missing. Raises DatabaseTooNewError for one that this code does not know."""
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    known = _revisions_in(scripts)
    with database.write_engine.connect() as connection:
        with connection.begin():
            current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise DatabaseTooNewError(current)
        if current == scripts.get_current_head():
            return
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
