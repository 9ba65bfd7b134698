"""Starts that cannot succeed: one clear line, status 1, and no traceback."""

import shutil
import socket
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.processes import REPOSITORY, Process
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS
from tests.postgres import PostgresServer

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def ends_with(process: Process, *words: str) -> None:
    """Make sure that a process ends with status 1 and that its only line says these words."""
    assert await process.ended(within_s=30) == 1, process.logged
    [line] = process.logged.strip().splitlines()
    assert all(word in line for word in words), process.logged
    assert line.startswith("ingat: ")
    assert "S3cret" not in line
    assert process.said == ""


@on_sqlite
async def test_what_the_owner_must_mend_is_said_in_one_line(start: Start, database_url: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(REPOSITORY / "demo", broken)
    (broken / "articles" / "halal.yaml").write_text("id: [\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        await ends_with(start("run", settings={"TELEGRAM_BOT_TOKEN": "4200000001:nobodys"}), "token", "BotFather")
        await ends_with(start("run", settings={"TELEGRAM_BOT_TOKEN": "rubbish"}), "TELEGRAM_BOT_TOKEN", "BotFather")
        await ends_with(start("run", settings={"INGAT_HTTP_PORT": port}), port, "INGAT_HTTP_PORT")
        await ends_with(start("run", settings={"INGAT_COLOUR": "blue"}), "INGAT_COLOUR", "no such setting")
        await ends_with(start("run", settings={"INGAT_BUSINESS_DIR": str(broken)}), "halal.yaml")
        await ends_with(start("run", settings={"INGAT_BUSINESS_DIR": str(tmp_path / "none")}), "none")
        await ends_with(start("run", settings={"DATABASE_URL": "sqlite:////nowhere/at/all.db"}), "DATABASE_URL")
        await ends_with(start("run", settings={"DATABASE_URL": "postgresql://127.0.0.1:1/no"}), "DATABASE_URL")
        await ends_with(start("run", settings={"DATABASE_URL": "a file"}), "DATABASE_URL")
        await ends_with(start("run", settings={"TELEGRAM_WEBHOOK_URL": "https://shop.example"}), "WEBHOOK_SECRET")


@on_sqlite
@pytest.mark.parametrize("command", [["run"], ["sender"], ["db", "upgrade"]], ids=" ".join)
async def test_where_nothing_can_be_kept_the_place_and_the_reason_are_named(
    start: Start, database_url: str, tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "a file"
    file.write_text("no database at all, and no folder\n" * 1000)

    await ends_with(start(*command, settings={"INGAT_DATA_DIR": str(file)}), "INGAT_DATA_DIR", "File exists")
    await ends_with(start(*command, settings={"INGAT_DATA_DIR": f"{file}/x"}), "INGAT_DATA_DIR", "Not a directory")
    await ends_with(start(*command, settings={"DATABASE_URL": f"sqlite:///{file}"}), "file is not a database")
    await ends_with(start(*command, settings={"DATABASE_URL": f"sqlite:///{tmp_path}"}), "unable to open database file")
    for url, reason in (
        ("postgresql://shop:S3cret@127.0.0.1:1/shop", "Connection refused"),
        ("postgresql://shop:S3cret@nowhere.invalid/shop", "nowhere.invalid"),
        ("postgresql://shop:S3cret@127.0.0.1:1/shop?colour=blue", "colour"),
    ):
        await ends_with(start(*command, settings={"DATABASE_URL": url}), "DATABASE_URL", reason)


@on_sqlite
async def test_an_address_that_is_not_free_is_told_before_telegram_is_asked(start: Start, database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = {"INGAT_HTTP_PORT": str(taken.getsockname()[1]), "TELEGRAM_API_BASE": "http://127.0.0.1:1"}
        await ends_with(start("run", settings=port), port["INGAT_HTTP_PORT"], "INGAT_HTTP_PORT", "in use")
    far = {"INGAT_HTTP_HOST": "192.0.2.1", "TELEGRAM_API_BASE": "http://127.0.0.1:1"}
    await ends_with(start("run", settings=far), "192.0.2.1", "INGAT_HTTP_HOST")


@on_sqlite
@pytest.mark.parametrize("command", ["setup", "status"])
async def test_a_telegram_that_cannot_be_asked_is_told_in_one_line(start: Start, command: str) -> None:
    nowhere = {"TELEGRAM_API_BASE": "http://127.0.0.1:1"}
    await ends_with(start("telegram", command, settings=nowhere), "cannot be reached", "TELEGRAM_API_BASE")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_says_what_it_refuses(start: Start, database_url: str, postgres: PostgresServer) -> None:
    """A database that does not exist, and one in which Ingat may create nothing."""
    nowhere = database_url.replace(make_url(database_url).database or "", "nowhere")
    await ends_with(start("run", settings={"DATABASE_URL": nowhere}), "DATABASE_URL", "does not exist")
    empty = postgres.new_database(template="template0")
    postgres.run("CREATE ROLE guest LOGIN")
    guest = make_url(empty).set(username="guest").render_as_string()
    await ends_with(start("run", settings={"DATABASE_URL": guest}), "DATABASE_URL", "permission denied")
    postgres.drop(empty)
    postgres.run("DROP ROLE guest")


async def test_a_database_newer_than_the_code_is_left_alone(start: Start, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    engine.dispose()

    await ends_with(start("run"), "newer", "9999_from_the_future")


@on_sqlite
async def test_a_second_bot_with_the_same_token_waits_with_a_warning(
    start: Start, telegram: Simulator, promises: Promises, tmp_path: Path
) -> None:
    own = start("run")
    await own.logs("lease=receiver")
    other = start("run", settings={"DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"})

    await other.ready()
    await own.logs("another program uses this token")

    await other.killed()
    await promises.says("Siti", QUESTIONS[0])
    await promises.are_kept()
    assert own.status is None
