"""Every conversation of the folder beside this file, played through the whole path on SQLite.

A module for each database: so two processes can play them at once.
"""

import pytest

from tests.scenarios.conftest import House
from tests.scenarios.playing_through import play_through
from tests.scenarios.reading import Scenario, read_scenarios

KIND = "sqlite"
SCENARIOS = read_scenarios()
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
async def test_scenario(scenario: Scenario, house: House) -> None:
    await play_through(scenario, house)
