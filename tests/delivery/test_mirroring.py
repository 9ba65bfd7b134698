"""What staff topics show: all that was said, bundled, in order, whatever Telegram does; and the list of who waits."""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.bot import SendingBot
from bot.delivery.limits import Limiter
from bot.delivery.mirroring import Mirroring, Words
from bot.delivery.recorder import Recorder
from bot.delivery.request import AiohttpRequest
from bot.delivery.waiting_list import WaitingList
from crm.cases import request_agent, take_over
from crm.cases.showing import show_to_staff
from crm.cases.waiting_list import WaitingLine
from crm.history import Attachment, Button, Content, Line, Priority, Said, Talk, Topic, queue_outbound, record_inbound
from crm.history.mirroring import Fate, Mirror, end_mirroring, note_agent_message
from crm.history.topics import briefs_due, note_brief
from crm.kernel.models import table_of
from crm.staff import Member, Role, bind_group, follow_staff_link, new_group_code, new_staff_link
from sandbox.simulator import SimulatedGroup
from tests.delivery.office import ACCOUNT, Office
from tests.history.talking import NOON

TOPICS = table_of(Topic)


def _plain(mirror: Mirror, lines: Sequence[Line], late_s: int | None) -> str:
    return "\n".join(line.text or line.kind for line in lines)


def _failed(fate: Fate) -> tuple[str, Button]:
    return f"not delivered: {fate.reason}", Button("again", "staff.again", str(fate.interaction_id))


def _who(lines: tuple[WaitingLine, ...]) -> str:
    return "; ".join(f"{line.customer} {line.agent or 'waits'}" for line in lines) or "nobody"


@dataclass
class Ahead:
    """A clock of seconds that can be put forward."""

    by_s: float = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return time.monotonic() + self.by_s


@dataclass
class Staff:
    """A bound forum, one agent, and customers with topics."""

    office: Office
    group: SimulatedGroup
    agent: Member
    mirroring: Mirroring
    waiting_list: WaitingList
    limiter: Limiter
    seconds: Ahead
    keys: list[int] = field(default_factory=list)

    def _key(self) -> str:
        self.keys.append(1)
        return f"mirror key {len(self.keys)}"

    async def follows(self, talk: Talk) -> None:
        """Let a customer ask for a person: their topic follows them."""
        write = self.office.write
        asked = write(lambda s: request_agent(s, talk, reason="asked", next_at=NOON, at=NOON))
        write(lambda s: show_to_staff(s, asked, NOON))
        with self.office.database.reading() as session:
            due = briefs_due(session)
        for topic_id, why in due:
            write(lambda s, topic_id=topic_id, why=why: note_brief(s, topic_id, why))
        await self.office.is_done()

    def says(self, talk: Talk, text: str, attachment: Attachment | None = None) -> int:
        """Let a customer say something."""
        kind = "text" if attachment is None else attachment.kind
        said = Said(key=self._key(), kind=kind, text=text, said_at=NOON, attachment=attachment)
        return int(self.office.write(lambda s: record_inbound(s, talk, said, NOON)))

    async def shows(self) -> None:
        """Show all there is to show."""
        for _ in range(50):
            if not await self.mirroring.look(lambda: True):
                return
        raise AssertionError("it never ends")

    async def shown(self) -> list[tuple[int, str]]:
        """Return (topic, text) of all that stands in the group's topics by the bot."""
        calls = await self.office.telegram.calls(chat_id=self.group.chat_id)
        sent = [c for c in calls if c["method"].startswith("send") and c["outcome"] == "ok"]
        return [
            (call["params"]["message_thread_id"], call["params"].get("text") or call["params"].get("caption") or "")
            for call in sent
            if "message_thread_id" in call["params"]
        ]

    async def texts(self) -> list[str]:
        """Return the texts alone."""
        return [text for _, text in await self.shown()]


@pytest.fixture
async def staff(office: Office) -> AsyncIterator[Staff]:
    owner = await office.telegram.newcomer("Ratna")
    group = await office.telegram.group("Tim", owner, forum=True)
    await group.adds_bot(administrator=True)
    agent = _agent(office)
    code = office.write(lambda s: new_group_code(s, actor="test", at=NOON))
    address = str(group.chat_id)
    assert office.write(
        lambda s: bind_group(s, ACCOUNT, address, code, member=agent, title="Tim", is_forum=True, at=NOON)
    )
    seconds = Ahead()
    limiter = Limiter(clock=seconds)
    bot = SendingBot(office.token, base_url=f"{office.url}/bot", request=AiohttpRequest(), rate_limiter=limiter)
    await bot.initialize()
    common: dict[str, Any] = {
        "database": office.database, "bot": bot, "limiter": limiter,
        "recorder": Recorder(office.database.writer, office.clock), "account": ACCOUNT,
    }  # fmt: skip
    mirroring = Mirroring(**common, words=Words(_plain, _failed), now=office.clock)
    yield Staff(office, group, agent, mirroring, WaitingList(**common, words=_who), limiter, seconds)
    await bot.shutdown()


