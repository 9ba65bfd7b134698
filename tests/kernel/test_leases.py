"""Leases: one holder at a time, in the database's time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from sqlalchemy import text

from crm.kernel.database import Database
from crm.kernel.leases import release_lease, take_lease
from crm.kernel.session import Session

LENGTH = timedelta(minutes=5)


def _take(database: Database, holder: str, length: timedelta = LENGTH) -> int | None:
    def job(session: Session) -> int | None:
        return take_lease(session, "sender", holder, length)

    return database.writer.run(job)


def _release(database: Database, holder: str) -> None:
    database.writer.run(lambda session: release_lease(session, "sender", holder))


def test_only_one_holds_a_lease(database: Database) -> None:
    assert _take(database, "first") == 1
    assert _take(database, "second") is None


def test_of_many_who_ask_at_once_one_gets_it(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        terms = list(pool.map(partial(_take, database), [f"holder {n}" for n in range(16)]))
    assert [term for term in terms if term is not None] == [1]


def test_its_holder_extends_it_within_the_same_term(database: Database) -> None:
    assert [_take(database, "first") for _ in range(3)] == [1, 1, 1]


def test_a_lease_that_ran_out_is_taken_over_in_a_new_term(database: Database) -> None:
    assert _take(database, "first", timedelta(0)) == 1
    assert _take(database, "second") == 2
    assert _take(database, "first") is None


def test_a_holder_that_let_its_lease_run_out_comes_back_in_a_new_term(database: Database) -> None:
    assert _take(database, "first", timedelta(0)) == 1
    assert _take(database, "first") == 2


def test_a_lease_given_back_is_free_at_once_and_its_term_still_grows(database: Database) -> None:
    assert _take(database, "first") == 1
    _release(database, "first")
    assert _take(database, "second") == 2


def test_the_lease_of_who_is_gone_is_taken_over_at_once(database: Database) -> None:
    def take(holder: str, gone: str) -> int | None:
        return database.writer.run(lambda s: take_lease(s, "sender", holder, LENGTH, lambda name: name == gone))

    assert take("first", gone="nobody") == 1
    assert take("second", gone="nobody") is None
    assert take("second", gone="first") == 2
    assert take("first", gone="nobody") is None


def test_only_its_holder_gives_a_lease_back(database: Database) -> None:
    assert _take(database, "first") == 1
    _release(database, "second")
    assert _take(database, "second") is None


def test_leases_of_other_names_are_other_leases(database: Database) -> None:
    assert _take(database, "first") == 1
    assert database.writer.run(lambda session: take_lease(session, "receiver", "second", LENGTH)) == 1


def test_the_time_that_counts_is_the_databases(database: Database) -> None:
    assert _take(database, "first") == 1
    database.writer.run(
        lambda session: session.execute(text("UPDATE leases SET expires_at = :then"), _long_ago(session))
    )
    assert _take(database, "second") == 2


def _long_ago(session: Session) -> dict[str, object]:
    return {"then": 0 if session.is_sqlite else session.database_now() - timedelta(days=1)}
