"""The systems that are measured, and how each is started."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.business import demo_at_any_hour
from benchmarks.processes import Part, free_port, run_to_its_end
from benchmarks.stub_process import Stub

REPOSITORY: Final = Path(__file__).resolve().parents[1]
INGAT: Final = str(Path(sys.executable).parent / "ingat")
LIMITS_OFF: Final[Mapping[str, str]] = {"INGAT_LIMITS": "off"}
LIMITS_ON: Final[Mapping[str, str]] = {"INGAT_LIMITS": "on"}

BOT_ID: Final = "42"
"""The account that all chats of the benchmark belong to."""

_TOKEN: Final = f"{BOT_ID}:AAHbenchmarkbenchmarkbenchmarkbenchmark"
_HEALTH_TIMEOUT_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a system is to run: its Bot API, an empty folder, and what makes an empty PostgreSQL database."""

    stub: Stub
    folder: Path
    new_postgres_database: Callable[[], str]


@dataclass(frozen=True, slots=True)
class System:
    """A system by its name in the table, and how to make its parts ready to start."""

    name: str
    parts: Callable[[Setting], Sequence[Part]]


def echo_bot(setting: Setting) -> Sequence[Part]:
    """Return the bot that remembers nothing."""
    return [_rival("echo bot", "echo_bot", setting)]


def straightforward_bot(setting: Setting) -> Sequence[Part]:
    """Return the bot of the usual stack."""
    return [_rival("straightforward bot", "straightforward_bot", setting)]


def all_in_one(setting: Setting, limits: Mapping[str, str] = LIMITS_OFF) -> Sequence[Part]:
    """Return `ingat run` on SQLite, its database prepared."""
    database_url = f"sqlite:///{setting.folder / 'ingat.db'}"
    return [ingat_part("run", setting, {**_prepared(setting, database_url), **limits})]


def bot_and_sender(setting: Setting, limits: Mapping[str, str] = LIMITS_OFF) -> Sequence[Part]:
    """Return `ingat bot` with `ingat sender` on PostgreSQL, their database prepared."""
    environment = {**_prepared(setting, setting.new_postgres_database()), **limits}
    return [ingat_part("sender", setting, environment), ingat_part("bot", setting, environment)]


def prepared_postgres(setting: Setting) -> dict[str, str]:
    """Return the environment of Ingat on a new PostgreSQL database, prepared; its limits are Telegram's."""
    return _prepared(setting, setting.new_postgres_database())


def ingat_part(command: str, setting: Setting, environment: Mapping[str, str]) -> Part:
    """Return one process of Ingat. It is ready when it says so."""
    port = free_port()
    return Part(
        name=f"ingat {command}",
        argv=[INGAT, command],
        environment={**environment, "INGAT_HTTP_PORT": str(port)},
        is_ready=lambda: _says_it_is_ready(port),
    )


ECHO: Final = System("aiogram echo bot, remembers nothing", echo_bot)
STRAIGHTFORWARD: Final = System("aiogram and async ORM on aiosqlite", straightforward_bot)
ALL_IN_ONE: Final = System("ingat run, SQLite", all_in_one)
BOT_AND_SENDER: Final = System("ingat bot and sender, PostgreSQL", bot_and_sender)


def _rival(name: str, module: str, setting: Setting) -> Part:
    return Part(
        name=name,
        argv=[sys.executable, "-m", f"benchmarks.rivals.{module}"],
        environment=_environment(setting, f"sqlite:///{setting.folder / 'rival.db'}"),
        is_ready=setting.stub.has_been_polled,
    )


def _prepared(setting: Setting, database_url: str) -> dict[str, str]:
    environment = _environment(setting, database_url)
    run_to_its_end([INGAT, "db", "upgrade"], environment, setting.folder)
    return environment


def _environment(setting: Setting, database_url: str) -> dict[str, str]:
    """All that a system is told. Nothing of the caller's own settings reaches it."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(setting.folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY),  # what lies beside the benchmark is measured, whatever is installed
        "TELEGRAM_BOT_TOKEN": _TOKEN,
        "TELEGRAM_API_BASE": setting.stub.address,
        "DATABASE_URL": database_url,
        "INGAT_DATA_DIR": str(setting.folder / "data"),
        "INGAT_BUSINESS_DIR": str(_business(setting)),
    }


def _business(setting: Setting) -> Path:
    folder = setting.folder / "business"
    return folder if folder.exists() else demo_at_any_hour(folder)


def _says_it_is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=_HEALTH_TIMEOUT_S):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
