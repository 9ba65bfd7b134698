"""Who answers now: one winner, a new epoch for every change, and the bot's words of before."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.cases import open_handoff, put_back, release, request_agent, snooze, take_over, wake
from crm.cases.models import Handoff
from crm.conversation.turns import talk_with
from crm.customers import Person
from crm.history import Content, Holder, Talk, find_talk_of, queue_outbound
from crm.history.outbox import due_deliveries
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.leaving import Refusal, reason_against
from crm.staff import Member, Role, follow_staff_link, new_staff_link
from tests.history.talking import NOON

AUDIT, HANDOFFS = table_of(AuditEntry), table_of(Handoff)
LATER = NOON + timedelta(minutes=10)


class Desk:
    """One customer, two agents."""

    def __init__(self, database: Database) -> None:
        self.database = database
        person = Person("telegram", "42", "500", "Siti")
        self.conversation_id = database.writer.run(lambda s: talk_with(s, person, NOON)).conversation_id
        self.sari, self.dimas = self._agent("1", "Sari"), self._agent("2", "Dimas")

    def _agent(self, user: str, name: str) -> Member:
        payload = self.database.writer.run(lambda s: new_staff_link(s, Role.AGENT, name=name, actor="owner", at=NOON))
        joined = self.database.writer.run(lambda s: follow_staff_link(s, payload, external_id=user, name=name, at=NOON))
        assert joined.member is not None
        return joined.member

    def talk(self) -> Talk:
        return self.database.writer.run(lambda s: find_talk_of(s, self.conversation_id))

    def ask(self) -> None:
        self.database.writer.run(lambda s: request_agent(s, self.talk_in(s), reason="asked", next_at=LATER, at=NOON))

    def talk_in(self, session: object) -> Talk:
        return find_talk_of(session, self.conversation_id)  # type: ignore[arg-type] # a session

    def take(self, member: Member) -> bool:
        taken = self.database.writer.run(lambda s: take_over(s, self.conversation_id, member, at=NOON, next_at=LATER))
        return taken.is_new

    def say(self, author: str, key: str) -> None:
        self.database.writer.run(
            lambda s: queue_outbound(s, self.talk_in(s), Content(html=key, author=author), key=key, now=NOON)
        )

    def reasons(self) -> list[Refusal | object | None]:
        with self.database.reading() as session:
            due = due_deliveries(session, "42", NOON, marketing=False, most=10)
        return [reason_against(each, NOON) for each in due]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_of_two_who_take_over_the_first_has_it(desk: Desk) -> None:
    desk.ask()
    assert [desk.take(desk.sari), desk.take(desk.dimas), desk.take(desk.sari)] == [True, False, False]
    with desk.database.reading() as session:
        handoff = open_handoff(session, desk.conversation_id)
    assert handoff is not None
    assert handoff.agent_id == desk.sari.id


async def test_of_many_who_take_over_at_the_same_moment_one_has_it(desk: Desk) -> None:
    desk.ask()
    tried = [asyncio.to_thread(desk.take, member) for member in (desk.sari, desk.dimas) * 4]
    assert sum(await asyncio.gather(*tried)) == 1
    assert desk.talk().ownership_epoch == 2


def test_every_change_raises_the_epoch_and_has_its_audit_row(desk: Desk) -> None:
    run = desk.database.writer.run
    desk.ask()
    desk.take(desk.sari)
    run(lambda s: snooze(s, desk.talk_in(s), desk.sari, until=LATER, at=NOON))
    run(lambda s: wake(s, desk.talk_in(s), next_at=LATER, at=NOON))
    run(lambda s: put_back(s, desk.talk_in(s), actor="system", next_at=LATER, at=NOON))
    desk.take(desk.dimas)
    run(lambda s: release(s, desk.talk_in(s), actor="agent:2", outcome="released", at=NOON))
    talk = desk.talk()
    assert (talk.holder, talk.ownership_epoch) == (Holder.BOT, 7)
    with desk.database.reading() as session:
        actions = list(session.execute(select(AUDIT.c.action).where(AUDIT.c.subject.like("conversation:%"))).scalars())
    changes = ["requested", "taken_over", "snoozed", "woken", "put_back", "taken_over", "released"]
    assert actions == [f"conversation.{change}" for change in changes]


def test_what_is_not_possible_changes_nothing(desk: Desk) -> None:
    run = desk.database.writer.run
    assert run(lambda s: release(s, desk.talk_in(s), actor="agent:1", outcome="released", at=NOON)) is None
    assert run(lambda s: snooze(s, desk.talk_in(s), desk.sari, until=LATER, at=NOON)) is None
    assert run(lambda s: wake(s, desk.talk_in(s), next_at=LATER, at=NOON)) is None
    desk.take(desk.sari)
    assert run(lambda s: snooze(s, desk.talk_in(s), desk.dimas, until=LATER, at=NOON)) is None
    assert desk.talk().ownership_epoch == 1


def test_a_change_that_somebody_else_was_faster_with_is_refused(desk: Desk) -> None:
    before = desk.talk()
    desk.take(desk.sari)
    with pytest.raises(LookupError):
        desk.database.writer.run(lambda s: request_agent(s, before, reason="asked", next_at=LATER, at=NOON))


def test_what_the_bot_had_queued_before_a_takeover_may_not_leave(desk: Desk) -> None:
    desk.say("bot", "bot's answer")
    assert desk.reasons() == [None]
    desk.take(desk.sari)
    assert desk.reasons() == [Refusal.AGENT_TALKING]


def test_what_the_bot_had_queued_before_a_person_was_asked_for_still_leaves(desk: Desk) -> None:
    desk.say("bot", "bot's answer")
    desk.ask()
    assert desk.reasons() == [None]


def test_what_an_agent_said_leaves_after_they_have_released(desk: Desk) -> None:
    desk.take(desk.sari)
    desk.say(desk.sari.actor, "agent's answer")
    desk.database.writer.run(lambda s: release(s, desk.talk_in(s), actor=desk.sari.actor, outcome="released", at=NOON))
    assert desk.reasons() == [None]
