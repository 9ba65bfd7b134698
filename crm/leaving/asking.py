"""What the rule of leaving has to know, read in the transaction that lets a delivery leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm.cases import cases_of
from crm.consent import Purpose, consented_purposes
from crm.customers import outlet_of
from crm.history import Method, Priority
from crm.history.marketing import marketing_left_at
from crm.history.outbox import DueDelivery
from crm.kernel.restraint import WEEK, Restraint, quiet_until, room_at
from crm.kernel.session import Session
from crm.leaving.rules import PutOff, Refusal, Standing, why_not_now


@dataclass(frozen=True, slots=True)
class Manners:
    """How the business wants to write to people unasked. `zone` holds for whom no outlet of `outlet_zones` is known."""

    zone: ZoneInfo
    restraint: Restraint = field(default_factory=Restraint)
    outlet_zones: Mapping[str, ZoneInfo] = field(default_factory=dict)

    def zone_at(self, outlet: str | None) -> ZoneInfo:
        """Return the zone of a customer who belongs to an outlet, by any of its names."""
        return self.zone if outlet is None else self.outlet_zones.get(outlet.casefold(), self.zone)


def nobody_asked_for(due: DueDelivery) -> bool:
    """Tell whether a delivery is marketing, or a notice that says what it is for: quiet hours hold for it."""
    return due.priority >= Priority.MARKETING or due.purpose is not None


def reason_against(
    due: DueDelivery, now: datetime, session: Session | None = None, manners: Manners | None = None
) -> Refusal | PutOff | None:
    """Return why a delivery may not leave now, or None.

    What nobody asked for is asked about with a session and the business's manners: without them marketing may not
    leave.
    """
    standing = Standing(
        priority=Priority(due.priority),
        not_after=due.not_after,
        closed_reason=due.closed_reason,
        queued_epoch=due.queued_epoch,
        epoch=due.epoch,
        **({} if session is None or manners is None else _unasked(session, due, manners, now)),
    )
    return why_not_now(standing, now)


def _unasked(session: Session, due: DueDelivery, manners: Manners, now: datetime) -> dict[str, Any]:
    if not nobody_asked_for(due) or due.customer_id is None:
        return {}
    quiet = manners.restraint.quiet_hours
    zone = manners.zone_at(outlet_of(session, due.customer_id))
    known: dict[str, Any] = {"is_quiet_until": None if quiet is None else quiet_until(quiet, zone, now)}
    if due.priority >= Priority.MARKETING:
        known |= _of_customer(session, due, due.customer_id, manners.restraint, now)
    return known


def _of_customer(
    session: Session, due: DueDelivery, customer_id: int, restraint: Restraint, now: datetime
) -> dict[str, Any]:
    """Return what a customer has said yes to, whether they wait for a remedy, and when there is room for one more.

    What changes an earlier message is no further one: the caps do not count it.
    """
    purpose = Purpose(due.purpose) if due.purpose else Purpose.OFFERS
    is_capped = due.method == Method.MESSAGE
    return {
        "has_consent": purpose in consented_purposes(session, customer_id),
        "has_open_complaint": any(case.is_open for case in cases_of(session, customer_id, closed_since=now)),
        "has_room_at": room_at(restraint, marketing_left_at(session, customer_id, now - WEEK), now)
        if is_capped
        else None,
    }
