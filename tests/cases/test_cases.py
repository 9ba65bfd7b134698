"""Cases: opened once, added to, taken apart again, each step in the audit."""

from datetime import timedelta

from sqlalchemy import select

from crm.cases import Case, CaseInteraction, CaseState, attach, case_number, cases_of, detach
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.cases.filing import actions, cases, file_case, say
from tests.history.talking import NOON, someone

CASES, LINKS = table_of(Case), table_of(CaseInteraction)


def _linked(database: Database) -> list[tuple[int, int]]:
    with database.reading() as session:
        return [
            (row.case_id, row.interaction_id) for row in session.execute(select(LINKS).order_by(LINKS.c.interaction_id))
        ]


def test_a_complaint_whose_job_runs_twice_opens_one_case(database: Database) -> None:
    talk = someone(database)
    number = say(database, talk, "it is late")
    case_id = file_case(database, talk, number)
    assert file_case(database, talk, number) == case_id
    [case] = cases(database, talk)
    assert (case.id, case.state, case.words, case.number) == (
        case_id,
        CaseState.NEW,
        "it is late",
        case_number(case_id),
    )
    assert actions(database) == ["case.opened"]


def test_what_is_attached_belongs_to_the_case_and_may_be_detached(database: Database) -> None:
    talk = someone(database)
    first, again = say(database, talk, "late"), say(database, talk, "still late")
    case_id = file_case(database, talk, first)
    later = NOON + timedelta(hours=1)
    for _ in range(2):
        database.writer.run(lambda s: attach(s, case_id, [again], customer_id=talk.customer_id, at=later))
    assert _linked(database) == [(case_id, first), (case_id, again)]
    assert cases(database, talk)[0].last_said_at == later
    database.writer.run(lambda s: detach(s, case_id, again, customer_id=talk.customer_id, at=later))
    assert _linked(database) == [(case_id, first)]
    assert actions(database) == ["case.opened", "case.attached", "case.detached"]


def test_a_customer_has_their_own_cases_and_those_of_whom_they_were_merged_with(database: Database) -> None:
    talk, other = someone(database), someone(database)
    case_id = file_case(database, other, say(database, other, "late"))
    assert cases(database, talk) == []
    merge = f"UPDATE customers SET root_id = {talk.customer_id} WHERE id = {other.customer_id}"  # noqa: S608 our numbers
    database.writer.run(lambda session: session.connection.exec_driver_sql(merge))
    assert [case.id for case in cases(database, talk)] == [case_id]


def test_a_closed_case_is_remembered_for_a_while(database: Database) -> None:
    talk = someone(database)
    file_case(database, talk, say(database, talk, "late"))
    database.writer.run(lambda session: session.execute(CASES.update().values(state=CaseState.CLOSED)))
    assert len(cases(database, talk)) == 1
    with database.reading() as session:
        assert cases_of(session, talk.customer_id, closed_since=NOON) == []
