"""Backing the database up and putting a backup in its place."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from ingat.supervision import FatalError


def back_up(url: str, file: Path) -> str:
    """Copy the database to `file` and return what was done. On SQLite by VACUUM INTO, on PostgreSQL by pg_dump."""
    if file.exists():
        raise FatalError(f"{file} exists already. Choose another name.")
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _run_postgres_tool("pg_dump", ["--format=custom", f"--file={file}"], url)
        return f"Written: {file}"
    source = Path(parsed.database or "")
    if not source.is_file():
        raise FatalError(f"There is no database at {source}.")
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))
    return f"Written: {file} ({file.stat().st_size} bytes)"


def restore_from(url: str, file: Path) -> str:
    """Put a backup in the place of the database, which is kept beside it on SQLite. Returns what was done."""
    if not file.is_file():
        raise FatalError(f"There is no backup at {file}.")
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _run_postgres_tool(
            "pg_restore", ["--clean", "--if-exists", "--no-owner", f"--dbname={_plain(url)}", str(file)], None
        )
        return "Restored."
    _check_backup(file)
    target = Path(parsed.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = _move_aside(target)
    copy = target.with_name(target.name + ".restoring")
    shutil.copyfile(file, copy)
    copy.replace(target)
    return f"Restored from {file}." + (f" The database before it is kept as {kept}." if kept else "")


def _check_backup(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            healthy = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[
                0
            ]
    except sqlite3.DatabaseError:
        healthy, known = False, 0
    if not healthy or not known:
        raise FatalError(f"{file} is not a backup of Ingat, or it is damaged. Nothing was changed.")


def _move_aside(target: Path) -> Path | None:
    """Keep the database that a backup replaces. One that is in use is not touched."""
    if not target.exists():
        return None
    with closing(sqlite3.connect(target, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            raise FatalError("The database is in use. Stop Ingat first, then restore.") from None
    kept = _free_name(target)
    target.replace(kept)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _free_name(target: Path) -> Path:
    """Return where to keep the database: never in the place of one that was kept before."""
    kept = target.with_name(f"{target.name}.before-restore")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.before-restore-{number}")
    return kept


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run_postgres_tool(tool: str, arguments: list[str], url: str | None) -> None:
    path = shutil.which(tool)
    if path is None:
        raise FatalError(f"{tool} is not installed. It comes with PostgreSQL's client programs.")
    extra = [_plain(url)] if url else []
    done = subprocess.run([path, *arguments, *extra], capture_output=True, text=True, env=os.environ, check=False)  # noqa: S603 our own arguments
    if done.returncode != 0:
        raise FatalError(
            f"{tool} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no reason given'}"
        )
