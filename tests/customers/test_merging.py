"""A merge moves nothing, and its undo leaves everybody with what was written for them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from crm.customers import Merge, lock_roots, merge, undo_merge
from crm.customers.models import Customer
from crm.history import Interaction, Talk, recent_lines
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from tests.history.talking import NOON, queue, someone

MERGES, INTERACTIONS, AUDIT, CUSTOMERS = (table_of(model) for model in (Merge, Interaction, AuditEntry, Customer))
EVIDENCE = {"phone": "verified"}


def join(database: Database, talk: Talk, into: Talk) -> int | None:
    ids = talk.customer_id, into.customer_id
    return database.writer.run(lambda session: merge(session, *ids, evidence=EVIDENCE, actor="staff:sari", at=NOON))


def part(database: Database, merge_id: int | None) -> bool:
    assert merge_id is not None
    return database.writer.run(lambda session: undo_merge(session, merge_id, actor="staff:budi", at=NOON))


def heard(database: Database, talk: Talk) -> list[str]:
    with database.reading() as session:
        return [line.text for line in recent_lines(session, talk.customer_id, most=1000)]


def roots(database: Database, *talks: Talk) -> tuple[int, ...]:
    ids = [talk.customer_id for talk in talks]
    return database.writer.run(lambda session: lock_roots(session, *ids))


def test_what_was_said_in_two_chats_is_one_history_and_two_again(database: Database) -> None:
    phone, tablet = someone(database), someone(database)
    queue(database, phone, "before")
    merged = join(database, tablet, phone)
    queue(database, tablet, "after, on the tablet")
    queue(database, phone, "after, on the phone")
    assert heard(database, phone) == ["before", "after, on the tablet", "after, on the phone"]
    part(database, merged)
    assert heard(database, tablet) == ["after, on the tablet"]
    assert heard(database, phone) == ["before", "after, on the phone"]


def test_an_undo_in_the_middle_of_a_chain_leaves_the_rest_of_it(database: Database) -> None:
    a, b, c, d = (someone(database) for _ in range(4))
    join(database, a, b)
    middle = join(database, b, c)
    join(database, d, a)
    assert len(set(roots(database, a, b, c, d))) == 1
    part(database, middle)
    assert roots(database, a, b, c, d) == (b.customer_id, b.customer_id, c.customer_id, b.customer_id)


def test_who_is_one_person_already_is_not_merged_again(database: Database) -> None:
    a, b = someone(database), someone(database)
    join(database, a, b)
    assert join(database, b, a) is None


def test_a_merge_is_taken_back_once(database: Database) -> None:
    a, b = someone(database), someone(database)
    merged = join(database, a, b)
    assert part(database, merged)
    assert not part(database, merged)


def test_a_merge_keeps_its_evidence_and_who_decided_it(database: Database) -> None:
    a, b = someone(database), someone(database)
    merged = join(database, a, b)
    part(database, merged)
    with database.reading() as session:
        row: Any = session.execute(select(MERGES).where(MERGES.c.id == merged)).one()
        audit = session.execute(select(AUDIT.c.actor, AUDIT.c.action).where(AUDIT.c.subject == f"merge:{merged}"))
        assert [tuple(entry) for entry in audit] == [
            ("staff:sari", "customer.merged"),
            ("staff:budi", "customer.merge_undone"),
        ]
    assert (row.evidence, row.actor, row.undone_by) == (EVIDENCE, "staff:sari", "staff:budi")


def test_a_customer_who_is_not_there_is_refused(database: Database) -> None:
    a = someone(database)
    with pytest.raises(LookupError, match="999999"):
        database.writer.run(lambda s: merge(s, a.customer_id, 999_999, evidence={}, actor="staff:sari", at=NOON))
    with pytest.raises(LookupError, match="999999"):
        part(database, 999_999)


class Merging(RuleBasedStateMachine):
    """Customers merge, write and part in any order; the model is the plain set of the merges that hold."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.talks = [someone(database) for _ in range(5)]
        self.said: dict[int, list[str]] = {talk.customer_id: [] for talk in self.talks}
        self.holding: dict[int, tuple[int, int]] = {}
        self.words = 0

    @rule(who=st.integers(0, 4))
    def somebody_writes(self, who: int) -> None:
        self.words += 1
        talk = self.talks[who]
        queue(self.database, talk, f"{talk.customer_id}:{self.words}")
        self.said[talk.customer_id].append(f"{talk.customer_id}:{self.words}")

    @rule(one=st.integers(0, 4), other=st.integers(0, 4))
    def two_become_one(self, one: int, other: int) -> None:
        a, b = self.talks[one], self.talks[other]
        merged = join(self.database, a, b)
        assert (merged is None) == (b.customer_id in self._together(a.customer_id))
        if merged is not None:
            self.holding[merged] = (a.customer_id, b.customer_id)

    @precondition(lambda self: self.holding)
    @rule(which=st.integers(0, 100))
    def one_becomes_two(self, which: int) -> None:
        merged = sorted(self.holding)[which % len(self.holding)]
        assert part(self.database, merged)
        del self.holding[merged]

    @invariant()
    def a_root_has_all_of_its_own_and_nothing_else(self) -> None:
        for talk in self.talks:
            together = self._together(talk.customer_id)
            mine = [words for customer in together for words in self.said[customer]]
            assert heard(self.database, talk) == sorted(mine, key=lambda words: int(words.split(":")[1]))
            (root,) = roots(self.database, talk)
            assert root in together

    def teardown(self) -> None:
        """Each customer has exactly what was written for them."""
        with self.database.reading() as session:
            for talk in self.talks:
                own = select(INTERACTIONS.c.text).where(INTERACTIONS.c.customer_id == talk.customer_id)
                assert list(session.execute(own.order_by(INTERACTIONS.c.id)).scalars()) == self.said[talk.customer_id]

    def _together(self, customer_id: int) -> set[int]:
        found, waiting = set(), [customer_id]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [b if a == one else a for a, b in self.holding.values() if one in (a, b)]
        return found


def test_any_sequence_of_merges_arrivals_and_undos_keeps_everybodys_own(database: Database) -> None:
    class MergingHere(Merging):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        MergingHere,
        settings=settings(
            max_examples=20 if database.url.get_backend_name() == "sqlite" else 6,  # it commits over a socket
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
