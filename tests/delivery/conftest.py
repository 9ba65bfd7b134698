"""An office: a sender before a sandbox, on each of the two databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm.kernel.database import Database
from tests.delivery.office import Office, opened


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(database, tmp_path / "media") as open_office:
        yield open_office
