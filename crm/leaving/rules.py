"""The rule itself, on plain values: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.history import Priority


class Refusal(StrEnum):
    """Why a delivery may not leave. Stored on it, and counted."""

    TOO_LATE = "too_late"
    CHANNEL_CLOSED = "channel_closed"
    AGENT_TALKING = "agent_talking"
    NO_CONSENT = "no_consent"
    OPEN_COMPLAINT = "open_complaint"

    @property
    def is_failure(self) -> bool:
        """Whether somebody waits for it in vain: said to the staff. The others were withheld for good reason."""
        return self is Refusal.TOO_LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the rule needs to know of one delivery at one moment.

    `has_consent` and `has_open_complaint` are asked of marketing alone: of what it is for, and of its customer.
    """

    priority: Priority
    not_after: datetime
    closed_reason: str | None
    queued_epoch: int | None
    epoch: int | None
    has_consent: bool = False
    has_open_complaint: bool = False


def why_not_now(standing: Standing, now: datetime) -> Refusal | None:
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
    return None
