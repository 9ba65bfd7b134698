"""Words that may be about a case: kept until the customer says so, or until their time is up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from crm.cases.models import CaseQuestion
from crm.customers.models import Chat
from crm.history.models import Conversation
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

QUESTIONS, CONVERSATIONS, CHATS = table_of(CaseQuestion), table_of(Conversation), table_of(Chat)

_new_question = insert_new(QUESTIONS)
_end = Prepared(delete(QUESTIONS).where(QUESTIONS.c.last_id == bindparam("words_end")))
_due = Prepared(
    select(
        QUESTIONS.c.case_id,
        QUESTIONS.c.first_id,
        QUESTIONS.c.last_id,
        CHATS.c.channel,
        CHATS.c.account,
        CHATS.c.external_id,
    )
    .join(CONVERSATIONS, CONVERSATIONS.c.id == QUESTIONS.c.conversation_id)
    .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
    .where(QUESTIONS.c.due_at <= bindparam("now"))
    .order_by(QUESTIONS.c.due_at)
    .limit(100)
)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Words from `first_id` to `last_id` in one chat that may be about a case, and nobody has said so."""

    case_id: int
    first_id: int
    last_id: int
    channel: str
    account: str
    external_id: str


def ask_about(
    session: Session, case_id: int, conversation_id: int, *, first_id: int, last_id: int, due_at: datetime
) -> None:
    """Note that the customer is asked whether words are about a case."""
    values = {"case_id": case_id, "conversation_id": conversation_id, "first_id": first_id, "last_id": last_id}
    session.change(_new_question, values | {"due_at": due_at})


def end_question(session: Session, last_id: int) -> bool:
    """Note that the question about the words that end with `last_id` is settled. Returns whether it was open."""
    return session.change(_end, {"words_end": last_id}) > 0


def questions_due(session: Session, now: datetime) -> list[OpenQuestion]:
    """Return the questions that nobody has answered in time."""
    return [OpenQuestion(*row) for row in session.rows(_due, {"now": now})]