def _agent(office: Office) -> Member:
    payload = office.write(lambda s: new_staff_link(s, Role.AGENT, name="Sari", actor="test", at=NOON))
    joined = office.write(lambda s: follow_staff_link(s, payload, external_id="777", name="Sari", at=NOON))
    assert isinstance(joined.member, Member)
    return joined.member


async def test_what_is_said_after_the_handoff_is_shown_in_order_as_one_message(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    staff.says(talk, "before")
    await staff.follows(talk)
    for text in ("one", "two", "three"):
        staff.says(talk, text)
    await staff.shows()
    assert await staff.texts() == ["one\ntwo\nthree"]
    await staff.shows()
    assert await staff.texts() == ["one\ntwo\nthree"]


async def test_a_topic_whose_last_words_are_not_shown_follows_nobody_after_them(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    pressed = Said(key="press", kind="button", text="", said_at=NOON)
    staff.office.write(lambda s: record_inbound(s, talk, pressed, NOON))
    with staff.office.database.reading() as session:
        topic_id = int(session.scalar(select(TOPICS.c.id)))
    staff.office.write(lambda s: end_mirroring(s, topic_id, talk.customer_id))
    await staff.shows()
    with staff.office.database.reading() as session:
        assert session.scalar(select(TOPICS.c.mirrored_through)) is None
    assert await staff.texts() == []


async def test_each_customer_is_shown_in_their_own_topic(staff: Staff) -> None:
    talks = [(await staff.office.customer(name))[1] for name in ("Siti", "Budi")]
    for talk in talks:
        await staff.follows(talk)
    for number, talk in enumerate(talks):
        staff.says(talk, f"words of {number}")
    await staff.shows()
    shown = await staff.shown()
    assert sorted(text for _, text in shown) == ["words of 0", "words of 1"]
    assert len({thread for thread, _ in shown}) == 2


async def test_when_the_group_has_no_room_all_that_waits_becomes_one_message(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    for number in range(25):
        staff.says(talk, f"w{number}")
        await staff.mirroring.look(lambda: True)
    texts = await staff.texts()
    assert len(texts) <= 20
    assert staff.limiter.would_wait_s(staff.group.chat_id, Priority.SERVICE) > 0
    assert "\n".join(texts).split("\n") == [f"w{number}" for number in range(len("\n".join(texts).split("\n")))]
    await staff.office.telegram.limits(enabled=False)
    staff.seconds.by_s += 61
    await staff.shows()
    assert "\n".join(await staff.texts()).split("\n") == [f"w{number}" for number in range(25)]


async def test_a_photo_goes_by_its_file_id_with_its_words(staff: Staff) -> None:
    person, talk = await staff.office.customer()
    photo = await person.sends_photo(caption="rusak")
    await staff.follows(talk)
    staff.says(talk, "lihat", Attachment("photo", photo.raw["photo"][-1]["file_id"]))
    staff.says(talk, "sudah?")
    await staff.shows()
    calls = await staff.office.telegram.calls("sendPhoto", chat_id=staff.group.chat_id)
    assert [call["params"]["caption"] for call in calls] == ["lihat"]
    assert await staff.texts() == ["lihat", "sudah?"]


async def test_a_file_that_telegram_does_not_know_is_told_in_words(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    staff.says(talk, "", Attachment("voice", "of another bot"))
    await staff.shows()
    assert await staff.texts() == ["voice"]


async def test_a_call_that_fails_loses_nothing(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    staff.says(talk, "one")
    await staff.office.telegram.faults.server_error(methods=["sendMessage"], times=1)
    await staff.mirroring.look(lambda: True)
    staff.says(talk, "two")
    staff.office.clock.moment = NOON.replace(minute=1)
    await staff.shows()
    assert (await staff.texts())[-1].startswith("one\ntwo")


async def test_a_wait_that_telegram_asks_for_is_kept_by_whoever_shows_next(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    staff.says(talk, "one")
    await staff.office.telegram.faults.too_many_requests(retry_after=30, methods=["sendMessage"], times=1)
    assert await staff.mirroring.look(lambda: True) == 0
    assert await staff.mirroring.look(lambda: True) == 0
    assert await staff.texts() == []


async def test_a_topic_that_was_deleted_asks_for_a_summary_before_it_goes_on(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    [topic] = await staff.group.topics()
    await staff.group.deletes_topic(topic["id"])
    staff.says(talk, "still here?")
    await staff.mirroring.look(lambda: True)
    with staff.office.database.reading() as session:
        [(topic_id, why)] = briefs_due(session)
        assert session.scalar(select(TOPICS.c.thread_id)) is None
    assert why == f"again:{topic['id']}"
    assert topic_id


async def test_an_agents_message_is_marked_when_it_arrived_and_a_failure_is_said_there(staff: Staff) -> None:
    person, talk = await staff.office.customer()
    await staff.follows(talk)
    taken = staff.office.write(lambda s: take_over(s, talk.conversation_id, staff.agent, at=NOON, next_at=NOON)).talk
    owner_message = await _in_topic(staff)
    with staff.office.database.reading() as session:
        topic = session.execute(select(TOPICS)).one()

    def says(key: str, message_id: int) -> None:
        content = Content(html=key, priority=Priority.AGENT, author=staff.agent.actor)
        said = staff.office.write(lambda s: queue_outbound(s, taken, content, key=key, now=NOON))
        staff.office.write(
            lambda s: note_agent_message(
                s, said, customer_id=talk.customer_id, chat_id=topic.chat_id, topic_id=topic.id, message_id=message_id
            )
        )

    says("hello", owner_message)
    await staff.office.is_done()
    await staff.shows()
    marks = await staff.office.telegram.calls("setMessageReaction", chat_id=staff.group.chat_id)
    assert [(call["params"]["message_id"], call["outcome"]) for call in marks] == [(owner_message, "ok")]
    assert "hello" not in await staff.texts(), "it stands in the topic already"

    await person.blocks()
    says("lost", await _in_topic(staff))
    await staff.office.is_done()
    await staff.shows()
    await staff.office.is_done()
    assert any("not delivered: blocked" in text for text in await staff.texts())


async def _in_topic(staff: Staff) -> int:
    """Let the owner of the group write in the topic, and return the number of the message."""
    owner = await staff.office.telegram.user("Ratna")
    [topic] = await staff.group.topics()
    return (await owner.in_chat(staff.group).says("x", topic=topic["id"])).id


async def test_nothing_is_shown_by_a_process_that_may_not_send(staff: Staff) -> None:
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    staff.says(talk, "one")
    await staff.mirroring.look(lambda: False)
    assert await staff.texts() == []


async def test_one_pinned_message_shows_who_waits_and_is_edited_in_place(staff: Staff) -> None:
    assert await staff.waiting_list.look() == 1
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    assert await staff.waiting_list.look() == 1
    assert await staff.waiting_list.look() == 0
    staff.office.write(lambda s: take_over(s, talk.conversation_id, staff.agent, at=NOON, next_at=NOON))
    await staff.waiting_list.look()
    sent = [c for c in await staff.office.telegram.calls("sendMessage") if "message_thread_id" not in c["params"]]
    edits = await staff.office.telegram.calls("editMessageText")
    pins = await staff.office.telegram.calls("pinChatMessage")
    in_group = [call["params"]["text"] for call in sent if call["chat_id"] == staff.group.chat_id]
    assert in_group == ["nobody"]
    assert [call["params"]["text"] for call in edits] == ["Siti waits", "Siti Sari"]
    assert [call["outcome"] for call in pins] == ["ok"]


async def test_a_pinned_message_that_was_deleted_is_written_and_pinned_again(staff: Staff) -> None:
    await staff.waiting_list.look()
    owner = await staff.office.telegram.user("Ratna")
    [message] = [m for m in await owner.in_chat(staff.group).history() if m.text == "nobody"]
    await owner.in_chat(staff.group).deletes(message)
    _, talk = await staff.office.customer()
    await staff.follows(talk)
    await staff.waiting_list.look()
    assert len(await staff.office.telegram.calls("pinChatMessage")) == 2
    assert [m.text for m in await owner.in_chat(staff.group).history()][-1] != "nobody"


class _Never:
    def cancel(self) -> None:
        """Nothing was to happen."""


async def test_thirty_customers_in_one_group_lag_within_bounds_and_lose_nothing(staff: Staff) -> None:
    """Thirty messages a minute in a group that takes twenty: each topic is served in its turn, with all that waits."""
    second = 0.0
    limiter = Limiter(clock=lambda: second, call_later=lambda _delay, _wake: _Never())
    staff.mirroring._limiter = limiter
    staff.mirroring._bot._rate_limiter = limiter
    talks = [(await staff.office.customer(f"Customer {number}"))[1] for number in range(30)]
    for talk in talks:
        await staff.follows(talk)
    said_at: dict[str, float] = {}
    calls_at: list[float] = []
    while second < 240 or len(said_at) > sum(len(text.split("\n")) for text in await staff.texts()):
        second += 1.0
        staff.office.clock.moment += timedelta(seconds=1)
        if second < 240 and second % 2 == 0:
            words = f"w{len(said_at)}"
            said_at[words] = second
            staff.says(talks[len(said_at) * 7 % 30], words)
        calls_at += [second] * await staff.mirroring.look(lambda: True)
        assert second < 600, "it never catches up"
    shown = await staff.texts()
    lags = [
        at - said_at[words]
        for at, text in zip(calls_at, shown, strict=True)
        for words in text.split("\n")
        if words in said_at
    ]
    assert len(lags) == len(said_at)
    assert max(lags) <= 120
    assert all(sum(start <= at < start + 60 for at in calls_at) <= 20 for start in calls_at)
