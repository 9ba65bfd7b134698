"""Opening a case, and adding to it what belongs to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from crm.cases.models import Case, CaseInteraction, CaseState
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

CASES, LINKS = table_of(Case), table_of(CaseInteraction)

_new_case = insert_new(CASES, "id")
_case_of_key = select(CASES.c.id).where(CASES.c.key == bindparam("key"))
_new_link = insert_new(LINKS)
_heard_again = Prepared(update(CASES).where(CASES.c.id == bindparam("case_id")).values(last_said_at=bindparam("at")))
_unlink = delete(LINKS).where(
    LINKS.c.case_id == bindparam("case_id"), LINKS.c.interaction_id == bindparam("interaction_id")
)
_audit = Prepared(insert(table_of(AuditEntry)))


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
) -> int:
    """Open a case for a complaint and return its id. The same complaint again finds the case it opened.

    `due_at` is by when the customer is promised a reply.
    """
    key = f"case:{interaction_ids[-1]}"
    case_id = session.value(
        _new_case,
        {
            "customer_id": customer_id,
            "conversation_id": conversation_id,
            "state": CaseState.NEW,
            "category": category,
            "order_number": order_number,
            "words": words,
            "key": key,
            "opened_at": at,
            "due_at": due_at,
            "last_said_at": at,
        },
    )
    if case_id is None:
        return int(session.scalar(_case_of_key, {"key": key}))
    _link(session, case_id, interaction_ids)
    session.change(
        _audit, {"at": at, "actor": f"customer:{customer_id}", "action": "case.opened", "subject": f"case:{case_id}"}
    )
    return int(case_id)


def attach(session: Session, case_id: int, interaction_ids: Sequence[int], *, customer_id: int, at: datetime) -> None:
    """Add to a case what the customer said about it again."""
    _link(session, case_id, interaction_ids)
    session.change(_heard_again, {"case_id": case_id, "at": at})
    session.change(
        _audit, {"at": at, "actor": f"customer:{customer_id}", "action": "case.attached", "subject": f"case:{case_id}"}
    )


def detach(session: Session, case_id: int, interaction_ids: Sequence[int], *, customer_id: int, at: datetime) -> None:
    """Undo an attachment: it was not about this case."""
    for interaction_id in interaction_ids:
        session.execute(_unlink, {"case_id": case_id, "interaction_id": interaction_id})
    session.change(
        _audit, {"at": at, "actor": f"customer:{customer_id}", "action": "case.detached", "subject": f"case:{case_id}"}
    )


def _link(session: Session, case_id: int, interaction_ids: Sequence[int]) -> None:
    session.change_all(_new_link, [{"case_id": case_id, "interaction_id": i} for i in interaction_ids])
