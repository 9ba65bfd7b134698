"""The database, open and in this code's shape; or, in one line, why it cannot be."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from crm.kernel.database import Database, open_database
from crm.kernel.errors import is_unavailable, is_worth_another_run
from ingat.settings import Settings
from ingat.shape import is_in_shape
from ingat.supervision import FatalError

NOT_ALLOWED = "42501"  # PostgreSQL's insufficient_privilege


def open_in_shape(settings: Settings) -> Database:
    """Open the database and run the migrations that are missing.

    Raises FatalError, in plain words, where only the owner can help, and DatabaseTooNewError.
    """
    make_data_dir(settings.ingat_data_dir)
    database = _opened(settings.resolved_database_url())
    try:
        if not is_in_shape(database):
            from ingat.migrating import upgrade  # noqa: PLC0415 Alembic is large, and hardly ever needed

            upgrade(database)
    except DBAPIError as error:
        database.close()
        if _is_the_owners(error):
            raise FatalError(what_is_wrong(error)) from error
        raise
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def in_shape(settings: Settings) -> Iterator[Database]:
    """Open the database for the length of a block."""
    database = open_in_shape(settings)
    try:
        yield database
    finally:
        database.close()


def make_data_dir(folder: Path) -> None:
    """Make the data folder if there is none, and make sure that files can be written there. Raises FatalError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FatalError(f"INGAT_DATA_DIR: nothing can be kept in {folder} ({error.strerror}).") from None


def _opened(url: str) -> Database:
    try:
        return open_database(url)
    except ModuleNotFoundError as error:
        raise FatalError(f"PostgreSQL needs {error.name}. Install it: pip install 'ingat[postgres]'") from None


def _is_the_owners(error: DBAPIError) -> bool:
    """Tell whether the database, or the way to it, is wrong, and not what we ask of it."""
    has_no_right = getattr(error.orig, "sqlstate", None) == NOT_ALLOWED
    return error.statement is None or has_no_right or is_unavailable(error) or is_worth_another_run(error)


def what_is_wrong(error: BaseException) -> str:
    """Return the driver's words, on one line, and where to look. They name no password and no customer."""
    words = " ".join(str(getattr(error, "orig", None) or error.__cause__ or error).split())
    return f"The database cannot be used ({words}). Check DATABASE_URL and INGAT_DATA_DIR."
