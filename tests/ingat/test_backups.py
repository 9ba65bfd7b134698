"""A backup holds what was committed, and a restore never destroys what it replaces."""

import os
import resource
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from crm.kernel.database import open_database
from crm.kernel.models import AuditEntry, table_of
from ingat.backups import back_up, restore_from
from ingat.migrating import upgrade
from ingat.supervision import FatalError
from tests.postgres import PostgresServer, programs_folder

AUDIT = table_of(AuditEntry)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ingat.db'}"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, which come with the tests' server."""
    monkeypatch.setenv("PATH", f"{programs_folder()}{os.pathsep}{os.environ['PATH']}")


def _write(url: str, actor: str) -> None:
    database = open_database(url)
    upgrade(database)
    values = {"at": datetime.now(UTC), "actor": actor, "action": "x", "subject": "y"}
    database.writer.run(lambda session: session.execute(insert(AUDIT), values))
    database.close()


def _actors(url: str) -> list[str]:
    database = open_database(url)
    with database.reading() as session:
        actors = list(session.execute(text("SELECT actor FROM audit_entries ORDER BY id")).scalars())
    database.close()
    return actors


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


def test_a_damaged_database_can_be_restored_too_and_is_kept_with_its_log(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    back_up(url, tmp_path / "backup.db")
    for suffix in ("", "-wal"):
        (tmp_path / f"ingat.db{suffix}").write_bytes(b"no database any more")
    restore_from(url, tmp_path / "backup.db")
    assert _actors(url) == ["before"]
    assert (tmp_path / "ingat.db.before-restore").read_bytes() == b"no database any more"
    assert (tmp_path / "ingat.db.before-restore-wal").exists()


def test_a_backup_without_room_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, most))
    try:
        with pytest.raises(FatalError, match="backup failed"):
            back_up(url, tmp_path / "backup.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert not list(tmp_path.glob("*backup*"))


def test_a_missing_folder_is_said(url: str, tmp_path: Path) -> None:
    _write(url, "before")
    with pytest.raises(FatalError, match="no folder"):
        back_up(url, tmp_path / "none" / "backup.db")


# On both databases


@pytest.mark.usefixtures("programs")
def test_what_is_restored_is_what_was_backed_up_and_what_it_replaces_is_kept(database_url: str, tmp_path: Path) -> None:
    _write(database_url, "before")
    back_up(database_url, tmp_path / "first.backup")
    _write(database_url, "after")
    said = restore_from(database_url, tmp_path / "first.backup")
    assert _actors(database_url) == ["before"]
    kept = Path(said.rpartition("kept as ")[2].removesuffix("."))
    restore_from(database_url, kept)
    assert _actors(database_url) == ["before", "after"]


@pytest.mark.usefixtures("programs")
def test_a_backup_is_restored_where_there_is_no_database(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    _write(database_url, "before")
    back_up(database_url, tmp_path / "first.backup")
    fresh = f"sqlite:///{tmp_path / 'a folder' / 'new.db'}"
    if not database_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"ingat_{uuid4().hex}"
        server.run(f"CREATE DATABASE {name}")
        fresh = server.url(name)
    assert "kept" not in restore_from(fresh, tmp_path / "first.backup")
    assert _actors(fresh) == ["before"]


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("newer", ["the backup", "the database"])
def test_what_a_newer_ingat_wrote_is_left_to_it(database_url: str, tmp_path: Path, newer: str) -> None:
    _write(database_url, "before")
    if newer == "the database":
        back_up(database_url, tmp_path / "backup")
    _run(database_url, "UPDATE alembic_version SET version_num = '9999_from_the_future'")
    if newer == "the backup":
        back_up(database_url, tmp_path / "backup")
        _run(database_url, "UPDATE alembic_version SET version_num = '0001'")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FatalError, match="newer Ingat"):
        restore_from(database_url, tmp_path / "backup")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("programs")
def test_a_database_that_somebody_uses_is_not_replaced(database_url: str, tmp_path: Path) -> None:
    _write(database_url, "before")
    back_up(database_url, tmp_path / "backup")
    running = open_database(database_url)
    running.writer.run(lambda session: session.execute(text("UPDATE audit_entries SET actor = 'running'")))
    with pytest.raises(FatalError, match="in use"):
        restore_from(database_url, tmp_path / "backup")
    running.close()
    assert _actors(database_url) == ["running"]
    assert not list(tmp_path.glob("*restor*"))


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("content", [b"", b"no backup at all", b"PGDMP and no more"])
def test_what_is_no_dump_changes_nothing(database_url: str, tmp_path: Path, content: bytes) -> None:
    _write(database_url, "before")
    (tmp_path / "backup").write_bytes(content)
    with pytest.raises(FatalError, match="not a backup"):
        restore_from(database_url, tmp_path / "backup")
    assert _actors(database_url) == ["before"]


def _run(url: str, statement: str) -> None:
    database = open_database(url)
    database.writer.run(lambda session: session.execute(text(statement)))
    database.close()


def test_without_postgresqls_programs_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FatalError, match="pg_dump is not installed"):
        back_up("postgresql://me@localhost/shop", tmp_path / "backup")


def test_a_server_that_does_not_answer_is_said_without_the_password(tmp_path: Path, programs: None) -> None:
    with pytest.raises(FatalError) as said:
        back_up("postgresql://me:secret@127.0.0.1:1/shop", tmp_path / "backup")
    assert "pg_dump failed" in str(said.value)
    assert "secret" not in str(said.value)
    assert list(tmp_path.iterdir()) == []
