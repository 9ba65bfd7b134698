"""A question over several messages: answered, interrupted, cancelled, forgotten."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from crm.conversation.flows import FORGOTTEN_AFTER, MOST_REMINDERS, Flow, Question, go_on, open_question, take_answer
from crm.conversation.recognising_cancelling import says_cancel, says_skip
from crm.conversation.replying import Reply
from crm.conversation.snapshot import Snapshot
from crm.conversation.understanding import Understanding
from crm.history import Direction, Line, Talk
from crm.kernel.language import Language
from crm.kernel.session import Session
from crm.knowledge import words_of

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def _name_is_taken(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    return lines[-1].text.istitle()


def _asks_the_name(reply: Reply, question: Question) -> None:
    reply.say("go_ahead")


NAMING = Flow("naming", _name_is_taken, _asks_the_name)


def _reply(snapshot: Snapshot, asked: dict[str, object] | None) -> Reply:
    talk = Talk(
        1, 1, 1, 1, "bot", 0, 0, None, None, None, asked, "Siti Demo", "id", False, None, None, None
    )  # fmt: skip
    return Reply(cast(Session, None), talk, snapshot, Language.ID, NOW)


def _asked(at: datetime, reminders: int = 0) -> dict[str, object]:
    return {"flow": "naming", "step": "name", "asked_at": at.isoformat(), "kept": {"a": 1}, "reminders": reminders}


def _line(text: str) -> Line:
    return Line(1, Direction.INBOUND, "text", text, None, "customer", NOW, 1, None)


def _answers(snapshot: Snapshot, text: str) -> tuple[bool, Reply]:
    reply = _reply(snapshot, _asked(NOW))
    question = open_question(reply)
    assert question is not None
    return take_answer(reply, NAMING, question, [_line(text)], snapshot.understand([text])), reply


def test_an_answer_goes_to_its_flow(snapshot: Snapshot) -> None:
    assert _answers(snapshot, "Siti Rahma")[0]


def test_other_words_are_left_to_the_rest(snapshot: Snapshot) -> None:
    assert not _answers(snapshot, "jam buka berapa?")[0]


@pytest.mark.parametrize("words", ["batal", "ga jadi deh", "gak usah kak", "cancel", "never mind", "nggak jadi"])
def test_who_cancels_is_let_go(snapshot: Snapshot, words: str) -> None:
    taken, reply = _answers(snapshot, words)
    assert taken
    assert "tidak jadi" in reply.parts[0]
    assert reply.changes.get("asked") is None


@pytest.mark.parametrize("words", ["batalkan pesanan 4411", "cancel my order please", "cara batal gimana?"])
def test_cancelling_something_else_is_no_cancelling(words: str) -> None:
    assert not says_cancel(words_of(words))


@pytest.mark.parametrize("words", ["lewati", "skip aja", "nanti aja kak", "not now"])
def test_who_skips_says_so(words: str) -> None:
    assert says_skip(words_of(words))


def test_a_question_is_asked_again_but_not_without_end(snapshot: Snapshot) -> None:
    asked = _asked(NOW)
    for _ in range(MOST_REMINDERS):
        reply = _reply(snapshot, asked)
        question = open_question(reply)
        assert question is not None
        assert go_on(reply, NAMING, question)
        asked = reply.changes["asked"]
    reply = _reply(snapshot, asked)
    question = open_question(reply)
    assert question is not None
    assert question.kept == {"a": 1}
    assert not go_on(reply, NAMING, question)


def test_an_old_question_is_forgotten(snapshot: Snapshot) -> None:
    assert open_question(_reply(snapshot, _asked(NOW - FORGOTTEN_AFTER))) is not None
    assert open_question(_reply(snapshot, _asked(NOW - FORGOTTEN_AFTER - timedelta(seconds=1)))) is None
