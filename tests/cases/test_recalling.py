"""What was said about a case is recalled by itself, page by page, by words and time."""

from datetime import timedelta

from sqlalchemy import insert

from crm.cases.models import Case, CaseInteraction, CaseState
from crm.cases.recalling import recall_case
from crm.history import Method, Page, Talk, record_note
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.remembering import replies, says, texts
from tests.history.talking import NOON, someone

CASES, LINKS = table_of(Case), table_of(CaseInteraction)


def case_with(database: Database, talk: Talk, *interaction_ids: int) -> int:
    def job(session: Session) -> int:
        case_id: int = session.scalar(
            insert(CASES)
            .values(
                customer_id=talk.customer_id,
                conversation_id=talk.conversation_id,
                state=CaseState.OPEN,
                category="damaged",
                words="pecah",
                key=f"case:{interaction_ids}",
                opened_at=NOON,
                due_at=NOON,
                last_said_at=NOON,
            )
            .returning(CASES.c.id)
        )
        session.execute(insert(LINKS), [{"case_id": case_id, "interaction_id": each} for each in interaction_ids])
        return case_id

    return database.writer.run(job)


def test_a_case_is_recalled_by_itself(database: Database) -> None:
    siti = someone(database)
    ids = [says(database, siti, f"cangkir pecah {n}", NOON + timedelta(days=n)) for n in range(5)]
    says(database, siti, "jam buka?")
    wrong = replies(database, siti, "cangkir orang lain")
    replies(database, siti, "", Method.DELETION, wrong)
    database.writer.run(lambda session: record_note(session, siti, "note", "cangkir: ganti", NOON))
    case_id = case_with(database, siti, *ids, wrong)
    other = case_with(database, siti, ids[0])

    with database.reading() as session:
        first = recall_case(session, case_id, most=3)
        second = recall_case(session, case_id, most=3, before_key=first.next_key or 0)
        by_words = recall_case(session, case_id, text="pecahan 3")
        by_time = recall_case(session, case_id, since=NOON + timedelta(days=1), until=NOON + timedelta(days=3))
        nothing = recall_case(session, case_id, text="🙏")
        of_other = recall_case(session, other, text="cangkir", most=1)
    assert texts(first) == ["cangkir pecah 4", "cangkir pecah 3", "cangkir pecah 2"]
    assert (texts(second), second.next_key) == (["cangkir pecah 1", "cangkir pecah 0"], None)
    assert texts(by_words) == ["cangkir pecah 3"]
    assert texts(by_time) == ["cangkir pecah 2", "cangkir pecah 1"]
    assert nothing == Page([], None)
    assert texts(of_other) == ["cangkir pecah 0"]
