"""One transaction's access to the database."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from crm.kernel.errors import DatabaseUnavailableError, is_unavailable
from crm.kernel.prepared import Prepared, Row, Values

type_of_parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """Runs statements in one transaction. Whoever opened it commits it; the functions that take it never do.

    What runs for every message is `Prepared`: `rows`, `first`, `value`, `change`, `change_all`. All the rest goes
    through `execute` and `scalar`, which take any Core statement.
    `failure` is what the job raised when it ran before, if it asked to be run again (`RunAgainError`).
    `touched` collects the names of what was changed and waited for elsewhere (`deliveries`), for after the commit.
    """

    __slots__ = ("_dialect", "_driver", "connection", "failure", "is_sqlite", "touched")

    def __init__(self, connection: Connection, failure: Exception | None = None) -> None:
        self.connection = connection
        self._dialect = connection.dialect
        self._driver: Any = connection.connection.dbapi_connection
        self.is_sqlite = self._dialect.name == "sqlite"
        self.failure = failure
        self.touched: set[str] = set()

    def execute(
        self, statement: Executable, parameters: type_of_parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        return self.connection.execute(statement, parameters)

    def scalar(self, statement: Executable, parameters: type_of_parameters | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, parameters).scalar()

    def rows(self, statement: Prepared, values: Values) -> list[Row]:
        """Return all rows of a query."""
        form = statement.form(self._dialect, values)
        return [form.row(raw) for raw in self._run(form.sql, form.parameters(values)).fetchall()]

    def first(self, statement: Prepared, values: Values) -> Row | None:
        """Return the one row that a statement can give, or None."""
        form = statement.form(self._dialect, values)
        raw = self._run(form.sql, form.parameters(values)).fetchone()
        return None if raw is None else form.row(raw)

    def value(self, statement: Prepared, values: Values) -> Any:
        """Return the first column of the one row that a statement can give, or None."""
        row = self.first(statement, values)
        return None if row is None else row[0]

    def change(self, statement: Prepared, values: Values) -> int:
        """Run a statement that changes rows and return how many it changed."""
        form = statement.form(self._dialect, values)
        changed: int = self._run(form.sql, form.parameters(values)).rowcount
        return changed

    def change_all(self, statement: Prepared, rows: Sequence[Values]) -> None:
        """Run a statement once for each of several rows of values, all under the same names."""
        if len(rows) == 1:  # the drivers' way for many costs more for one
            self.change(statement, rows[0])
        elif rows:
            form = statement.form(self._dialect, rows[0])
            self._run(form.sql, [form.parameters(values) for values in rows], many=True)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside if it raises, and raise on. The transaction around it goes on.

        Raises DatabaseUnavailableError where the database has given up the whole transaction: nothing can go on then.
        """
        touched = set(self.touched)
        self._run("SAVEPOINT step", ())
        try:
            yield
        except BaseException as error:
            if is_unavailable(error):
                raise
            if not is_still_open(self.connection):
                raise DatabaseUnavailableError("the database gave up the transaction") from error
            self._run("ROLLBACK TO SAVEPOINT step", ())
            self._run("RELEASE SAVEPOINT step", ())
            self.touched = touched
            raise
        self._run("RELEASE SAVEPOINT step", ())

    def _run(self, sql: str, parameters: Any, *, many: bool = False) -> Any:
        cursor = self._driver.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(sql, parameters)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._as_everywhere(error, sql) from error
        return cursor

    def _as_everywhere(self, error: Any, sql: str) -> BaseException:
        """Return a driver's error as SQLAlchemy raises it, without the values: they are a customer's words."""
        is_gone = self._dialect.is_disconnect(error, self._driver, None)
        driver_error = self._dialect.loaded_dbapi.Error
        wrapped: BaseException = DBAPIError.instance(
            sql, None, error, driver_error, hide_parameters=True, connection_invalidated=is_gone, dialect=self._dialect
        )
        if is_gone:
            self.connection.invalidate(error)
        return wrapped

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


def insert_new(table: Table, *returning: str) -> Prepared:
    """Build `INSERT … ON CONFLICT DO NOTHING` for both databases, returning the named columns of a new row."""
    columns = [table.c[name] for name in returning]
    sqlite = sqlite_insert(table).on_conflict_do_nothing()
    postgresql = postgresql_insert(table).on_conflict_do_nothing()
    if not columns:
        return Prepared(sqlite, postgresql)
    return Prepared(sqlite.returning(*columns), postgresql.returning(*columns))
