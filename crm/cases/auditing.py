"""The audit row of each change of a case, written in the transaction of the change."""

from datetime import datetime

from sqlalchemy import insert

from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

_audit = Prepared(insert(table_of(AuditEntry)))


def note(session: Session, action: str, case_id: int, actor: str, at: datetime) -> None:
    """Write down who did what to a case: `action` is a past tense, such as "opened"."""
    session.change(_audit, {"at": at, "actor": actor, "action": f"case.{action}", "subject": f"case:{case_id}"})


def customer(customer_id: int) -> str:
    """Return a customer as an actor."""
    return f"customer:{customer_id}"
