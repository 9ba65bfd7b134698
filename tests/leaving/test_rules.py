"""May this delivery leave at this moment?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.history import Priority
from crm.leaving import Refusal, Standing, why_not_now

NOW = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)


def _standing(**changes: Any) -> Standing:
    free: dict[str, Any] = {
        "priority": Priority.REPLY,
        "not_after": NOW + timedelta(hours=1),
        "closed_reason": None,
        "queued_epoch": 3,
        "epoch": 3,
    }
    return Standing(**{**free, **changes})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"not_after": NOW}, None),
        ({"not_after": NOW - timedelta(microseconds=1)}, Refusal.TOO_LATE),
        ({"closed_reason": "blocked_by_customer"}, Refusal.CHANNEL_CLOSED),
        ({"queued_epoch": 2}, Refusal.AGENT_TALKING),
        ({"queued_epoch": None, "epoch": 9}, None),
        ({"queued_epoch": None, "epoch": None}, None),
        ({"closed_reason": "x", "queued_epoch": 2, "not_after": NOW - timedelta(days=1)}, Refusal.CHANNEL_CLOSED),
        ({"queued_epoch": 2, "not_after": NOW - timedelta(days=1)}, Refusal.AGENT_TALKING),
        ({"priority": Priority.MARKETING}, Refusal.NO_CONSENT),
        ({"priority": Priority.MARKETING, "has_consent": True}, None),
        ({"priority": Priority.MARKETING, "has_consent": True, "has_open_complaint": True}, Refusal.OPEN_COMPLAINT),
        ({"priority": Priority.MARKETING, "has_open_complaint": True}, Refusal.NO_CONSENT),
        ({"priority": Priority.MARKETING, "closed_reason": "x"}, Refusal.CHANNEL_CLOSED),
        ({"priority": Priority.SERVICE, "has_open_complaint": True}, None),
    ],
)
def test_a_delivery_leaves_unless_there_is_a_reason(changes: dict[str, Any], reason: Refusal | None) -> None:
    assert why_not_now(_standing(**changes), NOW) is reason


def test_only_what_came_too_late_is_a_failure_to_tell_the_staff() -> None:
    assert [refusal for refusal in Refusal if refusal.is_failure] == [Refusal.TOO_LATE]
