"""One transaction's access to the database."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.kernel.errors import DatabaseUnavailableError, is_unavailable

type_of_parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """Runs Core statements in one transaction. Whoever opened it commits it; the functions that take it never do.

    `touched` collects the names of what was changed and waited for elsewhere (`deliveries`), for after the commit.
    """

    __slots__ = ("connection", "is_sqlite", "touched")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.touched: set[str] = set()

    def execute(
        self, statement: Executable, parameters: type_of_parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        return self.connection.execute(statement, parameters)

    def scalar(self, statement: Executable, parameters: type_of_parameters | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, parameters).scalar()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside if it raises, and raise on. The transaction around it goes on.

        Raises DatabaseUnavailableError where the database has given up the whole transaction: nothing can go on then.
        """
        touched = set(self.touched)
        self.connection.exec_driver_sql("SAVEPOINT step")
        try:
            yield
        except BaseException as error:
            if is_unavailable(error):
                raise
            if not is_still_open(self.connection):
                raise DatabaseUnavailableError("the database gave up the transaction") from error
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT step")
            self.connection.exec_driver_sql("RELEASE SAVEPOINT step")
            self.touched = touched
            raise
        self.connection.exec_driver_sql("RELEASE SAVEPOINT step")

    def database_now(self) -> datetime:
        """Return the database's own time, which all processes on it share. SQLite's is this machine's."""
        if self.is_sqlite:
            return datetime.now(UTC)
        moment: datetime = self.scalar(text("SELECT clock_timestamp()"))
        return moment.astimezone(UTC)


def is_still_open(connection: Connection) -> bool:
    """Tell whether the transaction is still there: SQLite rolls the whole of it back on a full disk."""
    dbapi_connection = connection.connection.dbapi_connection
    return bool(getattr(dbapi_connection, "in_transaction", True))


def insert_new(table: Table, *returning: str) -> tuple[Executable, Executable]:
    """Build `INSERT … ON CONFLICT DO NOTHING` for SQLite and PostgreSQL, returning the named columns of a new row.

    Both are built once, at import: choose with `session.is_sqlite`.
    """
    columns = [table.c[name] for name in returning]
    sqlite = sqlite_insert(table).on_conflict_do_nothing()
    postgresql = postgresql_insert(table).on_conflict_do_nothing()
    if not columns:
        return sqlite, postgresql
    return sqlite.returning(*columns), postgresql.returning(*columns)


def scalar_of_new(session: Session, statements: tuple[Executable, Executable], values: Mapping[str, Any]) -> Any:
    """Insert a row and return its first returned column, or None where the row was there already."""
    return session.execute(statements[0 if session.is_sqlite else 1], values).scalar()
