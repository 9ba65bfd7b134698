"""Starts that cannot succeed: one clear line, status 1, and no traceback."""

import shutil
import socket
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.processes import REPOSITORY, Process
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def ends_with(process: Process, *words: str) -> None:
    """Make sure that a process ends with status 1 and that its last line, and no traceback, says these words."""
    assert await process.ended(within_s=30) == 1, process.logged
    assert "Traceback" not in process.logged
    last = process.logged.strip().splitlines()[-1]
    assert all(word in last for word in words), process.logged
    assert last.startswith("ingat: ")
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
