"""A database on a PostgreSQL server: copied by pg_dump, replaced by pg_restore in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from ingat.supervision import FatalError

HAS_REVISION = text("SELECT to_regclass('alembic_version') IS NOT NULL")
REVISION = text("SELECT version_num FROM alembic_version")
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
COPY, NO_ROW = "COPY public.alembic_version", "\\."
CLEANLY = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")


@dataclass(frozen=True, slots=True)
class PostgresBackups:
    """Backups of the database at `url`. PostgreSQL's own client programs do the work."""

    url: str

    def copy_to(self, file: Path) -> None:
        """Write what is committed to a new file, while others go on writing."""
        self._run("pg_dump", "--format=custom", "--no-owner", f"--file={file}", f"--dbname={self._address()}")

    def revision_in(self, file: Path) -> str:
        """Return the revision of a backup, which must be whole."""
        try:
            said = self._run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
        except _FailedError:
            said = ""
        _, _, rows = said.partition(COPY)
        lines = [line.strip() for line in rows.splitlines()[1:2]]
        if lines in ([], [NO_ROW]):
            raise FatalError(f"{file} is not a backup of Ingat, or it is damaged. Nothing was changed.")
        return lines[0]

    def current_revision(self) -> str | None:
        """Return the revision of the database that is there now; None where it is empty."""
        with self._connected() as connection:
            if not connection.scalar(HAS_REVISION):
                return None
            return str(connection.scalar(REVISION))

    def put_in_place(self, file: Path) -> Path | None:
        """Replace the database, which nobody may be using, in one transaction. Returns where the one before is kept."""
        with self._connected() as connection:
            others = int(connection.scalar(OTHERS) or 0)
        if others:
            raise FatalError(f"The database is in use by {others} connections. Stop Ingat first, then restore.")
        kept = None
        if self.current_revision() is not None:
            kept = _free_name(file)
            self.copy_to(kept)
        self._run("pg_restore", *CLEANLY, f"--dbname={self._address()}", str(file))
        return kept

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = create_engine(make_url(self.url).set(drivername="postgresql+psycopg"))
        try:
            with engine.connect() as connection:
                yield connection
        except OperationalError:
            raise FatalError("The database cannot be reached. Check DATABASE_URL.") from None
        finally:
            engine.dispose()

    def _address(self) -> str:
        """Return the address without the password, which everybody could read in the list of processes."""
        return make_url(self.url)._replace(drivername="postgresql", password=None).render_as_string()

    def _run(self, tool: str, *arguments: str) -> str:
        path = shutil.which(tool)
        if path is None:
            raise FatalError(f"{tool} is not installed. It comes with PostgreSQL's client programs.")
        password = make_url(self.url).password
        environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
        done = subprocess.run([path, *arguments], capture_output=True, text=True, env=environment, check=False)  # noqa: S603 our own arguments
        if done.returncode != 0:
            said = done.stderr.strip().splitlines()
            raise _FailedError(f"{tool} failed: {said[0] if said else 'no reason given'}. Nothing was changed.")
        return done.stdout


class _FailedError(FatalError):
    """One of PostgreSQL's programs says no."""


def _free_name(file: Path) -> Path:
    """Return where to keep the database: never in the place of one that was kept before."""
    kept = file.with_name(f"{file.name}.before-restore")
    number = 1
    while kept.exists():
        number += 1
        kept = file.with_name(f"{file.name}.before-restore-{number}")
    return kept
