"""The outbox against a plain model of it: whatever is queued, tried and ended, in whatever order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from crm.history import Content, Delivery, Method, Priority, State, Talk
from crm.history.outbox import (
    Ended,
    claim,
    delivery,
    due_deliveries,
    give_up_abandoned,
    record_ends,
    try_again,
    try_as_message,
)
from crm.history.pausing import pause_chat
from crm.history.targets import target_of
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.talking import NOON, queue, queue_content, someone

DELIVERIES = table_of(Delivery)
CHATS = 3
ENDS = (State.SENT, State.FAILED, State.SUPPRESSED, State.UNKNOWN)


@dataclass
class Known:
    """What the model knows of a delivery."""

    chat: int
    priority: Priority
    due_at: datetime | None
    state: State = State.QUEUED
    has_ended: bool = False
    about: int | None = None


class Outbox(RuleBasedStateMachine):
    """A few chats of an account of their own, and all that a sender may do."""

    accounts = 0

    def __init__(self, database: Database) -> None:
        super().__init__()
        Outbox.accounts += 1
        self.account = f"account {Outbox.accounts}"
        self.database = database
        self.now = NOON
        self.talks: list[Talk] = [someone(database, self.account) for _ in range(CHATS)]
        self.not_before = [NOON] * CHATS
        self.known: dict[int, Known] = {}

    @rule(chat=st.integers(0, CHATS - 1), priority=st.sampled_from(Priority))
    def queues(self, chat: int, priority: Priority) -> None:
        key = f"{self.account} {len(self.known)}"
        assert queue(self.database, self.talks[chat], key, priority, now=self.now) is not None
        assert queue(self.database, self.talks[chat], key, priority, now=self.now) is None
        self.known[self._newest()] = Known(chat, priority, self.now)

    def _newest(self) -> int:
        with self.database.reading() as session:
            newest = int(session.scalar(select(func.max(DELIVERIES.c.id))))
        assert newest not in self.known
        return newest

    @precondition(lambda self: self.known)
    @rule(data=st.data(), method=st.sampled_from([Method.MESSAGE, Method.EDIT, Method.REACTION, Method.DELETION]))
    def queues_what_is_about_another(self, data: st.DataObject, method: Method) -> None:
        about = data.draw(st.sampled_from(sorted(self.known)))
        target = self.known[about]
        with self.database.reading() as session:
            said = session.scalar(select(DELIVERIES.c.interaction_id).where(DELIVERIES.c.id == about))
        content = Content(html="x", method=method, about=said)
        queue_content(
            self.database, self.talks[target.chat], content, f"{self.account} {len(self.known)}", now=self.now
        )
        waits = target.priority is Priority.MARKETING and not target.has_ended
        priority = Priority.MARKETING if waits else Priority.REPLY
        self.known[self._newest()] = Known(target.chat, priority, self.now, about=about)

    @precondition(lambda self: any(known.about for known in self.known.values()))
    @rule(data=st.data())
    def becomes_a_message(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from([n for n, known in sorted(self.known.items()) if known.about]))
        self.database.writer.run(lambda session: try_as_message(session, number, self.now))
        known = self.known[number]
        if not known.has_ended:
            known.due_at, known.state, known.about = self.now, State.QUEUED, None

    @precondition(lambda self: self.known)
    @rule(data=st.data(), state=st.sampled_from(ENDS), times=st.integers(1, 2))
    def ends(self, data: st.DataObject, state: State, times: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        for _ in range(times):
            self.database.writer.run(lambda session: record_ends(session, [Ended(number, state, None, NOON)], self.now))
        known = self.known[number]
        if known.state is not State.SENT:
            known.state, known.due_at, known.has_ended = state, None, True

    @precondition(lambda self: self.known)
    @rule(data=st.data(), seconds=st.integers(0, 5))
    def is_put_back(self, data: st.DataObject, seconds: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        again_at = self.now + timedelta(seconds=seconds)
        self.database.writer.run(
            lambda session: try_again(session, number, again_at, state=State.QUEUED, reason="x", counted=True)
        )
        if not self.known[number].has_ended:
            self.known[number].due_at, self.known[number].state = again_at, State.QUEUED

    @precondition(lambda self: any(known.priority is Priority.MARKETING for known in self.known.values()))
    @rule(data=st.data())
    def is_claimed(self, data: st.DataObject) -> None:
        marketing = [number for number, known in sorted(self.known.items()) if known.priority is Priority.MARKETING]
        number = data.draw(st.sampled_from(marketing))
        known = self.known[number]
        claimed = self.database.writer.run(lambda session: claim(session, number, self.now))
        assert claimed is (known.state is State.QUEUED)
        if claimed:
            known.state, known.due_at = State.SENDING, None

    @rule()
    def a_new_sender_takes_over(self) -> None:
        given_up = [known for known in self.known.values() if known.state is State.SENDING]
        assert self.database.writer.run(lambda s: give_up_abandoned(s, self.account, self.now)) == len(given_up)
        for known in given_up:
            known.state, known.has_ended = State.UNKNOWN, True

    @rule(chat=st.integers(0, CHATS - 1), seconds=st.integers(0, 5))
    def a_chat_is_paused(self, chat: int, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        self.database.writer.run(lambda session: pause_chat(session, self.talks[chat].chat_id, until))
        self.not_before[chat] = until

    @rule(seconds=st.integers(1, 5))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def what_is_due_is_what_the_model_says(self) -> None:
        with self.database.reading() as session:
            replies = due_deliveries(session, self.account, self.now, marketing=False, most=100)
            marketing = due_deliveries(session, self.account, self.now, marketing=True, most=100)
        assert [due.id for due in replies] == self._heads(marketing=False)
        assert [due.id for due in marketing] == self._heads(marketing=True)
        chats = [due.chat_id for due in [*replies, *marketing]]
        assert len(set(chats)) == len(chats), "one of each chat at most"

    @invariant()
    def what_leaves_next_waits_for_nothing_that_yields_to_it(self) -> None:
        for number in [*self._heads(marketing=False), *self._heads(marketing=True)]:
            about = self.known[number].about
            with self.database.reading() as session:
                has_ended = target_of(session, number).has_ended
            assert has_ended is (about is None or self.known[about].has_ended)
            assert has_ended or (about is not None and self.known[about].state is State.SENDING)

    def _heads(self, *, marketing: bool) -> list[int]:
        heads = []
        for chat in range(CHATS):
            waiting = [n for n, known in sorted(self.known.items()) if known.chat == chat and known.due_at is not None]
            words = [number for number in waiting if self.known[number].priority is not Priority.MARKETING]
            line = [] if marketing and words else waiting if marketing else words
            if line and self.not_before[chat] <= self.now and (self.known[line[0]].due_at or self.now) <= self.now:
                heads.append(line[0])
        return sorted(heads, key=lambda number: (self.known[number].priority, number))

    def teardown(self) -> None:
        """What the rows say in the end is what the model says."""
        with self.database.reading() as session:
            for number, known in self.known.items():
                row = delivery(session, number)
                assert row is not None
                assert row.state is known.state


def test_the_outbox_gives_out_what_its_model_says(database: Database) -> None:
    class OutboxHere(Outbox):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        OutboxHere,
        settings=settings(
            max_examples=25 if database.url.get_backend_name() == "sqlite" else 8,  # it commits over a socket
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
