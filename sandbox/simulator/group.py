"""A group, as its owner runs it."""

from sandbox.encoding import Json
from sandbox.simulator.link import Link


class SimulatedGroup:
    """A group, supergroup or channel. Its owner adds the bot, deletes topics, upgrades it."""

    def __init__(self, link: Link, chat_id: int, owner_id: int) -> None:
        self.chat_id = chat_id
        self._link = link
        self._owner_id = owner_id

    async def adds_bot(self, *, administrator: bool = False, rights: dict[str, bool] | None = None) -> None:
        """Add the bot, or change what it may do."""
        body = {"by": self._owner_id, "administrator": administrator, "rights": rights or {}}
        await self._link.ask("POST", f"{self._path}/bot", body=body)

    async def removes_bot(self) -> None:
        """Remove the bot."""
        await self._link.ask("DELETE", f"{self._path}/bot", body={"by": self._owner_id})

    async def adds(self, user_id: int, status: str = "member") -> None:
        """Add a person."""
        await self._link.ask("POST", f"{self._path}/members", body={"user": user_id, "status": status})

    async def migrates(self) -> int:
        """Become a supergroup; return the new id, which this object has from now on."""
        self.chat_id = int((await self._link.ask("POST", f"{self._path}/migrate"))["id"])
        return self.chat_id

    async def topics(self) -> list[Json]:
        """Return its topics: id, name, closed."""
        groups = (await self._link.ask("GET", "/sandbox/groups"))["groups"]
        return next(list(group["topics"]) for group in groups if group["id"] == self.chat_id)

    async def deletes_topic(self, topic_id: int) -> None:
        """Delete a topic behind the bot's back."""
        await self._link.ask("DELETE", f"{self._path}/topics/{topic_id}")

    @property
    def _path(self) -> str:
        return f"/sandbox/groups/{self.chat_id}"
