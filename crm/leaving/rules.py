"""The rule itself, on plain values: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.history import Priority


class Refusal(StrEnum):
    """Why a delivery may not leave, or not yet. Stored on it, and counted."""

    TOO_LATE = "too_late"
    CHANNEL_CLOSED = "channel_closed"
    AGENT_TALKING = "agent_talking"
    NO_CONSENT = "no_consent"
    OPEN_COMPLAINT = "open_complaint"
    QUIET_HOURS = "quiet_hours"
    MARKETING_CAP = "marketing_cap"

    @property
    def is_failure(self) -> bool:
        """Whether its time ran out: said to the staff. The others were withheld for good reason."""
        return self in {Refusal.TOO_LATE, Refusal.QUIET_HOURS}


@dataclass(frozen=True, slots=True)
class PutOff:
    """A delivery may not leave before `until`, and is asked about again then."""

    reason: Refusal
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the rule needs to know of one delivery at one moment.

    `has_consent`, `has_open_complaint` and `has_room_at` are asked of marketing alone: of what it is for, and of its
    customer. `has_room_at` is when the caps have room for it, `is_quiet_until` when the quiet hours end that hold for
    what nobody asked for; None: nothing of the kind holds now.
    """

    priority: Priority
    not_after: datetime
    closed_reason: str | None
    queued_epoch: int | None
    epoch: int | None
    has_consent: bool = False
    has_open_complaint: bool = False
    has_room_at: datetime | None = None
    is_quiet_until: datetime | None = None


def why_not_now(standing: Standing, now: datetime) -> Refusal | PutOff | None:
    """Return why a delivery may not leave, or None if it may. Lasting reasons come before passing ones.

    A bot's reply that was queued before an agent took the conversation is no longer the bot's to say. Marketing needs
    a yes that holds at this moment, and never comes between a customer and their complaint.
    """
    if standing.closed_reason is not None:
        return Refusal.CHANNEL_CLOSED
    if standing.priority >= Priority.MARKETING:
        if not standing.has_consent:
            return Refusal.NO_CONSENT
        if standing.has_open_complaint:
            return Refusal.OPEN_COMPLAINT
    if standing.queued_epoch is not None and standing.epoch is not None and standing.queued_epoch < standing.epoch:
        return Refusal.AGENT_TALKING
    if now > standing.not_after:
        return Refusal.TOO_LATE
    return _put_off(standing)


def _put_off(standing: Standing) -> Refusal | PutOff | None:
    """Put off what may leave later; end what would be too late then.

    A cap puts off, too: what a customer agreed to hear is still worth hearing tomorrow, for as long as it is valid.
    What the caps leave no room for until then is withheld for good reason; what only the night keeps back was queued
    too late to be of use, and that is a failure which somebody should see.
    """
    for until, reason in (
        (standing.has_room_at, Refusal.MARKETING_CAP),
        (standing.is_quiet_until, Refusal.QUIET_HOURS),
    ):
        if until is not None:
            return reason if until > standing.not_after else PutOff(reason, until)
    return None
