"""Listeners of the Writer: nobody is told before it is true."""

from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.kernel.counters import WAIT_S, add, count_of, hold_the_writer


def test_listeners_hear_only_what_was_committed(sqlite: Database) -> None:
    heard: list[set[str]] = []

    def touch(session: Session) -> None:
        session.touched.add("deliveries")

    def touch_and_fail(session: Session) -> None:
        session.touched.add("media")
        raise ValueError("no")

    release, _ = hold_the_writer(sqlite)
    sqlite.writer.listen(lambda touched: heard.append(set(touched)))
    futures = [sqlite.writer.submit(touch), sqlite.writer.submit(touch_and_fail)]
    release.set()
    futures[0].result(WAIT_S)
    sqlite.writer.run(add)
    assert set().union(*heard) == {"deliveries"}


def test_a_step_that_is_undone_takes_back_what_it_touched(counters: Database) -> None:
    heard: set[str] = set()
    counters.writer.listen(heard.update)

    def job(session: Session) -> None:
        session.touched.add("media")
        try:
            with session.savepoint():
                add(session)
                session.touched.add("deliveries")
                raise ValueError("no")
        except ValueError:
            add(session, "b")

    counters.writer.run(job)
    counters.writer.run(add)
    assert heard == {"media"}
    assert (count_of(counters), count_of(counters, "b")) == (1, 1)


def test_a_listener_that_raises_does_not_make_a_committed_job_run_again(counters: Database) -> None:
    runs: list[int] = []

    def job(session: Session) -> None:
        runs.append(1)
        add(session)

    def gone(_: set[str]) -> None:
        raise RuntimeError("the loop is closed")

    counters.writer.listen(gone)
    counters.writer.run(job)
    counters.writer.run(add)
    assert (count_of(counters), len(runs)) == (2, 1)
