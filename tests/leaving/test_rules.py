"""May this delivery leave at this moment?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.history import Priority
from crm.leaving import PutOff, Refusal, Standing, why_not_now

NOW = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
SOON, LATE = NOW + timedelta(minutes=30), NOW + timedelta(hours=2)
WILLING = {"priority": Priority.MARKETING, "has_consent": True}


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
        ({"is_quiet_until": SOON}, PutOff(Refusal.QUIET_HOURS, SOON)),
        ({"is_quiet_until": LATE}, Refusal.QUIET_HOURS),
        ({**WILLING, "has_room_at": SOON}, PutOff(Refusal.MARKETING_CAP, SOON)),
        ({**WILLING, "has_room_at": LATE}, Refusal.MARKETING_CAP),
        ({**WILLING, "has_room_at": LATE, "is_quiet_until": SOON}, Refusal.MARKETING_CAP),
        ({**WILLING, "has_room_at": SOON, "is_quiet_until": LATE}, PutOff(Refusal.MARKETING_CAP, SOON)),
        ({**WILLING, "has_open_complaint": True, "is_quiet_until": SOON}, Refusal.OPEN_COMPLAINT),
        ({"priority": Priority.MARKETING, "is_quiet_until": SOON}, Refusal.NO_CONSENT),
        ({"is_quiet_until": SOON, "not_after": NOW - timedelta(hours=1)}, Refusal.TOO_LATE),
    ],
)
def test_a_delivery_leaves_unless_there_is_a_reason(changes: dict[str, Any], reason: Refusal | PutOff | None) -> None:
    assert why_not_now(_standing(**changes), NOW) == reason


def test_only_what_came_too_late_is_a_failure_to_tell_the_staff() -> None:
    assert {refusal for refusal in Refusal if refusal.is_failure} == {Refusal.TOO_LATE, Refusal.QUIET_HOURS}


@given(room=st.none() | st.timedeltas(timedelta(), timedelta(days=9)),
       quiet=st.none() | st.timedeltas(timedelta(), timedelta(days=1)),
       valid=st.timedeltas(timedelta(), timedelta(days=9)))  # fmt: skip
def test_what_is_put_off_can_still_leave_then_and_nothing_leaves_while_a_rule_holds(
    room: timedelta | None, quiet: timedelta | None, valid: timedelta
) -> None:
    moments = [None if span is None else NOW + span for span in (room, quiet)]
    standing = _standing(**WILLING, not_after=NOW + valid, has_room_at=moments[0], is_quiet_until=moments[1])
    verdict = why_not_now(standing, NOW)
    if isinstance(verdict, PutOff):
        assert NOW <= verdict.until <= standing.not_after
    assert (verdict is None) == (moments == [None, None])
