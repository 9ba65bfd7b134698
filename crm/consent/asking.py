"""That somebody is asked unbidden at most once."""

from datetime import datetime

from sqlalchemy import select

from crm.consent.models import ConsentAsk
from crm.consent.queries import is_suppressed, stated_purposes
from crm.customers.queries import same_root
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

ASKS = table_of(ConsentAsk)

_asked = Prepared(select(ASKS.c.customer_id).where(ASKS.c.customer_id.in_(same_root)).limit(1))
_note = insert_new(ASKS)


def was_asked(session: Session, customer_id: int) -> bool:
    """Tell whether a customer was asked before, or has said on their own what they want."""
    if session.value(_asked, {"customer_id": customer_id}) is not None:
        return True
    return bool(stated_purposes(session, customer_id)) or is_suppressed(session, customer_id)


def note_asked(session: Session, customer_id: int, at: datetime, wording_version: str) -> None:
    """Note that a customer is being asked. A second time changes nothing."""
    session.change(_note, {"customer_id": customer_id, "asked_at": at, "wording_version": wording_version})
