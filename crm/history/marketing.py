"""The marketing that a person got lately."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from crm.customers.queries import same_root
from crm.history.content import Method
from crm.history.models import Delivery, State
from crm.history.outbox import MARKETING
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

DELIVERIES = table_of(Delivery)

_at = func.coalesce(DELIVERIES.c.ended_at, DELIVERIES.c.began_at)
_left = Prepared(
    select(DELIVERIES.c.ended_at, DELIVERIES.c.began_at).where(
        DELIVERIES.c.customer_id.in_(same_root),
        DELIVERIES.c.priority == MARKETING,
        DELIVERIES.c.began_at.is_not(None),
        DELIVERIES.c.method == Method.MESSAGE,
        or_(*(DELIVERIES.c.state == state for state in (State.SENDING, State.SENT, State.UNKNOWN))),
        _at > bindparam("since"),
    )
)


def marketing_left_at(session: Session, customer_id: int, since: datetime) -> list[datetime]:
    """Return when each piece of marketing left to a person after a moment: what may have arrived counts as well.

    One that is on its way, or whose outcome nobody knows, has left.
    """
    rows = session.rows(_left, {"customer_id": customer_id, "since": since})
    return [ended_at or began_at for ended_at, began_at in rows]
