"""One Ingat with its sandbox for all scenarios of a module; each scenario has people of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from benchmarks.business import demo_at_any_hour
from crm.kernel.database import open_database
from ingat.replaying import open_demo
from sandbox import RunningSandbox
from sandbox.simulator import Simulator
from tests.postgres import PostgresServer
from tests.scenarios.crm_state import CrmState


@dataclass(frozen=True, slots=True)
class House:
    """A running Ingat: its Telegram, the people there, and its database."""

    sandbox: RunningSandbox
    telegram: Simulator
    crm: CrmState


@pytest.fixture(scope="module")
def house_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URL of a clean database for a module, of the kind that it names."""
    if request.module.KIND == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('scenarios') / 'ingat.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(house_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Run Ingat in this process, beside a sandbox, on the database of its kind."""
    data = tmp_path_factory.mktemp("data")
    async with (
        open_demo(data, house_url, business=demo_at_any_hour(data / "business")) as demo,
        Simulator(demo.sandbox.url) as telegram,
    ):
        database = open_database(house_url)
        yield House(demo.sandbox, telegram, CrmState(database))
        database.close()
