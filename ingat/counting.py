"""What the database holds of questions and answers, read by itself after the parts have stopped."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select

from crm.cases.models import CaseInteraction
from crm.customers.models import Chat
from crm.history.models import Conversation, Direction, Interaction, Notice
from crm.kernel.database import open_database
from crm.kernel.models import table_of
from crm.kernel.session import Session

INTERACTIONS, CONVERSATIONS, CHATS = table_of(Interaction), table_of(Conversation), table_of(Chat)
NOTICES, LINKS = table_of(Notice), table_of(CaseInteraction)
ASKS_BACK = frozenset({"human", "case.same"})
"""The actions of the buttons under a question back."""

_said = (
    select(
        INTERACTIONS.c.id,
        INTERACTIONS.c.direction,
        INTERACTIONS.c.text,
        INTERACTIONS.c.payload,
        INTERACTIONS.c.message_id,
        INTERACTIONS.c.key,
        INTERACTIONS.c.conversation_id,
        CHATS.c.external_id,
    )
    .join(CONVERSATIONS, CONVERSATIONS.c.id == INTERACTIONS.c.conversation_id)
    .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
    .order_by(INTERACTIONS.c.id)
)
_handoffs = select(NOTICES.c.key).where(NOTICES.c.kind == "staff_handoff")


class Outcome(StrEnum):
    """How a question was answered."""

    ANSWERED = "answered"
    COMPLAINT = "noted as case"
    HANDED_OVER = "handed over"
    ASKED_BACK = "asked back"


@dataclass(frozen=True, slots=True)
class Answered:
    """Words of the bot to one customer, the space between them made even."""

    external_id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All of it, as counted. A question is named by its chat and the channel's number of the message."""

    questions: Counter[tuple[str, int]]
    answers: Counter[Answered]
    outcomes: Counter[Outcome]
    unanswered: int
    answered_again: int


def read_stored(url: str, articles: frozenset[str]) -> Stored:
    """Count the questions and the answers that a database holds. `articles` are the words of all articles' answers."""
    database = open_database(url)
    try:
        with database.reading() as session:
            return _count(session, articles)
    finally:
        database.close()


def evenly_spaced(text: str) -> str:
    """Return a text with one space between its words: how it is spaced differs on the way to a customer's eyes."""
    return " ".join(text.split())


def _count(session: Session, articles: frozenset[str]) -> Stored:
    rows = session.execute(_said).all()
    asked = [row for row in rows if row.direction == Direction.INBOUND]
    said = [row for row in rows if row.direction == Direction.OUTBOUND]
    turns = {row.key: row for row in said}
    answers = [turns[f"turn:{row.id}"] for row in asked if f"turn:{row.id}" in turns]
    return Stored(
        questions=Counter((row.external_id, row.message_id) for row in asked),
        answers=Counter(Answered(row.external_id, evenly_spaced(row.text)) for row in said),
        outcomes=_outcomes(session, asked, turns, articles),
        unanswered=_unanswered(asked, turns),
        answered_again=len(said) - len(answers),
    )


def _unanswered(asked: list[Row[Any]], turns: dict[str, Row[Any]]) -> int:
    """Count the questions that no turn covers: an answer stands for all that was said before it."""
    covered: set[int] = set()
    unanswered = 0
    for row in reversed(asked):
        if f"turn:{row.id}" in turns:
            covered.add(row.conversation_id)
        unanswered += row.conversation_id not in covered
    return unanswered


def _outcomes(
    session: Session, asked: list[Row[Any]], turns: dict[str, Row[Any]], articles: frozenset[str]
) -> Counter[Outcome]:
    handed_over = set(session.execute(_handoffs).scalars())
    linked = set(session.execute(select(LINKS.c.interaction_id)).scalars())
    counted: Counter[Outcome] = Counter()
    waiting: set[int] = set()
    for row in asked:
        answer = turns.get(f"turn:{row.id}")
        if answer is None:
            continue
        is_handed_over = f"handoff:{row.id}" in handed_over
        if is_handed_over:
            waiting.add(row.conversation_id)
        elif row.conversation_id in waiting:  # such a customer is only told that a person comes, or gets an answer
            is_handed_over = not _holds_an_article(answer.text, articles)
        counted[_outcome(answer, is_case=row.id in linked, is_handed_over=is_handed_over)] += 1
    return counted


def _holds_an_article(text: str, articles: frozenset[str]) -> bool:
    words = evenly_spaced(text)
    return any(article in words for article in articles)


def _outcome(answer: Row[Any], *, is_case: bool, is_handed_over: bool) -> Outcome:
    buttons = (answer.payload or {}).get("buttons") or []
    if any(action in ASKS_BACK for row in buttons for _, action, _ in row):
        return Outcome.ASKED_BACK
    if is_case:
        return Outcome.COMPLAINT
    return Outcome.HANDED_OVER if is_handed_over else Outcome.ANSWERED
