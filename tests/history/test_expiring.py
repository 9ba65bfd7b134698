"""Facts whose time is over are not kept."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.history import FactKind, Stated, Talk, current_facts, forget_fact, keep_fact
from crm.history.expiring import forget_expired
from crm.history.models import Fact
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.consenting import said
from tests.history.talking import NOON, someone

FACTS = table_of(Fact)
DAY = timedelta(days=1)


def states(database: Database, talk: Talk, value: str, *, days: int | None, at_day: int = 0, kind: FactKind) -> None:
    """Have a customer state something that holds for so many days."""
    now = NOON + at_day * DAY
    stated = Stated(kind, value, None if days is None else now + days * DAY)
    database.writer.run(
        lambda session: keep_fact(
            session, talk.customer_id, stated, interaction_id=said(session, talk), stated_at=now, now=now
        )
    )


def rows(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(FACTS)) or 0)


def sweep(database: Database, day: int, most: int = 200) -> int:
    return database.writer.run(lambda session: forget_expired(session, NOON + day * DAY, most))


def holds(database: Database, talk: Talk, day: int) -> list[str]:
    with database.reading() as session:
        return sorted(fact.value for fact in current_facts(session, talk.customer_id, NOON + day * DAY))


def test_what_expired_is_gone_and_what_holds_stays(database: Database) -> None:
    siti = someone(database)
    states(database, siti, "4411", days=2, kind=FactKind.ORDER)
    states(database, siti, "4412", days=9, kind=FactKind.ORDER)
    states(database, siti, "kopi pahit", days=None, kind=FactKind.PREFERENCE)
    assert sweep(database, 3) == 1
    assert (rows(database), holds(database, siti, 3)) == (2, ["4412", "kopi pahit"])
    assert sweep(database, 3) == 0


def test_what_was_stated_before_does_not_hold_again(database: Database) -> None:
    siti = someone(database)
    states(database, siti, "Jl. Melati 5", days=30, kind=FactKind.ADDRESS)
    states(database, siti, "Jl. Mawar 7", days=2, at_day=1, kind=FactKind.ADDRESS)
    assert sweep(database, 4) == 2
    assert holds(database, siti, 4) == []


def test_what_was_stated_anew_outlives_its_older_versions(database: Database) -> None:
    siti = someone(database)
    states(database, siti, "Jl. Melati 5", days=2, kind=FactKind.ADDRESS)
    states(database, siti, "Jl. Melati 5", days=30, at_day=1, kind=FactKind.ADDRESS)
    assert sweep(database, 4) == 1
    assert holds(database, siti, 4) == ["Jl. Melati 5"]


def test_that_something_was_forgotten_stays_known(database: Database) -> None:
    siti = someone(database)
    states(database, siti, "4411", days=2, kind=FactKind.ORDER)
    with database.reading() as session:
        [fact] = current_facts(session, siti.customer_id, NOON)
    database.writer.run(lambda session: forget_fact(session, fact, said(session, siti), NOON))
    sweep(database, 5)
    assert rows(database) == 1


def test_a_little_at_a_time(database: Database) -> None:
    siti = someone(database)
    for number in range(5):
        states(database, siti, f"44{number}1", days=1, kind=FactKind.ORDER)
    assert [sweep(database, 2, most=2) for _ in range(4)] == [2, 2, 1, 0]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stated=st.lists(
        st.tuples(st.sampled_from("abc"), st.none() | st.integers(1, 9), st.sampled_from(FactKind)), max_size=8
    ),
    day=st.integers(0, 20),
)
def test_a_sweep_changes_nothing_of_what_holds(
    database: Database, stated: list[tuple[str, int | None, FactKind]], day: int
) -> None:
    siti = someone(database)
    for at_day, (value, days, kind) in enumerate(stated):
        states(database, siti, value, days=days, at_day=at_day, kind=kind)
    before = [holds(database, siti, day + later) for later in range(3)]
    sweep(database, day)
    assert [holds(database, siti, day + later) for later in range(3)] == before
