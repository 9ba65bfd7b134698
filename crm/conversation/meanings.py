"""What each turn was understood as is kept, so that the business can count it and learn from what was not answered."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from crm.conversation.models import REPEATED, MeaningKind, TurnMeaning
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import insert_new

MEANINGS = table_of(TurnMeaning)

_new_meaning = insert_new(MEANINGS)
_repeated = Prepared(
    select(func.count())
    .select_from(MEANINGS)
    .where(
        MEANINGS.c.customer_id.in_(same_root),
        MEANINGS.c.at >= bindparam("since"),
        REPEATED,
    )
)


class Meaning(NamedTuple):
    """One thing that a turn was understood as, with the article that answers it and its match score."""

    kind: MeaningKind
    article: str = ""
    score: float | None = None


def meanings_of(understood: Understanding) -> Iterator[Meaning]:
    """Yield all that a turn was understood as; nothing where it was not understood. Pure."""
    if understood.greeting is not None:
        yield Meaning(MeaningKind.GREETING)
    for kind, is_meant in (
        (MeaningKind.COURTESY, understood.courtesy is not None),
        (MeaningKind.SERIOUS, understood.serious is not None),
        (MeaningKind.COMPLAINT, understood.complaint is not None),
        (MeaningKind.FOLLOW_UP, understood.follow_up is not None),
        (MeaningKind.WITHDRAWAL, understood.withdraws),
        (MeaningKind.PERSON, understood.wants_person),
        (MeaningKind.ABOUT_BOT, understood.asks_who_answers),
    ):
        if is_meant:
            yield Meaning(kind)
    for remarked in {remark.kind: None for remark in understood.remarks}:
        yield Meaning(MeaningKind(remarked))
    for question in understood.questions:
        yield Meaning(MeaningKind.QUESTION, question.article.slug, question.score)


def keep(reply: Reply, interaction_id: int, understood: Understanding, *more: Meaning) -> None:
    """Write what a turn was understood as, beside what was decided."""
    talk, language = reply.talk, understood.language
    for kind, article, score in dict.fromkeys((*meanings_of(understood), *more)):
        reply.session.change(
            _new_meaning,
            {
                "interaction_id": interaction_id,
                "kind": kind,
                "article": article,
                "customer_id": talk.customer_id,
                "conversation_id": talk.conversation_id,
                "score": None if score is None else round(score * 10),
                "language": language,
                "at": reply.now,
            },
        )


def unclear(understood: Understanding) -> Meaning:
    """Return the meaning of what was not understood, with the best guess."""
    if not understood.guesses:
        return Meaning(MeaningKind.UNCLEAR)
    best = understood.guesses[0]
    return Meaning(MeaningKind.UNCLEAR, best.article.slug, best.score)


def repeated_since(reply: Reply, since: datetime) -> int:
    """Return in how many turns this customer has come back to complaints of theirs since a moment."""
    count: int = reply.session.value(_repeated, {"customer_id": reply.talk.customer_id, "since": since})
    return count
