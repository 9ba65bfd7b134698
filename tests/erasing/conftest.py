"""A shop on each of the two databases."""

import pytest

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import Shop


@pytest.fixture
def shop(database: Database, snapshot: Snapshot) -> Shop:
    """A shop with one customer."""
    return Shop(database, snapshot)
