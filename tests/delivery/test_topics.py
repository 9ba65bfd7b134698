"""Topics are rows: Telegram is brought in line with them, also after somebody deleted one there."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from crm.customers.models import Chat
from crm.history import (
    Delivery,
    Topic,
    close_topic,
    open_topic,
    register_staff_chat,
    rename_topic,
    reopen_topic,
    tell_staff,
    tell_topic,
)
from crm.kernel.models import table_of
from sandbox.simulator import SimulatedGroup
from tests.delivery.office import ACCOUNT, Office
from tests.history.talking import NOON

CHATS, DELIVERIES, TOPICS = table_of(Chat), table_of(Delivery), table_of(Topic)


@dataclass
class Staff:
    """A forum of the staff's, with one topic."""

    office: Office
    group: SimulatedGroup
    chat_id: int
    topic_id: int = 0
    said: int = 0

    async def does(self, change: Any, *arguments: Any) -> None:
        """Change the topic, and let the sender work."""
        self.office.write(lambda session: change(session, self.topic_id, *arguments, NOON))
        await self.office.is_done()

    async def says(self, text: str) -> None:
        """Say something in the topic."""
        self.said += 1
        key = f"word {self.said}"
        self.office.write(
            lambda session: tell_topic(session, self.topic_id, key=key, kind="staff_note", text=text, at=NOON)
        )
        await self.office.is_done()

    def thread_id(self) -> int | None:
        """Return Telegram's number of the topic, as we know it."""
        with self.office.database.reading() as session:
            found: int | None = session.scalar(select(TOPICS.c.thread_id).where(TOPICS.c.id == self.topic_id))
        return found

    async def words(self) -> list[tuple[int, str]]:
        """Return (topic, text) of what the bot said."""
        calls = await self.office.telegram.calls("sendMessage", self.group.chat_id)
        return [(call["params"]["message_thread_id"], call["params"]["text"]) for call in calls if _passed(call)]

    def states(self) -> list[tuple[str, str]]:
        """Return (method, state) of all deliveries."""
        with self.office.database.reading() as session:
            rows = session.execute(select(DELIVERIES.c.method, DELIVERIES.c.state).order_by(DELIVERIES.c.id)).all()
        return [(row.method, row.state) for row in rows]


def _passed(call: dict[str, Any]) -> bool:
    return "message_thread_id" in call["params"] and call["outcome"] == "ok"


@pytest.fixture
async def staff(office: Office) -> Staff:
    owner = await office.telegram.newcomer("Pemilik")
    group = await office.telegram.group("Tim", owner, forum=True)
    await group.adds_bot(administrator=True)
    address = str(group.chat_id)
    office.write(lambda session: register_staff_chat(session, "telegram", ACCOUNT, address))
    with office.database.reading() as session:
        chat_id = int(session.scalar(select(CHATS.c.id).where(CHATS.c.external_id == address)))
    made = Staff(office, group, chat_id)
    made.topic_id = office.write(lambda s: open_topic(s, chat_id, key="conversation:1", name="Siti", at=NOON))
    await office.is_done()
    return made


async def test_a_topic_is_made_once(staff: Staff) -> None:
    again = staff.office.write(lambda s: open_topic(s, staff.chat_id, key="conversation:1", name="Siti", at=NOON))
    await staff.office.is_done()
    [topic] = await staff.group.topics()
    assert (again, topic["name"]) == (staff.topic_id, "Siti")
    assert staff.thread_id() == topic["id"]


async def test_a_topic_is_renamed_closed_and_opened_again(staff: Staff) -> None:
    await staff.does(rename_topic, "Siti K-1042")
    await staff.does(close_topic)
    [topic] = await staff.group.topics()
    assert (topic["name"], topic["closed"]) == ("Siti K-1042", True)

    await staff.does(reopen_topic)
    await staff.does(reopen_topic)
    [topic] = await staff.group.topics()
    assert not topic["closed"]
    assert len(await staff.office.telegram.calls("reopenForumTopic")) == 1


async def test_words_go_into_their_topic(staff: Staff) -> None:
    await staff.says("Halo <b>tim</b>")
    [topic] = await staff.group.topics()
    assert await staff.words() == [(topic["id"], "Halo <b>tim</b>")]


async def test_words_for_a_topic_that_was_deleted_make_it_again_and_go_there(staff: Staff) -> None:
    [gone] = await staff.group.topics()
    await staff.group.deletes_topic(gone["id"])

    await staff.says("Masih di sini")

    [topic] = await staff.group.topics()
    assert topic["id"] != gone["id"]
    assert topic["name"] == "Siti"
    assert await staff.words() == [(topic["id"], "Masih di sini")]
    assert staff.thread_id() == topic["id"]


async def test_a_closed_topic_that_is_made_again_is_closed_again(staff: Staff) -> None:
    await staff.does(close_topic)
    [gone] = await staff.group.topics()
    await staff.group.deletes_topic(gone["id"])
    await staff.says("Catatan")
    [topic] = await staff.group.topics()
    assert topic["closed"]


@pytest.mark.parametrize("change", [(rename_topic, "Budi"), (close_topic,)])
async def test_a_change_of_a_topic_that_was_deleted_waits_for_its_next_words(
    staff: Staff, change: tuple[Any, ...]
) -> None:
    [gone] = await staff.group.topics()
    await staff.group.deletes_topic(gone["id"])

    await staff.does(*change)
    assert await staff.group.topics() == []
    assert staff.states()[-1][1] == "suppressed"

    await staff.says("Catatan")
    [topic] = await staff.group.topics()
    assert (topic["name"], topic["closed"]) == (("Budi", False) if change[1:] else ("Siti", True))


async def test_a_topic_that_was_deleted_is_made_again_when_it_is_opened_again(staff: Staff) -> None:
    await staff.does(close_topic)
    [gone] = await staff.group.topics()
    await staff.group.deletes_topic(gone["id"])
    await staff.does(reopen_topic)
    [topic] = await staff.group.topics()
    assert not topic["closed"]


async def test_a_topic_that_telegram_never_keeps_is_not_made_for_ever(staff: Staff) -> None:
    refusal = "Bad Request: message thread not found"
    await staff.office.telegram.faults.refused(refusal, methods=["sendMessage"])
    await staff.says("Catatan")
    assert staff.states()[1] == ("message", "failed")
    assert len(await staff.group.topics()) == 4


async def test_words_for_a_group_that_became_a_supergroup_follow_it(office: Office) -> None:
    owner = await office.telegram.newcomer("Pemilik")
    group = await office.telegram.group("Tim", owner)
    await group.adds_bot()
    before = str(group.chat_id)
    office.write(lambda session: register_staff_chat(session, "telegram", ACCOUNT, before))
    await group.migrates()

    office.write(lambda session: tell_staff(session, key="k", kind="staff_note", text="Halo tim", at=NOON))
    await office.is_done()

    [message] = await office.telegram.calls("sendMessage", group.chat_id)
    assert (message["params"]["text"], message["outcome"]) == ("Halo tim", "ok")


async def test_a_name_that_is_too_long_is_cut(staff: Staff) -> None:
    await staff.does(rename_topic, "panjang " * 30)
    [topic] = await staff.group.topics()
    assert 100 < len(topic["name"]) <= 128


async def test_what_a_topic_is_already_counts_as_done(staff: Staff) -> None:
    await staff.office.telegram.faults.accepted_closed(methods=["closeForumTopic"], times=1)
    await staff.does(close_topic)
    assert staff.states()[-1] == ("close_topic", "sent")
