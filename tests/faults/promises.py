"""What Ingat promises: what was said is there once and in order, all of it is answered, and no answer comes twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, create_engine, text

from sandbox.simulator import Person, Simulator

WITHIN_S = 30.0
LOOK_S = 0.05

_OPEN = """
    SELECT (SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL AND chat_id NOT IN (:chat))
         + (SELECT count(*) FROM conversations WHERE decide_at IS NOT NULL)
"""
_SAID = """
    SELECT i.direction, i.text, i.id, c.decided_through
    FROM interactions i JOIN conversations c ON c.id = i.conversation_id JOIN chats h ON h.id = c.chat_id
    WHERE h.external_id = :person AND i.direction <> 'note' AND i.kind NOT IN ('edit', 'reaction')
    ORDER BY i.id
"""


@dataclass(slots=True)
class Customer:
    """Somebody who writes, and what they have written."""

    person: Person
    said: list[str] = field(default_factory=list)


class Promises:
    """Keeps what was said, and looks at the end for it in the history and for the answers in the chats."""

    def __init__(self, telegram: Simulator, database_url: str) -> None:
        self._telegram = telegram
        self._engine = create_engine(database_url)
        self._customers: dict[int, Customer] = {}

    async def says(self, name: str, words: str) -> Person:
        """Let a customer, who joins if new, say something, and remember it."""
        customer = next((known for known in self._customers.values() if known.person.name == name), None)
        if customer is None:
            customer = Customer(await self._telegram.newcomer(name))
            self._customers[customer.person.user_id] = customer
        customer.said.append(words)
        await customer.person.says(words)
        return customer.person

    async def are_kept(self, *, may_repeat: bool = False, within_s: float = WITHIN_S, waiting_chat: int = 0) -> None:
        """Wait until nothing is left to do, then look at everybody. `may_repeat`: a fault has hit a call under way."""
        await self._until_all_is_done(within_s, waiting_chat)
        for customer in self._customers.values():
            if customer.person.user_id != waiting_chat:
                await self._look_at(customer, may_repeat=may_repeat)

    async def _until_all_is_done(self, within_s: float, waiting_chat: int) -> None:
        try:
            async with asyncio.timeout(within_s):
                while not await self._is_all_done(waiting_chat):  # noqa: ASYNC110 other processes do it
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            waiting = len(await self._telegram.pending_updates())
            raise AssertionError(f"not done within {within_s} s: {waiting} updates wait, {self._rows(_ALL)}") from None

    async def _is_all_done(self, waiting_chat: int) -> bool:
        if await self._telegram.pending_updates():
            return False
        return self._is_recorded() and not self._is_open(waiting_chat)

    def _is_open(self, waiting_chat: int) -> bool:
        found = self._rows("SELECT id FROM chats WHERE external_id = :person", person=str(waiting_chat))
        return bool(self._rows(_OPEN, chat=found[0][0] if found else 0)[0][0])

    def _is_recorded(self) -> bool:
        inbound = self._rows("SELECT count(*) FROM interactions WHERE direction = 'inbound'")[0][0]
        return bool(inbound >= sum(len(customer.said) for customer in self._customers.values()))

    async def _look_at(self, customer: Customer, *, may_repeat: bool) -> None:
        rows = self._rows(_SAID, person=str(customer.person.user_id))
        inbound = [row.text for row in rows if row.direction == "inbound"]
        outbound = [row.text.strip() for row in rows if row.direction == "outbound"]
        assert inbound == customer.said, f"{inbound} in the history, {customer.said} was said"
        assert rows[-1].direction == "outbound", f"nobody has answered {inbound[-1]!r}"
        assert all(row.decided_through >= row.id for row in rows if row.direction == "inbound")
        seen = [message.text.strip() for message in await customer.person.history() if message.is_from_bot]
        arrived = _without_repeats(seen) if may_repeat else seen
        assert arrived == outbound, f"{arrived} in the chat, {outbound} in the history"

    def _rows(self, statement: str, **values: object) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(text(statement), values).all()

    def close(self) -> None:
        """Let go of the database, until it is looked at again."""
        self._engine.dispose()


_ALL = "SELECT id, state, reason, due_at FROM deliveries WHERE due_at IS NOT NULL"


def _without_repeats(texts: list[str]) -> list[str]:
    return [text for number, text in enumerate(texts) if number == 0 or text != texts[number - 1]]


async def calls_have_arrived(telegram: Simulator, count: int) -> None:
    """Wait until so many messages have arrived at Telegram, answered or not."""
    async with asyncio.timeout(15):
        while len(await telegram.calls("sendMessage")) < count:  # noqa: ASYNC110 an unanswered call is no event
            await asyncio.sleep(LOOK_S)
