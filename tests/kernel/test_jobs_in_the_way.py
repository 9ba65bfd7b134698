"""Jobs that meet each other's locks on PostgreSQL come through all the same."""

import threading

import pytest
from sqlalchemy import text

from crm.kernel.database import Database
from crm.kernel.session import Session
from crm.kernel.writer import RUNS_IN_THE_WAY, pause_s
from tests.kernel.counters import WAIT_S, add, count_of

# SQLite has one writer: nothing is in its way.
on_postgres = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class _FirstRunFails:
    """A job that meets a deadlock or a lock in its first runs, as PostgreSQL reports them."""

    def __init__(self, state: str, times: int) -> None:
        self._state, self._times = state, times

    def __call__(self, session: Session) -> None:
        add(session)
        if self._times:
            self._times -= 1
            session.execute(
                text("DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '" + self._state + "'; END $$")
            )


@on_postgres
@pytest.mark.parametrize("state", ["40P01", "40001", "55P03"])
def test_a_job_that_meets_another_runs_again(counters: Database, state: str) -> None:
    counters.writer.run(_FirstRunFails(state, 3))
    assert count_of(counters) == 1


@on_postgres
def test_two_jobs_that_deadlock_both_come_through(counters: Database) -> None:
    both = threading.Barrier(2)
    first_run = threading.local()

    def add_in_order(session: Session, first: str, second: str) -> None:
        add(session, first)
        if not getattr(first_run, "over", False):
            first_run.over = True
            both.wait(WAIT_S)
        add(session, second)

    futures = [
        counters.writer.submit(lambda session: add_in_order(session, "a", "b")),
        counters.writer.submit(lambda session: add_in_order(session, "b", "a")),
    ]
    for future in futures:
        future.result(WAIT_S)
    assert (count_of(counters), count_of(counters, "b")) == (2, 2)


@on_postgres
def test_a_job_that_waits_for_a_lock_comes_through_when_it_is_let_go(counters: Database) -> None:
    with counters.write_engine.connect() as other, other.begin():
        other.execute(text("UPDATE counters SET n = n + 1 WHERE name = 'a'"))
        waiting = counters.writer.submit(add)
        counters.writer.run(lambda session: add(session, "b"))
        assert not waiting.done()
    waiting.result(WAIT_S)
    assert count_of(counters) == 2


def test_jobs_that_met_pause_for_longer_and_longer_and_never_alike() -> None:
    pauses = [(pause_s(attempt, 0.2), pause_s(attempt, 0.8)) for attempt in range(RUNS_IN_THE_WAY)]
    assert all(one < other for one, other in pauses)
    assert [one for one, _ in pauses] == sorted(one for one, _ in pauses)
    assert 4 < sum(one for one, _ in pauses) < sum(other for _, other in pauses) < 12
