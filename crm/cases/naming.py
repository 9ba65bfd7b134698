"""Saying of a case which order it is about, once that is known."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from crm.cases.models import Case
from crm.customers.queries import same_root
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session

CASES = table_of(Case)

_nameless = select(CASES.c.id).where(
    CASES.c.id == bindparam("case_id"), CASES.c.customer_id.in_(same_root), CASES.c.order_number.is_(None)
)
_name = update(CASES).where(CASES.c.id == bindparam("case_id")).values(order_number=bindparam("number"))
_audit = insert(table_of(AuditEntry))


def name_order(session: Session, case_id: int, order_number: str, *, customer_id: int, at: datetime) -> bool:
    """Note the order of a customer's case that has none yet. Returns whether it was noted."""
    if session.scalar(_nameless, {"case_id": case_id, "customer_id": customer_id}) is None:
        return False
    session.execute(_name, {"case_id": case_id, "number": order_number})
    session.execute(
        _audit,
        {"at": at, "actor": f"customer:{customer_id}", "action": "case.order_named", "subject": f"case:{case_id}"},
    )
    return True
