"""Whatever customers, agents, the clock and the sender do: nobody talks over an agent, and nobody is lost."""

from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.dismissing import dismiss
from crm.history import Delivery, Direction, Holder, State
from crm.history.mirroring import lines_to_show, mirrors, move_mark
from crm.history.outbox import DueDelivery, Ended, due_deliveries, record_ends
from crm.history.queries import NOT_WORDS
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.leaving import reason_against
from tests.staff.desk import INTERACTIONS, Desk

DELIVERIES = table_of(Delivery)
COMMANDS = ("/kembalikan", "/selesai Sudah diganti", "/tunda 1 jam", "/ambil", "/tugaskan sari", "/tugaskan dimas")
AGENTS = ("sari", "dimas")
SAYS = ("jam buka berapa?", "pesanan 4411 sampai rusak", "/human", "/stop", "terima kasih", "halo", "asdf qwer")


class Handoffs(RuleBasedStateMachine):
    """One customer and two agents."""

    def __init__(self, database: Database, snapshot: Snapshot) -> None:
        super().__init__()
        self.desk = Desk(database, snapshot)
        self.database = database
        self.keys = 0
        self.has_topic = False
        self.must_be_shown: set[int] = set()
        self.shown: set[int] = set()
        self.noted_through = 0
        self.was_held = False
        self.may_not_leave: set[int] = set()

    # What people do

    @rule(text=st.sampled_from(SAYS), again=st.booleans())
    def the_customer_writes(self, text: str, again: bool) -> None:
        self.keys += 1
        key = f"{self.desk.group} {self.keys}"
        assert self.desk.customer_says(text, key=key)
        if again:
            assert not self.desk.customer_says(text, key=key)
        self._note()

    @precondition(lambda self: self.has_topic)
    @rule(one=st.sampled_from(AGENTS), both=st.booleans())
    def agents_take_over(self, one: str, both: bool) -> None:
        if not self.desk.is_member(one):
            self.desk.joins(one)
        before, queued = self.desk.talk().holder, self._bots_words_that_wait()
        self.desk.presses(one, "staff.take")
        handoff = self.desk.handoff()
        assert handoff is not None
        if before != Holder.AGENT:
            self.may_not_leave |= queued
            assert handoff.agent_id == self.desk.agents[one].id
        other = AGENTS[1 - AGENTS.index(one)]
        if both and self.desk.is_member(other):
            has_it = handoff.agent_id == self.desk.agents[other].id
            assert self.desk.presses(other, "staff.take") == (None if has_it else "staff_taken_already")
        self._note()

    @precondition(lambda self: self.has_topic)
    @rule(who=st.sampled_from(AGENTS), how=st.sampled_from(("plain", "note")), again=st.booleans())
    def an_agent_writes(self, who: str, how: str, again: bool) -> None:
        handoff, holder = self.desk.handoff(), self.desk.talk().holder
        has_it = (
            holder == Holder.AGENT and handoff is not None and handoff.agent_id == self.desk.agents[who].id
        ) and self.desk.is_member(who)
        before, notes = len(self.desk.said_to_customer()), len(self.desk.notes())
        self.keys += 1
        text = f"kata {self.keys}" if how == "plain" else f"// catatan {self.keys}"
        for _ in range(2 if again else 1):
            self.desk.says(who, text, key=f"group:{self.desk.account}:{self.desk.group}:{900_000 + self.keys}")
        reached = len(self.desk.said_to_customer()) - before
        noted = len(self.desk.notes()) - notes
        is_word = has_it and how == "plain"
        assert (reached, noted) == (int(is_word), int(not is_word and self.desk.is_member(who)))
        self._note()

    @precondition(lambda self: self.has_topic)
    @rule(
        who=st.sampled_from(AGENTS),
        what=st.sampled_from(
            ("/kembalikan", "/selesai Sudah diganti", "/tunda 1 jam", "/ambil", "/tugaskan sari", "/tugaskan dimas")
        ),
    )
    def an_agent_commands(self, who: str, what: str) -> None:
        self.desk.says(who, what)
        self._note()

    @rule(who=st.sampled_from(AGENTS))
    def somebody_leaves_the_team(self, who: str) -> None:
        gone = self.desk.agents[who]
        self.database.writer.run(
            partial(dismiss, snapshot=self.desk.snapshot, gone=gone, actor="test", at=self.desk.now)
        )
        self._note()

    @rule(minutes=st.sampled_from((0.1, 5, 31, 61, 700)))
    def time_passes(self, minutes: float) -> None:
        self.desk.time_passes(timedelta(minutes=minutes))
        self._note()

    def _bots_words_that_wait(self) -> set[int]:
        query = select(DELIVERIES.c.id).where(
            DELIVERIES.c.conversation_id == self.desk.conversation_id,
            DELIVERIES.c.due_at.is_not(None),
            DELIVERIES.c.ownership_epoch.is_not(None),
        )
        with self.database.reading() as session:
            return set(session.execute(query).scalars())

    # What the sender does

    @rule(most=st.integers(1, 3))
    def the_sender_sends(self, most: int) -> None:
        for _ in range(most):
            talk = self.desk.talk()
            for each in [each for each in self._due() if each.chat_id == talk.chat_id]:
                reason = reason_against(each, self.desk.now)
                assert reason is not None or each.id not in self.may_not_leave, "the bot talked over an agent"
                if reason is None and each.queued_epoch is not None:
                    assert each.queued_epoch == talk.ownership_epoch, "a bot's reply of an older epoch began to leave"
                end = Ended(each.id, State.SENT if reason is None else State.SUPPRESSED, None, self.desk.now)
                self.database.writer.run(partial(record_ends, ends=[end], now=self.desk.now))

    def _due(self) -> list[DueDelivery]:
        with self.database.reading() as session:
            return due_deliveries(session, self.desk.account, self.desk.now, marketing=False, most=50)

    @rule()
    def the_topic_is_brought_up_to_date(self) -> None:
        self._mirror_once()

    def _mirror_once(self) -> bool:
        """Show what one call would. Deliveries and summaries of the topic go before, as if they had been sent."""
        self.desk.minds_staff()
        while due := [each for each in self._due() if each.address == self.desk.group]:
            ends = [Ended(each.id, State.SENT, None, self.desk.now) for each in due]
            self.database.writer.run(partial(record_ends, ends=ends, now=self.desk.now))
        if self.has_topic:
            self.desk.makes_threads()
        with self.database.reading() as session:
            mine = [m for m in mirrors(session, self.desk.account, self.desk.now) if m.address == self.desk.group]
            pending = [(mirror, lines_to_show(session, mirror)) for mirror in mine]
        for mirror, lines in pending:
            self.shown |= {line.id for line in lines}
            through = lines[-1].id if lines else mirror.until
            if through is not None:
                self.database.writer.run(partial(move_mark, topic_id=mirror.topic_id, through=through))
        return bool(pending) and any(lines for _, lines in pending)

    # What must hold

    def _note(self) -> None:
        """Note what was said while people had the conversation: all of it must be shown."""
        is_held = self.desk.talk().holder != Holder.BOT
        query = select(INTERACTIONS.c.id, INTERACTIONS.c.direction, INTERACTIONS.c.author, INTERACTIONS.c.kind).where(
            INTERACTIONS.c.conversation_id == self.desk.conversation_id, INTERACTIONS.c.id > self.noted_through
        )
        with self.database.reading() as session:
            rows = session.execute(query.order_by(INTERACTIONS.c.id)).all()
        if self.was_held:
            self.must_be_shown |= {
                row.id for row in rows if row.direction != Direction.NOTE and not row.author.startswith("agent:")
            }
        if rows:
            self.noted_through = rows[-1].id
        self.was_held = is_held
        self.has_topic = self.has_topic or is_held

    @invariant()
    def who_answers_is_one_and_known(self) -> None:
        talk, handoff = self.desk.talk(), self.desk.handoff()
        assert (handoff is None) == (talk.holder == Holder.BOT)
        if handoff is None:
            return
        has_agent = talk.holder in (Holder.AGENT, Holder.SNOOZED)
        assert (handoff.agent_id is not None) == has_agent
        if has_agent:
            named = next(name for name, member in self.desk.agents.items() if member.id == handoff.agent_id)
            assert self.desk.is_member(named)

    @invariant()
    def nothing_waits_unseen(self) -> None:
        talk, handoff = self.desk.talk(), self.desk.handoff()
        if handoff is None:
            return
        if talk.holder in (Holder.WAITING, Holder.SNOOZED) or handoff.waits_since is not None:
            assert handoff.next_at is not None, "nobody would ever be reminded"
        topic = self.desk.topic()
        assert topic.mirrored_through is not None
        assert topic.mirrors_until is None

    @invariant()
    def no_words_are_without_an_owner(self) -> None:
        talk = self.desk.talk()
        query = select(INTERACTIONS.c.id).where(
            INTERACTIONS.c.conversation_id == talk.conversation_id,
            INTERACTIONS.c.direction == Direction.INBOUND,
            INTERACTIONS.c.kind.not_in(NOT_WORDS),
            INTERACTIONS.c.id > talk.decided_through,
        )
        with self.database.reading() as session:
            undecided = list(session.execute(query).scalars())
        assert not undecided or talk.decide_at is not None

    def teardown(self) -> None:
        """All that was said while people had the conversation stands in the topic in the end."""
        while self._mirror_once():
            pass
        assert self.must_be_shown <= self.shown


def test_nobody_talks_over_an_agent_and_nobody_is_lost(database: Database, snapshot: Snapshot) -> None:
    class HandoffsHere(Handoffs):
        def __init__(self) -> None:
            super().__init__(database, snapshot)

    run_state_machine_as_test(
        HandoffsHere,
        settings=settings(
            max_examples=25 if database.url.get_backend_name() == "sqlite" else 6,  # it commits over a socket
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
