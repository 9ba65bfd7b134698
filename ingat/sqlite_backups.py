"""A database in a file: copied by VACUUM INTO, replaced by a rename."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingat.supervision import FatalError

MAGIC = b"SQLite format 3\0"
REVISION = "SELECT version_num FROM alembic_version"


@dataclass(frozen=True, slots=True)
class SqliteBackups:
    """Backups of the database at `path`."""

    path: Path

    def copy_to(self, file: Path) -> None:
        """Write what is committed to a new file, while others go on writing."""
        if not self.path.is_file():
            raise FatalError(f"There is no database at {self.path}.")
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                connection.execute("VACUUM INTO ?", (str(file),))
        except sqlite3.Error as error:
            raise FatalError(f"The backup failed ({error}). Nothing was written.") from None

    def revision_in(self, file: Path) -> str:
        """Return the revision of a backup, which must be whole."""
        try:
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
                is_whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                row = connection.execute(REVISION).fetchone()
        except sqlite3.DatabaseError:
            is_whole, row = False, None
        if not is_whole or row is None:
            raise FatalError(f"{file} is not a backup of Ingat, or it is damaged. Nothing was changed.")
        return str(row[0])

    def current_revision(self) -> str | None:
        """Return the revision of the database that is there now; None where there is none, or none that can be read."""
        if not self._is_readable():
            return None
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                row = connection.execute(REVISION).fetchone()
        except sqlite3.DatabaseError:
            return None
        return str(row[0]) if row is not None else None

    def put_in_place(self, file: Path) -> Path | None:
        """Replace the database, which nobody may be using, in one step. Returns where the one before it is kept."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        copy = self._beside(".restoring")
        shutil.copyfile(file, copy)
        with copy.open("rb") as copied:
            os.fsync(copied.fileno())
        try:
            kept = self._keep() if self.path.exists() else None
        except FatalError:
            copy.unlink()
            raise
        copy.replace(self.path)
        return kept

    def _keep(self) -> Path:
        """Give the database a second name. It stays where it is until the backup takes its place."""
        if self._is_readable():
            self._close_its_log()
        kept = self._free_name()
        os.link(self.path, kept)
        for suffix in ("-wal", "-shm"):
            log = self._beside(suffix)
            if log.exists():  # of a damaged database: somebody may yet read what is in it
                log.replace(kept.with_name(kept.name + suffix))
        return kept

    def _close_its_log(self) -> None:
        """Move what is in the log into the file. A database that is in use is not touched; a damaged one stays so."""
        try:
            with closing(sqlite3.connect(self.path, timeout=0.2, isolation_level=None)) as connection:
                connection.execute("PRAGMA locking_mode=EXCLUSIVE")
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise FatalError("The database is in use. Stop Ingat first, then restore.") from None
        except sqlite3.DatabaseError:
            return

    def _is_readable(self) -> bool:
        """Tell whether there is what begins as a database. SQLite must open nothing else: it would tidy up."""
        if not self.path.exists():
            return False
        with self.path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC

    def _free_name(self) -> Path:
        """Return where to keep the database: never in the place of one that was kept before."""
        kept = self._beside(".before-restore")
        number = 1
        while kept.exists():
            number += 1
            kept = self._beside(f".before-restore-{number}")
        return kept

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)
