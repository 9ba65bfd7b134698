"""The staff of a scenario: they join by links, bind their group by a code, and work in its topics."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from crm.customers import ChannelIdentity, Chat
from crm.history import Topic
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.staff import Role, new_staff_link
from sandbox.encoding import Json
from sandbox.simulator import Conversation, NotSeen, Person, SeenMessage, SimulatedGroup, Simulator

TOPICS, CHATS, IDENTITIES = table_of(Topic), table_of(Chat), table_of(ChannelIdentity)
LOOK_S = 0.02


@dataclass(slots=True)
class Team:
    """The staff's group, with everybody in it."""

    group: SimulatedGroup
    database: Database
    customers: Mapping[str, Person]
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
            while (thread_id := await asyncio.to_thread(self._thread_of, customer)) is None:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_S)  # the database tells nobody of a topic
        return thread_id

    def _thread_of(self, customer: str) -> int | None:
        """Return the thread from the database: groups of earlier scenarios have people of the same names."""
        query = (
            select(TOPICS.c.thread_id)
            .join(CHATS, CHATS.c.id == TOPICS.c.chat_id)
            .join(IDENTITIES, IDENTITIES.c.customer_id == TOPICS.c.customer_id)
            .where(
                CHATS.c.external_id == str(self.group.chat_id),
                IDENTITIES.c.external_id == str(self.customers[customer].user_id),
            )
        )
        with self.database.reading() as session:
            thread_id: int | None = session.scalar(query)
        return thread_id

    async def in_topic(self, person: Person, thread_id: int) -> list[SeenMessage]:
        """Return what stands in a topic, oldest first."""
        return [message for message in await self.seat(person).history() if _thread(message) == thread_id]

    async def sees(self, person: Person, customer: str, words: Sequence[str], within_s: float) -> SeenMessage:
        """Wait for a message with all these words in a customer's topic, after what this person has seen there.

        The topic may be made again meanwhile. Raises NotSeen with what there was.
        """
        texts: list[str] = []
        deadline = asyncio.get_running_loop().time() + within_s
        while asyncio.get_running_loop().time() < deadline:
            thread_id = await self.topic_of(customer, within_s)
            key = (person.user_id, thread_id)
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


async def open_team(
    telegram: Simulator,
    database: Database,
    people: Mapping[str, tuple[str, Person]],
    customers: Mapping[str, Person],
) -> Team:
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
    team = Team(group, database, customers, {person.user_id: person.in_chat(group) for _, person in people.values()})
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
