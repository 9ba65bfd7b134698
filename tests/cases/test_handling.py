"""What the business does with a case, each step in the audit."""

from datetime import timedelta
from functools import partial

import pytest

from crm.cases import (
    CasePriority,
    CaseState,
    all_open_cases,
    ask_about,
    case_id_in,
    close_case,
    correct_order,
    end_question,
    has_news,
    keep_promise,
    note_told,
    promise_in_case,
    questions_due,
    reopen_case,
    set_priority,
    solve_case,
    take_case,
)
from crm.kernel.database import Database
from tests.cases.filing import actions, cases, file_case, say
from tests.history.talking import NOON, someone

AGENT = "agent:7"
LATER = NOON + timedelta(hours=1)


def test_a_case_is_taken_promised_solved_closed_and_opened_again(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    run = database.writer.run
    run(partial(take_case, case_id=case_id, owner="Sari", actor=AGENT, at=NOON))
    run(partial(promise_in_case, case_id=case_id, promise="it is sent", promise_due_at=LATER, actor=AGENT, at=NOON))
    run(partial(set_priority, case_id=case_id, priority=CasePriority.URGENT, actor=AGENT, at=NOON))
    run(partial(correct_order, case_id=case_id, order_number="KD-2", actor=AGENT, at=NOON))
    [case] = cases(database, talk)
    assert (case.state, case.owner, case.promise, case.promise_due_at) == (CaseState.OPEN, "Sari", "it is sent", LATER)
    assert (case.priority, case.order_number) == (CasePriority.URGENT, "KD-2")
    run(partial(solve_case, case_id=case_id, resolution=" It came. ", actor=AGENT, at=LATER))
    [case] = cases(database, talk)
    assert (case.state, case.solved_at, case.resolution) == (CaseState.SOLVED, LATER, "It came.")
    assert run(partial(close_case, case_id=case_id, actor=AGENT, at=LATER))
    assert not run(partial(close_case, case_id=case_id, actor=AGENT, at=LATER))
    assert run(partial(reopen_case, case_id=case_id, due_at=LATER, actor=AGENT, at=LATER))
    assert not run(partial(reopen_case, case_id=case_id, due_at=LATER, actor=AGENT, at=LATER))
    [case] = cases(database, talk)
    assert (case.state, case.solved_at, case.due_at, case.resolution) == (CaseState.OPEN, None, LATER, "It came.")
    assert actions(database) == [
        *("case.opened", "case.taken", "case.promised", "case.priority_changed", "case.order_corrected"),
        *("case.solved", "case.closed", "case.reopened"),
    ]


def test_a_case_that_is_not_there_is_said_to_be_so(database: Database) -> None:
    with pytest.raises(LookupError):
        database.writer.run(lambda s: solve_case(s, 4711, "done", AGENT, NOON))


def test_how_a_case_ended_is_news_until_it_is_told_and_again_when_it_ends_again(database: Database) -> None:
    talk, other = someone(database), someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))

    def news() -> list[int]:
        told = [case.id for case in cases(database, talk) if case.has_news]
        with database.reading() as session:
            assert not has_news(session, other.customer_id)
            assert has_news(session, talk.customer_id) == bool(told)
        return told

    assert news() == []
    database.writer.run(lambda s: solve_case(s, case_id, "It came.", AGENT, NOON))
    assert news() == [case_id]
    database.writer.run(lambda s: note_told(s, case_id, LATER))
    assert news() == []
    database.writer.run(lambda s: reopen_case(s, case_id, LATER, AGENT, LATER))
    assert news() == []
    database.writer.run(lambda s: solve_case(s, case_id, "It came.", AGENT, LATER + timedelta(hours=1)))
    assert news() == [case_id]


def test_a_promise_is_kept_once_and_is_news_until_it_is_told(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    keep = partial(keep_promise, case_id=case_id, how=" It was sent. ", actor=AGENT, at=LATER)
    assert not database.writer.run(keep), "nothing is promised"
    promise = partial(
        promise_in_case, case_id=case_id, promise="it is sent", promise_due_at=LATER, actor=AGENT, at=NOON
    )
    database.writer.run(promise)
    [case] = cases(database, talk)
    assert (case.kept, case.has_news, case.is_overdue(LATER)) == (None, False, True)
    assert database.writer.run(keep)
    assert not database.writer.run(keep)
    [case] = cases(database, talk)
    assert (case.kept, case.has_news, case.is_overdue(LATER)) == ("It was sent.", True, False)
    with database.reading() as session:
        assert has_news(session, talk.customer_id)
    database.writer.run(lambda s: note_told(s, case_id, LATER + timedelta(hours=1)))
    with database.reading() as session:
        assert not has_news(session, talk.customer_id)
    database.writer.run(promise)
    [case] = cases(database, talk)
    assert case.kept is None, "a new promise is still to be kept"
    assert actions(database)[1:] == ["case.promised", "case.promise_kept", "case.promised"]


def test_open_cases_are_listed_by_when_a_reply_is_due(database: Database) -> None:
    talk = someone(database)
    later = file_case(database, talk, say(database, talk, "one"), due_at=LATER)
    sooner = file_case(database, talk, say(database, talk, "two"), due_at=NOON)
    solved = file_case(database, talk, say(database, talk, "three"))
    database.writer.run(lambda s: solve_case(s, solved, "", AGENT, NOON))
    with database.reading() as session:
        assert [case.id for case in all_open_cases(session, 10)] == [sooner, later]
        assert len(all_open_cases(session, 1)) == 1


def test_a_question_is_due_until_it_is_settled(database: Database) -> None:
    talk = someone(database)
    case_id = file_case(database, talk, say(database, talk, "late"))
    words = say(database, talk, "broken")
    ask = partial(
        ask_about, case_id=case_id, conversation_id=talk.conversation_id, first_id=words, last_id=words, due_at=LATER
    )
    for _ in range(2):
        database.writer.run(ask)
    with database.reading() as session:
        assert questions_due(session, NOON) == []
        [question] = questions_due(session, LATER)
    assert (question.case_id, question.first_id, question.last_id) == (case_id, words, words)
    assert database.writer.run(lambda s: end_question(s, words))
    assert not database.writer.run(lambda s: end_question(s, words))


def test_a_number_leads_to_its_case() -> None:
    assert (case_id_in("k1042"), case_id_in("K 1043 ya"), case_id_in("4411")) == (42, 43, None)
