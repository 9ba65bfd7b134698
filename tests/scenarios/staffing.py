"""The staff of a scenario: they join by links, bind their group by a code, and work in its topics."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crm.kernel.database import Database
from crm.staff import Role, new_staff_link
from sandbox.encoding import Json
from sandbox.simulator import Conversation, NotSeen, Person, SeenMessage, SimulatedGroup, Simulator

LOOK_S = 0.02


@dataclass(slots=True)
class Team:
    """The staff's group, with everybody in it."""

    group: SimulatedGroup
    seats: dict[int, Conversation]
    seen: dict[tuple[int, int], int] = field(default_factory=dict)

    def seat(self, person: Person) -> Conversation:
        """Return somebody in the group. Who was never added sits in it as a stranger."""
        if person.user_id not in self.seats:
            self.seats[person.user_id] = person.in_chat(self.group)
        return self.seats[person.user_id]

    async def topic_of(self, customer: str, within_s: float) -> int:
        """Return the thread of a customer, once it is there."""
        async with asyncio.timeout(within_s):
            while True:
                found = [topic for topic in await self.group.topics() if topic["name"] == customer]
                if found:
                    return int(found[-1]["id"])
                await asyncio.sleep(LOOK_S)

    async def in_topic(self, person: Person, thread_id: int) -> list[SeenMessage]:
        """Return what stands in a topic, oldest first."""
        return [message for message in await self.seat(person).history() if _thread(message) == thread_id]

    async def sees(self, person: Person, thread_id: int, words: Sequence[str], within_s: float) -> SeenMessage:
        """Wait for a message with all these words in a topic, after what this person has seen there.

        Raises NotSeen with what there was.
        """
        key = (person.user_id, thread_id)
        texts: list[str] = []
        deadline = asyncio.get_running_loop().time() + within_s
        while asyncio.get_running_loop().time() < deadline:
            new = [m for m in await self.in_topic(person, thread_id) if m.id > self.seen.get(key, 0)]
            texts = [message.text for message in new]
            for message in new:
                if all(each in message.text for each in words):
                    self.seen[key] = message.id
                    return message
            await asyncio.sleep(LOOK_S)
        raise NotSeen(f"nothing with {words!r} in the topic, but {texts}")


def _thread(message: SeenMessage) -> int | None:
    thread: int | None = message.raw.get("message_thread_id")
    return thread


async def open_team(telegram: Simulator, database: Database, people: Mapping[str, tuple[str, Person]]) -> Team:
    """Let the owner join by the first link, bind a group by a code, and bring in the others by links of their own."""
    [(_, owner)] = [each for each in people.values() if each[0] == "owner"]
    link = await asyncio.to_thread(_first_link, database)
    await owner.starts(link)
    await owner.sees("pemilik", within_s=8)
    group = await telegram.group(
        "Tim CS", owner, members=tuple(person for role, person in people.values() if role != "owner"), forum=True
    )
    await owner.says("/staff group")
    code = re.findall(r"/bind (\w+)", (await owner.sees("/bind", within_s=8)).text)[0]
    await group.adds_bot(administrator=True)
    team = Team(group, {person.user_id: person.in_chat(group) for _, person in people.values()})
    await team.seat(owner).says(f"/bind {code}")
    await team.seat(owner).sees("grup tim", within_s=8)
    for name, (role, person) in people.items():
        if role in {"agent", "lead", "cashier"}:
            await owner.says(f"/staff add {name.capitalize()} {role}")
            await person.starts(link_in(await owner.sees("start=", within_s=8)))
            await person.sees("terdaftar", within_s=8)
    return team


def link_in(message: SeenMessage) -> str:
    """Return the payload of the link in a message."""
    found = re.search(r"start=([\w-]+)", message.text)
    assert found is not None, message.text
    return found[1]


def _first_link(database: Database) -> str:
    return database.writer.run(
        lambda session: new_staff_link(session, Role.OWNER, name=None, actor="test", at=datetime.now(UTC))
    )


def buttons_in(messages: Sequence[SeenMessage], label: str) -> list[SeenMessage]:
    """Return the messages that have a button, oldest first."""
    return [message for message in messages if label in message.buttons]


def reactions_of(message: SeenMessage) -> list[Json]:
    """Return the reactions to a message."""
    return list(message.raw["view"]["reactions"])
