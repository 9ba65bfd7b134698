"""Letting a piece of marketing leave: the check and the mark that it has left, in one transaction."""

from datetime import datetime
from typing import Final

from crm.customers import lock_roots
from crm.history.outbox import DueDelivery, claim, delivery
from crm.kernel.session import Session
from crm.leaving.asking import Manners, reason_against
from crm.leaving.rules import PutOff, Refusal

GONE: Final = "gone"
"""Somebody else has it, or its row is no more."""
Against = Refusal | PutOff | str | None


def let_marketing_leave(session: Session, due: DueDelivery, now: datetime, manners: Manners) -> Against:
    """Move a delivery from queued to sending, or return why not. The call is made after this is committed.

    The customer's root is locked first: of two pieces of marketing to one person the second sees that the first has
    left, whichever of the person's chats they go to and whoever sends them. What is `sending` already is somebody
    else's, also if it was this very call's before a COMMIT of which nobody knows the outcome: it ends as unknown.
    """
    if due.customer_id is not None:
        lock_roots(session, due.customer_id)
    current = delivery(session, due.id)
    if current is None:
        return GONE
    reason = reason_against(current, now, session, manners)
    if reason is None and not claim(session, due.id, now):
        return GONE
    return reason
