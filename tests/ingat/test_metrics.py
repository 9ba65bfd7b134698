"""What only the database knows is in /metrics: how much no index finds yet, among it."""

from aiohttp.test_utils import TestClient, TestServer

from crm.kernel.database import Database
from ingat.serving import create_app
from tests.history.remembering import index, says
from tests.history.talking import someone


async def not_indexed(client: TestClient) -> str:  # type: ignore[type-arg]
    page = await (await client.get("/metrics")).text()
    (line,) = [line for line in page.splitlines() if line.startswith("ingat_not_indexed ")]
    return line.partition(" ")[2]


async def test_what_waits_to_be_indexed_is_counted(database: Database) -> None:
    siti = someone(database)
    for words in ("kopi", "teh"):
        says(database, siti, words)
    async with TestClient(TestServer(create_app(database, list))) as client:
        assert await not_indexed(client) == "2.0"
        index(database)
        assert await not_indexed(client) == "0.0"
