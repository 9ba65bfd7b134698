"""The path under anything that may happen to it: any order, anything twice, anything failing.

The customer is a real one: who has blocked the bot says nothing before unblocking it. Both may arrive late.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from crm.conversation.snapshot import Snapshot
from crm.conversation.turns import Due, decide_due, due_conversations
from crm.history.queries import NOT_WORDS
from crm.kernel.database import Database
from crm.kernel.errors import DatabaseUnavailableError
from tests.turns.shop import UNREADABLE, Shop, broken

TEXTS = (
    "halo",
    "kopi",
    "jam buka?",
    "Where are your shops?",
    "paket saya pecah, pesanan KD-1001",
    "terima kasih",
    "/start",
    "/status",
    "/history",
    "saya mau bicara dengan orang",
    UNREADABLE,
)
BUTTONS = (
    ("human", ""),
    ("language", "en"),
    ("article", "gerai"),
    ("article", "gone"),
    ("case.same", "1.1.1"),
    ("x", ""),
)


class Path(RuleBasedStateMachine):
    """One customer, everything they may do, everything that may go wrong."""

    def __init__(self, database: Database, snapshot: Snapshot, runner: asyncio.Runner) -> None:
        super().__init__()
        self.shop = Shop(database, snapshot)
        self.whole, self.broken = snapshot, broken(snapshot)
        self.runner = runner
        self.messages: dict[str, dict[str, Any]] = {}
        self.updates: list[dict[str, Any]] = []
        self.late: list[dict[str, Any]] = []
        self.stale: list[Due] = []
        self.is_blocked = False
        self.decided_through = 0

    def _take(self, raw: dict[str, Any], *, more_waiting: bool = False) -> str:
        self.updates.append(raw)
        return self.runner.run(self.shop.take(raw, more_waiting=more_waiting))

    def _pass(self) -> None:
        self.shop.clock.pass_s(1.0)  # Telegram dates in whole seconds

    @precondition(lambda self: not self.is_blocked)
    @rule(
        text=st.sampled_from(TEXTS), more_waiting=st.booleans(), fails=st.booleans(), away_s=st.sampled_from([0, 0, 90])
    )
    def says(self, text: str, more_waiting: bool, fails: bool, away_s: int) -> None:
        self._pass()
        message = self.shop.message(text)
        self.shop.clock.pass_s(away_s)
        self.shop.snapshot = self.broken if fails else self.whole
        assert self._take(self.shop.update("message", message), more_waiting=more_waiting) == "handled"
        self.messages[str(message["message_id"])] = message

    @precondition(lambda self: not self.is_blocked)
    @rule(number=st.integers(1, 3))
    def sends_an_album(self, number: int) -> None:
        self._pass()
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
        for _ in range(number):
            message = self.shop.message(photo=photo, media_group_id="album")
            assert self._take(self.shop.update("message", message)) == "handled"
            self.messages[str(message["message_id"])] = message

    @precondition(lambda self: self.updates)
    @rule(data=st.data())
    def an_update_comes_again(self, data: st.DataObject) -> None:
        raw = data.draw(st.sampled_from(self.updates))
        before = self.shop.lines(), self.shop.deliveries(), self.shop.talk().decide_at
        assert self._take(raw) == "seen before"
        assert (self.shop.lines(), self.shop.deliveries(), self.shop.talk().decide_at) == before

    @precondition(lambda self: self.messages)
    @rule(data=st.data())
    def a_message_comes_again_under_another_update(self, data: st.DataObject) -> None:
        message = self.messages[data.draw(st.sampled_from(sorted(self.messages)))]
        before = self.shop.lines(), self.shop.deliveries()
        assert self._take(self.shop.update("message", message)) == "seen before"
        assert (self.shop.lines(), self.shop.deliveries()) == before

    @precondition(lambda self: not self.is_blocked)
    @rule(message_id=st.integers(1, 50))
    def edits_perhaps_what_has_not_come_yet(self, message_id: int) -> None:
        self._pass()
        message = {**self.shop.message("x"), "message_id": message_id}
        before = len(self.shop.deliveries()) if self.shop.conversation() else 0
        assert self._take(self.shop.edit_of(message, "better said")) == "handled"
        assert len(self.shop.deliveries()) == before

    @precondition(lambda self: not self.is_blocked)
    @rule(message_id=st.integers(1, 50))
    def reacts(self, message_id: int) -> None:
        self._pass()
        assert self._take(self.shop.reaction_to(message_id)) == "handled"

    @precondition(lambda self: not self.is_blocked)
    @rule(button=st.sampled_from(BUTTONS), is_ours=st.booleans())
    def presses(self, button: tuple[str, str], is_ours: bool) -> None:
        self._pass()
        packed = self.shop.signer.pack(str(self.shop.user_id), *button)
        assert self._take(self.shop.press_of(packed if is_ours else "old")) == "handled"

    @rule(is_late=st.booleans())
    def blocks_or_unblocks(self, is_late: bool) -> None:
        self._pass()
        self.is_blocked = not self.is_blocked
        raw = self.shop.membership(blocked=self.is_blocked)
        if is_late:
            self.late.append(raw)
        else:
            self._take(raw)

    @precondition(lambda self: self.late)
    @rule(data=st.data())
    def what_was_late_arrives(self, data: st.DataObject) -> None:
        raw = data.draw(st.sampled_from(self.late))
        self.late.remove(raw)
        self._take(raw)

    @precondition(lambda self: not self.is_blocked)
    @rule(text=st.sampled_from(TEXTS))
    def says_while_the_database_cannot_commit(self, text: str) -> None:
        self._pass()
        raw = self.shop.update("message", self.shop.message(text))
        engine = self.shop.database.write_engine
        before = self.shop.lines()
        event.listen(engine, "commit", _refuse)
        with pytest.raises(DatabaseUnavailableError):
            self.runner.run(self.shop.take(raw))
        event.remove(engine, "commit", _refuse)
        assert self.shop.lines() == before
        assert self._take(raw) == "handled"
        self.messages[str(raw["message"]["message_id"])] = raw["message"]

    @rule(seconds=st.sampled_from([0.0, 0.5, 1.5]), fails=st.booleans())
    def time_passes_and_what_is_due_is_decided(self, seconds: float, fails: bool) -> None:
        self.shop.clock.pass_s(seconds)
        self.shop.snapshot = self.broken if fails else self.whole
        self.runner.run(self.shop.sweep())

    @rule()
    def a_sweep_stops_between_reading_and_deciding(self) -> None:
        with self.shop.database.reading() as session:
            self.stale += due_conversations(session, self.whole, self.shop.clock())

    @precondition(lambda self: self.stale)
    @rule()
    def another_process_decides_what_it_read_long_ago(self) -> None:
        for due in self.stale:
            job: Callable[..., bool] = partial(decide_due, due=due, snapshot=self.whole, now=self.shop.clock())
            self.shop.database.writer.run(job)
        self.stale.clear()

    @invariant()
    def each_message_is_in_the_history_once(self) -> None:
        kept = [str(row.message_id) for row in self.shop.lines("inbound") if row.kind in {"text", "photo"}]
        assert sorted(kept) == sorted(self.messages)

    @invariant()
    def the_mark_only_moves_forward_and_nothing_behind_it_waits_unseen(self) -> None:
        talk = self.shop.conversation()
        if talk is None:
            return
        assert talk.decided_through >= self.decided_through
        self.decided_through = talk.decided_through
        words = [row.id for row in self.shop.lines("inbound") if row.kind not in NOT_WORDS]
        assert self.decided_through in {0, *words}
        if any(number > self.decided_through for number in words):
            assert talk.decide_at is not None

    @invariant()
    def each_cause_has_one_answer_at_most_and_before_it(self) -> None:
        causes = {row.id for row in self.shop.lines("inbound")}
        replies = self.shop.lines("outbound")
        answered = [row.key.partition(":") for row in replies]
        assert len({number for _, _, number in answered}) == len(answered)
        for row, (_, _, number) in zip(replies, answered, strict=True):
            assert int(number) in causes
            assert int(number) < row.id

    @invariant()
    def each_reply_is_delivered_once_and_in_the_order_of_the_replies(self) -> None:
        replies = self.shop.lines("outbound")
        deliveries = self.shop.deliveries() if replies else []
        assert [row.interaction_id for row in deliveries] == [row.id for row in replies]

    def teardown(self) -> None:
        """In the end all that was late has come, all is decided, and the channel is as the customer left it."""
        for raw in self.late:
            self._take(raw)
        self.shop.snapshot = self.whole
        self.shop.clock.pass_s(5)
        self.runner.run(self.shop.sweep())
        self.runner.run(self.shop.sweep())
        talk = self.shop.conversation()
        if talk is not None:
            assert talk.decide_at is None
            assert (talk.closed_reason is not None) == self.is_blocked
            words = [row.id for row in self.shop.lines("inbound") if row.kind not in NOT_WORDS]
            assert talk.decided_through == max(words, default=0)


def _refuse(_: Connection) -> None:
    raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))


def test_whatever_happens_each_word_is_kept_once_and_answered_once(database: Database, snapshot: Snapshot) -> None:
    with asyncio.Runner() as runner:

        class PathHere(Path):
            def __init__(self) -> None:
                super().__init__(database, snapshot, runner)

        run_state_machine_as_test(
            PathHere,
            settings=settings(
                max_examples=20 if database.url.get_backend_name() == "sqlite" else 6,  # it commits over a socket
                stateful_step_count=20,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
