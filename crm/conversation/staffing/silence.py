"""How long an agent may be silent while their customer waits."""

from datetime import datetime
from typing import Final

from crm.conversation.snapshot import Snapshot
from crm.kernel.calendar import due_after

NOTICED_AFTER_MINUTES: Final = 30
"""So long, while the business is open, a customer waits for their agent's next words before the agent is reminded."""


def silence_noticed_at(snapshot: Snapshot, now: datetime) -> datetime:
    """Return when an agent who says nothing from now on is reminded."""
    return due_after(snapshot.business.hours, now, NOTICED_AFTER_MINUTES)
