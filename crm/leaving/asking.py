"""What the rule of leaving has to know, read in the transaction that lets a delivery leave."""

from datetime import datetime

from crm.cases import cases_of
from crm.consent import Purpose, consented_purposes
from crm.history import Priority
from crm.history.outbox import DueDelivery
from crm.kernel.session import Session
from crm.leaving.rules import Refusal, Standing, why_not_now


def reason_against(due: DueDelivery, now: datetime, session: Session | None = None) -> Refusal | None:
    """Return why a delivery may not leave now, or None. Marketing is asked about with a session, or may not leave."""
    standing = Standing(
        priority=Priority(due.priority),
        not_after=due.not_after,
        closed_reason=due.closed_reason,
        queued_epoch=due.queued_epoch,
        epoch=due.epoch,
        **({} if session is None or due.priority < Priority.MARKETING else _of_customer(session, due, now)),
    )
    return why_not_now(standing, now)


def _of_customer(session: Session, due: DueDelivery, now: datetime) -> dict[str, bool]:
    """Return what the customer of a piece of marketing has said yes to, and whether they wait for a remedy."""
    if due.customer_id is None:
        return {}
    purpose = Purpose(due.purpose) if due.purpose else Purpose.OFFERS
    return {
        "has_consent": purpose in consented_purposes(session, due.customer_id),
        "has_open_complaint": any(case.is_open for case in cases_of(session, due.customer_id, closed_since=now)),
    }
