"""A job that asks to be run again with its failure in mind: its first run never was, its second counts."""

import pytest

from crm.kernel.database import Database
from crm.kernel.jobs import RunAgainError
from crm.kernel.session import Session
from tests.kernel.counters import WAIT_S, add, count_of, hold_the_writer


def fails_at_first(session: Session) -> str:
    add(session, "a")
    session.touched.add("first" if session.failure is None else "second")
    if session.failure is None:
        raise RunAgainError(LookupError("what was looked for"))
    add(session, "b")
    return str(session.failure)


def test_it_is_undone_and_run_again_knowing_what_failed(counters: Database) -> None:
    heard: set[str] = set()
    counters.writer.listen(heard.update)
    assert counters.writer.run(fails_at_first) == "what was looked for"
    counters.writer.run(add)
    assert (count_of(counters, "a"), count_of(counters, "b")) == (2, 1)
    assert heard == {"second"}


def test_in_a_group_it_harms_no_other(counters: Database) -> None:
    release, _ = hold_the_writer(counters)
    futures = [counters.writer.submit(job) for job in (add, fails_at_first, add)]
    release.set()
    assert futures[1].result(WAIT_S) == "what was looked for"
    for future in futures:
        future.result(WAIT_S)
    assert (count_of(counters, "a"), count_of(counters, "b")) == (3, 1)


@pytest.mark.parametrize("together", [True, False])
def test_one_that_fails_both_times_gives_its_last_error(counters: Database, *, together: bool) -> None:
    def fails_twice(session: Session) -> None:
        add(session)
        raise ValueError("still") if session.failure else RunAgainError(LookupError("first"))

    release, _ = hold_the_writer(counters)
    futures = [counters.writer.submit(fails_twice)]
    if together:
        futures.append(counters.writer.submit(add))
    release.set()
    with pytest.raises(ValueError, match="still"):
        futures[0].result(WAIT_S)
    for future in futures[1:]:
        future.result(WAIT_S)
    assert count_of(counters) == int(together)


def test_one_that_asks_for_ever_is_told_so(counters: Database) -> None:
    def never_ends(_: Session) -> None:
        raise RunAgainError(LookupError("again"))

    release, _ = hold_the_writer(counters)
    alone, beside = counters.writer.submit(never_ends), counters.writer.submit(add)
    release.set()
    with pytest.raises(RunAgainError):
        alone.result(WAIT_S)
    beside.result(WAIT_S)
    with pytest.raises(RunAgainError):
        counters.writer.run(never_ends)
