"""Backing the database up and putting a backup in its place."""

import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from ingat.migrating import known_revisions
from ingat.postgres_backups import PostgresBackups
from ingat.sqlite_backups import SqliteBackups
from ingat.supervision import FatalError


class Backups(Protocol):
    """What is done differently on each kind of database. All raise FatalError in plain words."""

    def copy_to(self, file: Path) -> None:
        """Write what is committed to a new file, while others go on writing."""

    def revision_in(self, file: Path) -> str:
        """Return the revision of a backup, which must be whole."""

    def current_revision(self) -> str | None:
        """Return the revision of the database that is there now; None where there is none, or none that can be read."""

    def put_in_place(self, file: Path) -> Path | None:
        """Replace the database, which nobody may be using, in one step. Returns where the one before it is kept."""


def back_up(url: str, file: Path) -> str:
    """Copy the database to `file` and return what was done. The file is there whole or not at all."""
    if file.exists():
        raise FatalError(f"{file} exists already. Choose another name.")
    if not file.parent.is_dir():
        raise FatalError(f"There is no folder {file.parent}.")
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)  # a backup that was killed has left it
    try:
        _backups_of(url).copy_to(part)
        _flush(part)
        part.rename(file)
        _flush(file.parent)
    finally:
        part.unlink(missing_ok=True)
    return f"Written: {file} ({file.stat().st_size} bytes)"


def restore_from(url: str, file: Path) -> str:
    """Put a backup in the place of the database and return what was done. What was there before is kept."""
    if not file.is_file():
        raise FatalError(f"There is no backup at {file}.")
    backups, known = _backups_of(url), known_revisions()
    if backups.revision_in(file) not in known:
        raise FatalError(f"{file} was written by a newer Ingat. Install that, then restore.")
    current = backups.current_revision()
    if current is not None and current not in known:
        raise FatalError("The database was written by a newer Ingat. Restore with that one.")
    kept = backups.put_in_place(file)
    return f"Restored from {file}." + (f" The database before it is kept as {kept}." if kept else "")


def _backups_of(url: str) -> Backups:
    parsed = make_url(url)
    return SqliteBackups(Path(parsed.database or "")) if parsed.get_backend_name() == "sqlite" else PostgresBackups(url)


def _flush(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk: SQLite and pg_dump do not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
