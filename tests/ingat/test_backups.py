"""A backup holds what was committed, and a restore never destroys what it replaces."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from crm.kernel.database import open_database
from ingat.backups import back_up, restore_from
from ingat.migrating import upgrade
from ingat.supervision import FatalError


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ingat.db'}"


def _write(url: str, actor: str) -> None:
    database = open_database(url)
    upgrade(database)
    values = {"actor": actor}
    database.writer.run(
        lambda session: session.execute(
            text("INSERT INTO audit_entries (at, actor, action, subject) VALUES (0, :actor, 'x', 'y')"), values
        )
    )
    database.close()


def _actors(url: str) -> list[str]:
    database = open_database(url)
    with database.reading() as session:
        actors = list(session.execute(text("SELECT actor FROM audit_entries ORDER BY id")).scalars())
    database.close()
    return actors


def test_a_backup_brings_back_what_was_there(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    back_up(url, tmp_path / "backup.db")
    _write(url, "after")
    said = restore_from(url, tmp_path / "backup.db")
    assert _actors(url) == ["before"]
    assert "before-restore" in said


def test_what_a_restore_replaces_is_kept(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    back_up(url, tmp_path / "backup.db")
    _write(url, "after")
    restore_from(url, tmp_path / "backup.db")
    restore_from(url, tmp_path / "backup.db")
    kept = sorted(tmp_path.glob("ingat.db.before-restore*"))
    assert [_actors(f"sqlite:///{path}") for path in kept] == [["before", "after"], ["before"]]


def test_a_backup_is_taken_while_ingat_runs(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    running = open_database(url)
    running.writer.run(lambda session: session.execute(text("UPDATE audit_entries SET actor = 'running'")))
    back_up(url, tmp_path / "backup.db")
    running.close()
    assert _actors(f"sqlite:///{tmp_path / 'backup.db'}") == ["running"]


def test_a_database_in_use_is_not_replaced(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    back_up(url, tmp_path / "backup.db")
    running = open_database(url)
    running.writer.run(lambda session: session.execute(text("UPDATE audit_entries SET actor = 'running'")))
    with pytest.raises(FatalError, match="in use"):
        restore_from(url, tmp_path / "backup.db")
    running.close()
    assert _actors(url) == ["running"]


def test_a_file_is_never_written_over(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    (tmp_path / "backup.db").write_text("precious")
    with pytest.raises(FatalError, match="exists already"):
        back_up(url, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "precious"


def test_a_missing_database_is_said_and_not_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="no database"):
        back_up(url, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 4096])
def test_what_is_no_backup_changes_nothing(url: str, tmp_path: Path, content: bytes) -> None:
    _write(url, "before")
    (tmp_path / "backup.db").write_bytes(content)
    with pytest.raises(FatalError, match="not a backup"):
        restore_from(url, tmp_path / "backup.db")
    assert _actors(url) == ["before"]


def test_a_missing_backup_is_said(url: str, tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="no backup"):
        restore_from(url, tmp_path / "backup.db")


@pytest.mark.skipif(shutil.which("pg_dump") is not None, reason="PostgreSQL's own programs are installed here")
def test_without_postgresqls_programs_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FatalError, match="pg_dump is not installed"):
        back_up("postgresql://me@localhost/shop", tmp_path / "backup")
