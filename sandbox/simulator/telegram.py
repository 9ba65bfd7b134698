"""The simulator: a whole small Telegram world in the hands of a test."""

import asyncio
import json
from typing import Self

from sandbox.encoding import Json
from sandbox.simulator.conversation import NotSeen
from sandbox.simulator.faults import FaultOrders
from sandbox.simulator.group import SimulatedGroup
from sandbox.simulator.link import Link
from sandbox.simulator.person import Person


class Simulator:
    """Drives a running sandbox over HTTP."""

    def __init__(self, url: str) -> None:
        self._link = Link(url)
        self.faults = FaultOrders(self._link)

    async def __aenter__(self) -> Self:
        await self._link.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._link.close()

    async def user(
        self,
        name: str,
        *,
        language: str | None = "id",
        username: str | None = None,
        phone_number: str | None = None,
        birthdate: str | None = None,
    ) -> Person:
        """Return the person with this name, who joins Telegram if nobody has it. `birthdate` is ISO."""
        for user in (await self._link.ask("GET", "/sandbox/users"))["users"]:
            if user["name"] == name:
                return Person(self._link, user)
        more = {"username": username, "phone_number": phone_number, "birthdate": birthdate}
        return await self.newcomer(name, language=language, **more)

    async def newcomer(self, name: str, *, language: str | None = "id", **more: str | None) -> Person:
        """Return a new person, whether or not somebody else has the name: a list of thousands is not looked through."""
        body = {"name": name, "language_code": language} | more
        return Person(self._link, await self._link.ask("POST", "/sandbox/users", body=body))

    async def group(
        self,
        title: str,
        owner: Person,
        *,
        members: tuple[Person, ...] = (),
        chat_type: str = "group",
        forum: bool = False,
    ) -> SimulatedGroup:
        """Open a group of people; a forum is a supergroup."""
        body = {
            "title": title,
            "type": "supergroup" if forum else chat_type,
            "forum": forum,
            "creator": owner.user_id,
            "members": [member.user_id for member in members],
        }
        answer = await self._link.ask("POST", "/sandbox/groups", body=body)
        return SimulatedGroup(self._link, answer["id"], owner.user_id)

    async def calls(self, method: str | None = None, chat_id: int | None = None) -> list[Json]:
        """Return the bot's calls so far; each says when (`at`), what (`params`), and how it ended (`outcome`)."""
        query = [f"method={method}"] if method else []
        query += [f"chat_id={chat_id}"] if chat_id is not None else []
        found: list[Json] = (await self._link.ask("GET", "/sandbox/calls?" + "&".join(query)))["calls"]
        return found

    async def sees_call(self, method: str, *, count: int = 1, within_s: float = 5.0) -> list[Json]:
        """Wait until the bot has made so many calls of a method since the simulator began, and return them."""
        inbox = self._link.calls
        try:
            async with asyncio.timeout(within_s):
                while len(made := [call for call in inbox.events if call["method"] == method]) < count:
                    await inbox.more()
        except TimeoutError:
            raise NotSeen(f"{len(made)} calls of {method} within {within_s} s instead of {count}") from None
        return made

    async def inject(self, update: Json | bytes, *, raw: bool = False) -> int:
        """Queue an update as it is; bytes must be JSON, but need mean nothing. `raw` adds no update_id."""
        body = json.loads(update) if isinstance(update, bytes) else update
        return int(
            (await self._link.ask("POST", "/sandbox/updates" + ("?raw=1" if raw else ""), body=body))["update_id"]
        )

    async def jump_update_ids(self, to: int | None = None) -> int:
        """Let update ids start again elsewhere; return where."""
        return int((await self._link.ask("POST", "/sandbox/update-ids", body={"next": to}))["next"])

    async def pending_updates(self) -> list[Json]:
        """Return what the bot has not confirmed yet."""
        waiting: list[Json] = (await self._link.ask("GET", "/sandbox/updates"))["updates"]
        return waiting

    async def limits(self, *, enabled: bool) -> None:
        """Switch Telegram's rate limits."""
        await self._link.ask("PUT", "/sandbox/limits", body={"enabled": enabled})
