"""A sandbox, people in it, and processes of Ingat that serve them."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.options import SandboxOptions
from sandbox.server import RunningSandbox, start_sandbox
from sandbox.simulator import Simulator
from tests.faults.processes import REPOSITORY, Launcher, Process
from tests.faults.promises import Promises

Start = Callable[..., Process]


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    seeded = Random(11)  # noqa: S311 the same in each run, and no secret
    running = await start_sandbox(SandboxOptions(random=seeded, limits_enabled=False, webhook_retry_s=(0.1, 1.0)))
    yield running
    await running.stop()


@pytest.fixture
async def telegram(sandbox: RunningSandbox) -> AsyncIterator[Simulator]:
    async with Simulator(sandbox.url) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    running = Launcher()
    yield running
    running.close()


@pytest.fixture
def environment(sandbox: RunningSandbox, database_url: str, tmp_path: Path) -> dict[str, str]:
    """The settings of a process on the test's own database."""
    return {
        "PATH": os.environ["PATH"],
        "TELEGRAM_BOT_TOKEN": sandbox.state.options.bot.token,
        "TELEGRAM_API_BASE": sandbox.url,
        "DATABASE_URL": database_url,
        "INGAT_DATA_DIR": str(tmp_path / "data"),
        "INGAT_BUSINESS_DIR": str(REPOSITORY / "demo"),
        "INGAT_HTTP_PORT": "0",
        "INGAT_LIMITS": "off",
    }


@pytest.fixture
def start(launcher: Launcher, environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start a process: its arguments, settings of its own, and what is wired differently in it."""
    count = 0

    def starting(*arguments: str, settings: dict[str, str] | None = None, **wiring: Any) -> Process:
        nonlocal count
        count += 1
        folder = tmp_path / f"process-{count}"
        return launcher.start(folder, list(arguments or ["run"]), environment | (settings or {}), wiring)

    yield starting
    launcher.end_all()


@pytest.fixture
def promises(telegram: Simulator, database_url: str) -> Iterator[Promises]:
    """What must hold when a test ends, whatever went wrong in it."""
    made = Promises(telegram, database_url)
    yield made
    made.close()
