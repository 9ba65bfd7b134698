"""Words that are taken off a case leave it as if they had never been there."""

from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.cases import CaseInteraction, CasePriority, CaseState, attach, detach, set_priority, solve_case
from crm.cases.standing import Standing, standing_of
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.cases.filing import actions, cases, file_case, say
from tests.history.talking import NOON, someone

LINKS = table_of(CaseInteraction)
numbers = count()


def _standing(database: Database, case_id: int) -> Standing:
    with database.reading() as session:
        return standing_of(session, case_id)


def _attach(database: Database, talk: Talk, case_id: int, number: int, at: datetime, **more: Any) -> None:
    job = partial(attach, case_id=case_id, interaction_ids=[number], customer_id=talk.customer_id, at=at, **more)
    database.writer.run(job)


def _detach(database: Database, talk: Talk, case_id: int, number: int) -> bool:
    job = partial(detach, case_id=case_id, interaction_id=number, customer_id=talk.customer_id, at=NOON)
    return database.writer.run(job)


def _links(database: Database, case_id: int) -> set[int]:
    with database.reading() as session:
        query = select(LINKS.c.interaction_id).where(LINKS.c.case_id == case_id)
        return set(session.execute(query).scalars())


def test_a_complaint_that_comes_back_opens_its_case_again_and_matters_more(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    database.writer.run(lambda s: solve_case(s, case_id, "it came", "agent:7", NOON))
    tomorrow = NOON + timedelta(days=1)
    _attach(database, talk, case_id, say(database, talk, "it did not"), tomorrow, back_by=tomorrow)
    [case] = cases(database, talk)
    assert (case.state, case.priority, case.due_at) == (CaseState.OPEN, CasePriority.HIGH, tomorrow)
    assert (case.solved_at, case.resolution) == (None, "it came"), "the staff see how it was solved before"
    assert actions(database)[-3:] == ["case.attached", "case.reopened", "case.priority_changed"]


def test_taking_it_off_gives_back_priority_clock_and_solution(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"), due_at=NOON + timedelta(minutes=10))
    database.writer.run(lambda s: solve_case(s, case_id, "it came", "agent:7", NOON))
    before, linked = cases(database, talk), _links(database, case_id)
    again = say(database, talk, "it did not")
    _attach(database, talk, case_id, again, NOON + timedelta(days=1), back_by=NOON + timedelta(days=2))
    assert _detach(database, talk, case_id, again)
    assert (cases(database, talk), _links(database, case_id)) == (before, linked)
    assert not _detach(database, talk, case_id, again), "what is undone is not undone again"


def test_what_a_case_was_opened_with_cannot_be_taken_off(database: Database) -> None:
    talk = someone(database)
    number = say(database, talk, "late")
    case_id = file_case(database, talk, number)
    assert not _detach(database, talk, case_id, number)
    assert _links(database, case_id) == {number}


def test_another_version_of_the_words_goes_with_them(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    before = _standing(database, case_id)
    words, edit = say(database, talk, "stil late"), say(database, talk, "still late, KD-2")
    _attach(database, talk, case_id, words, NOON + timedelta(hours=1))
    _attach(database, talk, case_id, edit, NOON + timedelta(hours=2), version_of=words, order_number="KD-2")
    assert cases(database, talk)[0].order_number == "KD-2"
    assert _detach(database, talk, case_id, words)
    assert _standing(database, case_id) == before
    assert edit not in _links(database, case_id)


def test_what_the_staff_decided_since_stays(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    again = say(database, talk, "late again")
    _attach(database, talk, case_id, again, NOON + timedelta(hours=1), back_by=NOON)
    database.writer.run(lambda s: set_priority(s, case_id, CasePriority.URGENT, "agent:7", NOON))
    assert _detach(database, talk, case_id, again)
    assert _standing(database, case_id).priority is CasePriority.URGENT


STEPS = st.lists(
    st.fixed_dictionaries(
        {
            "hours": st.integers(0, 200),
            "is_back": st.booleans(),
            "order_number": st.sampled_from([None, "KD-1", "KD-2", "KD-3"]),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, is_solved=st.booleans(), data=st.data())
def test_in_whatever_order_words_are_taken_off_the_case_is_as_it_was(
    database: Database, steps: list[dict[str, Any]], is_solved: bool, data: st.DataObject
) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, f"late {next(numbers)}"))
    if is_solved:
        database.writer.run(lambda s: solve_case(s, case_id, "it came", "agent:7", NOON))
    standings, attached = [_standing(database, case_id)], []
    for step in steps:
        attached.append(say(database, talk, f"again {next(numbers)}"))
        at = NOON + timedelta(hours=step["hours"])
        back_by = at + timedelta(hours=1) if step["is_back"] else None
        _attach(database, talk, case_id, attached[-1], at, back_by=back_by, order_number=step["order_number"])
        standings.append(_standing(database, case_id))

    last = attached[-1]
    assert _detach(database, talk, case_id, last)
    assert _standing(database, case_id) == standings[-2], "the last one off gives back exactly what was before it"
    for number in data.draw(st.permutations(attached[:-1])):
        assert _detach(database, talk, case_id, number)
    assert _standing(database, case_id) == standings[0]
    assert _links(database, case_id).isdisjoint(attached)
