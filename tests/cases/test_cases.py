"""Cases: opened once, added to, taken apart again, each step in the audit."""

from datetime import timedelta

from sqlalchemy import select

from crm.cases import Case, CaseInteraction, CaseState, OpenCase, attach, case_number, cases_of, detach, open_case
from crm.history import Said, Talk, record_inbound
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from tests.history.talking import NOON, someone

CASES, LINKS, AUDIT = table_of(Case), table_of(CaseInteraction), table_of(AuditEntry)
LONG_AGO = NOON - timedelta(days=100)


def _say(database: Database, talk: Talk, key: str) -> int:
    said = Said(key=f"{talk.chat_id} {key}", kind="text", text=key, said_at=NOON)
    number = database.writer.run(lambda session: record_inbound(session, talk, said, NOON))
    assert number is not None
    return number


def _open(database: Database, talk: Talk, *numbers: int) -> int:
    def job(session: Session) -> int:
        return open_case(
            session,
            customer_id=talk.customer_id,
            conversation_id=talk.conversation_id,
            category="late",
            order_number="KD-1",
            words="it is late",
            interaction_ids=numbers,
            at=NOON,
            due_at=NOON,
        )

    return database.writer.run(job)


def _cases(database: Database, talk: Talk) -> list[OpenCase]:
    with database.reading() as session:
        return cases_of(session, talk.customer_id, closed_since=NOON)


def _linked(database: Database) -> list[tuple[int, int]]:
    with database.reading() as session:
        return [
            (row.case_id, row.interaction_id) for row in session.execute(select(LINKS).order_by(LINKS.c.interaction_id))
        ]


def _actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(select(AUDIT.c.action).order_by(AUDIT.c.id)).scalars())


def test_a_complaint_whose_job_runs_twice_opens_one_case(database: Database) -> None:
    talk = someone(database)
    number = _say(database, talk, "it is late")
    case_id = _open(database, talk, number)
    assert _open(database, talk, number) == case_id
    [case] = _cases(database, talk)
    assert (case.id, case.state, case.words, case.number) == (
        case_id,
        CaseState.NEW,
        "it is late",
        case_number(case_id),
    )
    assert _actions(database) == ["case.opened"]


def test_what_is_attached_belongs_to_the_case_and_may_be_detached(database: Database) -> None:
    talk = someone(database)
    first, again = _say(database, talk, "late"), _say(database, talk, "still late")
    case_id = _open(database, talk, first)
    later = NOON + timedelta(hours=1)
    for _ in range(2):
        database.writer.run(lambda s: attach(s, case_id, [again], customer_id=talk.customer_id, at=later))
    assert _linked(database) == [(case_id, first), (case_id, again)]
    assert _cases(database, talk)[0].last_said_at == later
    database.writer.run(lambda s: detach(s, case_id, [again], customer_id=talk.customer_id, at=later))
    assert _linked(database) == [(case_id, first)]
    assert _actions(database) == ["case.opened", "case.attached", "case.attached", "case.detached"]


def test_a_customer_has_their_own_cases_and_those_of_whom_they_were_merged_with(database: Database) -> None:
    talk, other = someone(database), someone(database)
    case_id = _open(database, other, _say(database, other, "late"))
    assert _cases(database, talk) == []
    merge = f"UPDATE customers SET root_id = {talk.customer_id} WHERE id = {other.customer_id}"  # noqa: S608 our numbers
    database.writer.run(lambda session: session.connection.exec_driver_sql(merge))
    assert [case.id for case in _cases(database, talk)] == [case_id]


def test_a_closed_case_is_remembered_for_a_while(database: Database) -> None:
    talk = someone(database)
    _open(database, talk, _say(database, talk, "late"))
    database.writer.run(lambda session: session.execute(CASES.update().values(state=CaseState.CLOSED)))
    assert _cases(database, talk) == []
    with database.reading() as session:
        assert len(cases_of(session, talk.customer_id, closed_since=LONG_AGO)) == 1
