"""Two processes that receive: the same updates of the same customers, at the same moment, in any order."""

import asyncio
from dataclasses import replace

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database, open_database
from tests.turns.shop import Shop


async def test_each_update_is_handled_by_one_of_them(database: Database, database_url: str, snapshot: Snapshot) -> None:
    shops = [Shop(database, snapshot) for _ in range(12)]
    for shop in shops[::2]:  # the others are new
        await shop.say("halo")
    asked = [(shop, shop.update("message", shop.message("jam buka?"))) for shop in shops]
    beside = open_database(database_url)
    try:
        others = {id(shop): replace(shop, database=beside).intake for shop, _ in asked}
        outcomes = await asyncio.gather(
            *(shop.take(raw) for shop, raw in asked), *(others[id(shop)].take(raw) for shop, raw in reversed(asked))
        )
    finally:
        beside.close()
    assert sorted(outcomes) == ["handled"] * 12 + ["seen before"] * 12
    for shop, _ in asked:
        await shop.sweep()
        assert [line.text for line in shop.lines("inbound")][-1:] == ["jam buka?"]
        assert len(shop.lines("inbound")) == (2 if shop in shops[::2] else 1)
        assert len(shop.replies()) == 1
