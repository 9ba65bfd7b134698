"""Opening a case."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from crm.cases.auditing import customer, note
from crm.cases.models import Case, CaseInteraction, CasePriority, CaseState
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

CASES, LINKS = table_of(Case), table_of(CaseInteraction)

_new_case = insert_new(CASES, "id")
_case_of_key = select(CASES.c.id).where(CASES.c.key == bindparam("key"))
_new_link = insert_new(LINKS)


def open_case(
    session: Session,
    *,
    customer_id: int,
    conversation_id: int,
    category: str,
    order_number: str | None,
    words: str,
    interaction_ids: Sequence[int],
    at: datetime,
    due_at: datetime,
    priority: CasePriority = CasePriority.NORMAL,
    outlet: str | None = None,
    earlier_case_id: int | None = None,
) -> int:
    """Open a case for a complaint and return its id. The same complaint again finds the case it opened.

    `outlet` is the slug of the outlet it is about, `due_at` by when the customer is promised a reply, `earlier_case_id`
    a case of theirs that ended long ago.
    """
    key = f"case:{interaction_ids[-1]}"
    case_id = session.value(
        _new_case,
        {
            "customer_id": customer_id,
            "conversation_id": conversation_id,
            "state": CaseState.NEW,
            "priority": priority,
            "category": category,
            "order_number": order_number,
            "outlet": outlet,
            "words": words,
            "key": key,
            "opened_at": at,
            "due_at": due_at,
            "last_said_at": at,
            "earlier_case_id": earlier_case_id,
        },
    )
    if case_id is None:
        return int(session.scalar(_case_of_key, {"key": key}))
    session.change_all(_new_link, [{"case_id": case_id, "interaction_id": i} for i in interaction_ids])
    note(session, "opened", case_id, customer(customer_id), at)
    return int(case_id)
