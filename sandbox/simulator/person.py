"""A person, who is first of all somebody in the chat with the bot."""

from sandbox.encoding import Json
from sandbox.simulator.conversation import Conversation, SeenMessage
from sandbox.simulator.group import SimulatedGroup
from sandbox.simulator.link import Link


class Person(Conversation):
    """Somebody with a phone. What they say and see is in the private chat with the bot, unless it is `in_chat`."""

    def __init__(self, link: Link, user: Json) -> None:
        super().__init__(link, user["id"], user["id"])
        self.name: str = user["name"]
        self.phone_number: str = user["phone_number"]

    async def starts(self, payload: str | None = None) -> SeenMessage:
        """Press START, with the payload of a deep link."""
        body = {} if payload is None else {"payload": payload}
        return SeenMessage((await self._link.ask("POST", f"{self._path}/start", body=body))["messages"][0])

    async def blocks(self) -> None:
        """Block the bot."""
        await self._link.ask("POST", f"/sandbox/users/{self.user_id}/block")

    async def unblocks(self) -> None:
        """Lift the block."""
        await self._link.ask("POST", f"/sandbox/users/{self.user_id}/unblock")

    async def deactivates(self) -> None:
        """Delete the account."""
        await self._link.ask("POST", f"/sandbox/users/{self.user_id}/deactivate")

    def in_chat(self, group: SimulatedGroup) -> Conversation:
        """Return this person in a group."""
        return Conversation(self._link, self.user_id, group.chat_id)
