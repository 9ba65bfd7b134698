"""Taking the words out of cases: what is left counts, and says how long it took."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, cast, delete, literal, select, update

from crm.cases.attaching import ENDED
from crm.cases.models import Case, CaseAttachment, CaseQuestion, CaseState, Handoff
from crm.history import Conversation, Holder
from crm.kernel.erasing import ERASED
from crm.kernel.models import table_of
from crm.kernel.session import Session

CASES, ATTACHMENTS, QUESTIONS = table_of(Case), table_of(CaseAttachment), table_of(CaseQuestion)
HANDOFFS, CONVERSATIONS = table_of(Handoff), table_of(Conversation)


def end_handoffs(session: Session, customer_ids: Collection[int], at: datetime) -> None:
    """End the handoffs of conversations that were ended: nobody of the staff has them any more."""
    ended = select(CONVERSATIONS.c.id).where(
        CONVERSATIONS.c.customer_id.in_(customer_ids), CONVERSATIONS.c.holder == Holder.BOT.value
    )
    session.execute(
        update(HANDOFFS)
        .where(HANDOFFS.c.ended_at.is_(None), HANDOFFS.c.conversation_id.in_(ended))
        .values(ended_at=at, outcome=ERASED, next_at=None, waits_since=None)
    )


def erase_cases(session: Session, customer_ids: Collection[int]) -> None:
    """Take out what customers complained of and how it was answered, and close what is open."""
    theirs = CASES.c.customer_id.in_(customer_ids)
    ids = select(CASES.c.id).where(theirs)
    session.execute(update(CASES).where(theirs, CASES.c.state.not_in(ENDED)).values(state=CaseState.CLOSED))
    session.execute(
        update(CASES)
        .where(theirs)
        .values(
            words="", order_number=None, promise=None, promise_kept_how=None, resolution=None,
            key=literal(f"{ERASED}:").concat(cast(CASES.c.id, Text)),
        )
    )  # fmt: skip
    session.execute(update(ATTACHMENTS).where(ATTACHMENTS.c.case_id.in_(ids)).values(before={}, after={}))
    session.execute(delete(QUESTIONS).where(QUESTIONS.c.case_id.in_(ids)))
