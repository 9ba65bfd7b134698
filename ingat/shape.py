"""Whether a database has this code's shape, told without Alembic: nearly every start finds that it has."""

import re
from pathlib import Path
from typing import Final

from sqlalchemy import column, inspect, select, table

from crm.kernel.database import Database

MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"

_REVISION: Final = re.compile(r'^revision\b.*= "(\w+)"$', re.MULTILINE)
_BEFORE: Final = re.compile(r'^down_revision\b.*= "(\w+)"$', re.MULTILINE)
_VERSION: Final = "alembic_version"


def is_in_shape(database: Database) -> bool:
    """Tell whether no migration is missing. A database that this code does not know is not in shape either."""
    with database.write_engine.connect() as connection, connection.begin():
        if not inspect(connection).has_table(_VERSION):
            return False
        return connection.scalar(select(column("version_num")).select_from(table(_VERSION))) in newest_revisions()


def newest_revisions() -> frozenset[str]:
    """Return the revisions that no other builds on; there is one."""
    texts = [file.read_text(encoding="utf-8") for file in (MIGRATIONS / "versions").glob("*.py")]
    made = {revision for text in texts for revision in _REVISION.findall(text)}
    return frozenset(made.difference(*(_BEFORE.findall(text) for text in texts)))
