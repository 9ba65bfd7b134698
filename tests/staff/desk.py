"""A customer, the bot, a group with a topic, and two agents: all in the database, without Telegram."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import select

from crm.cases import OpenHandoff, open_handoff
from crm.cases.handoff_queries import handoffs_due
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.briefing import write_brief
from crm.conversation.staffing.group_presses import take_group_press
from crm.conversation.staffing.group_words import take_group_words
from crm.conversation.staffing.overseeing import oversee
from crm.conversation.staffing.values import GroupPress, GroupWords, Place
from crm.conversation.turns import decide_due, due_conversations, take_words, talk_with
from crm.customers import Person
from crm.history import Notice, Said, Talk, Topic, find_talk_of
from crm.history.models import Interaction
from crm.history.topics import briefs_due, note_thread
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.staff import Member, Role, bind_group, follow_staff_link, member_at, new_group_code, new_staff_link

TOPICS, NOTICES, INTERACTIONS = table_of(Topic), table_of(Notice), table_of(Interaction)
OPEN_AT = datetime(2027, 6, 2, 3, 0, tzinfo=UTC)
"""A Wednesday, ten o'clock in Jakarta: the demo's team is there."""
_numbers = count(1)


@dataclass
class Desk:
    """All that a test does and sees."""

    database: Database
    snapshot: Snapshot
    now: datetime = OPEN_AT
    account: str = field(default_factory=lambda: str(next(_numbers)))
    group: str = field(default_factory=lambda: f"-100{next(_numbers)}")
    agents: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person = Person("telegram", self.account, f"9{next(_numbers):06}", "Siti", language_code="id")
        self.conversation_id = self.database.writer.run(lambda s: talk_with(s, self.person, self.now)).conversation_id
        self.joins("ratna", Role.OWNER)
        self._bind()
        for name in ("sari", "dimas"):
            self.joins(name)

    def joins(self, name: str, role: Role = Role.AGENT) -> None:
        """Let somebody become one of the staff, by a link."""
        known = self.agents.get(name)
        user = known.external_id if known is not None else f"8{next(_numbers):06}"
        payload = self.database.writer.run(
            lambda s: new_staff_link(s, role, name=name.capitalize(), actor="test", at=self.now)
        )
        joined = self.database.writer.run(
            lambda s: follow_staff_link(s, payload, external_id=user, name=name, at=self.now)
        )
        assert joined.member is not None
        self.agents[name] = joined.member

    def _bind(self) -> None:
        code = self.database.writer.run(lambda s: new_group_code(s, actor="test", at=self.now))
        assert self.database.writer.run(
            lambda s: bind_group(
                s, self.account, self.group, code, member=self.agents["ratna"], title="Tim", is_forum=True, at=self.now
            )
        )

    # What happens

    def customer_says(self, text: str, *, key: str | None = None) -> bool:
        """Let the customer say something; the same key again is a redelivery. Returns whether it was new."""
        said = Said(key=key or f"say {next(_numbers)}", kind="text", text=text, said_at=self.now)
        understood = self.snapshot.understand([text])
        return self.database.writer.run(
            lambda s: take_words(s, self.person, said, understood, self.snapshot, self.now, more_waiting=False)
        ).is_new

    def says(self, name: str, text: str, *, key: str | None = None) -> None:
        """Let somebody of the staff write in the topic."""
        number = next(_numbers)
        words = GroupWords(
            place=self.place(), key=key or f"group:{self.account}:{self.group}:{number}",
            user_id=self.agents[name].external_id, user_name=name, is_anonymous=False, message_id=number, at=self.now,
            text=text, html=text,
        )  # fmt: skip
        self.database.writer.run(lambda s: take_group_words(s, words, self.snapshot, self.now))

    def presses(self, name: str, action: str, argument: str | None = None) -> str | None:
        """Let somebody of the staff press a button in the topic."""
        press = GroupPress(
            place=self.place(), key=f"press {next(_numbers)}", user_id=self.agents[name].external_id, user_name=name,
            action=action, argument=str(self.conversation_id) if argument is None else argument, at=self.now,
        )  # fmt: skip
        return self.database.writer.run(lambda s: take_group_press(s, press, self.snapshot, self.now))

    def place(self) -> Place:
        """Return the customer's topic as an update shows it."""
        self.makes_threads()
        return Place(
            account=self.account, external_id=self.group, title="Tim", is_forum=True, thread_id=self.topic().id
        )

    def makes_threads(self) -> None:
        """Give each topic a thread, as the sender would."""
        with self.database.reading() as session:
            missing = list(session.execute(select(TOPICS.c.id).where(TOPICS.c.thread_id.is_(None))).scalars())
        for topic_id in missing:
            self.database.writer.run(partial(note_thread, topic_id=topic_id, thread_id=topic_id, at=self.now))

    def time_passes(self, by: timedelta) -> None:
        """Let time pass, and all that is due be done: put-off answers, summaries, reminders."""
        self.now += by
        with self.database.reading() as session:
            due = due_conversations(session, self.snapshot, self.now)
        for each in due:
            self.database.writer.run(partial(decide_due, due=each, snapshot=self.snapshot, now=self.now))
        self.minds_staff()

    def minds_staff(self) -> None:
        """Write the summaries that are due, and do what time asks for."""
        with self.database.reading() as session:
            briefs, handoffs = briefs_due(session), handoffs_due(session, self.now)
        for topic_id, why in briefs:
            self.database.writer.run(
                partial(write_brief, topic_id=topic_id, why=why, snapshot=self.snapshot, now=self.now)
            )
        for handoff in handoffs:
            self.database.writer.run(partial(oversee, due=handoff, snapshot=self.snapshot, now=self.now))

    # What is written down

    def talk(self) -> Talk:
        """Return the conversation."""
        return self.database.writer.run(lambda s: find_talk_of(s, self.conversation_id))

    def handoff(self) -> OpenHandoff | None:
        """Return the handoff that is open."""
        with self.database.reading() as session:
            return open_handoff(session, self.conversation_id)

    def topic(self) -> Topic:
        """Return the customer's topic."""
        with self.database.reading() as session:
            row = session.execute(
                select(TOPICS).where(TOPICS.c.customer_id == self.talk_customer()).order_by(TOPICS.c.id.desc())
            ).first()
        assert row is not None, "the customer has no topic"
        return Topic(**row._mapping)

    def talk_customer(self) -> int:
        """Return the customer's number."""
        return self.talk().customer_id

    def said_to_customer(self) -> list[str]:
        """Return what the business said, oldest first."""
        return self._words("outbound")

    def note_ids(self) -> list[int]:
        """Return the numbers of the internal notes."""
        query = select(INTERACTIONS.c.id).where(
            INTERACTIONS.c.conversation_id == self.conversation_id, INTERACTIONS.c.direction == "note"
        )
        with self.database.reading() as session:
            return list(session.execute(query.order_by(INTERACTIONS.c.id)).scalars())

    def notes(self) -> list[str]:
        """Return the internal notes."""
        return self._words("note")

    def _words(self, direction: str) -> list[str]:
        query = select(INTERACTIONS.c.text).where(
            INTERACTIONS.c.conversation_id == self.conversation_id, INTERACTIONS.c.direction == direction
        )
        with self.database.reading() as session:
            return list(session.execute(query.order_by(INTERACTIONS.c.id)).scalars())

    def told_staff(self) -> list[str]:
        """Return the kinds of all that the staff were told."""
        with self.database.reading() as session:
            return list(session.execute(select(NOTICES.c.kind).order_by(NOTICES.c.id)).scalars())

    def words_told_staff(self) -> list[str]:
        """Return all that the staff were told."""
        with self.database.reading() as session:
            return list(session.execute(select(NOTICES.c.text).order_by(NOTICES.c.id)).scalars())

    def is_member(self, name: str) -> bool:
        """Tell whether somebody is of the staff now."""
        with self.database.reading() as session:
            return member_at(session, "telegram", self.agents[name].external_id) is not None
