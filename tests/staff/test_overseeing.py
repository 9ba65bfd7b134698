"""When time runs out on a handoff: somebody hears of it, the customer is told once, and nobody is forgotten."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from crm.conversation.snapshot import Snapshot
from crm.erasing import begin_erasing
from crm.history import Holder
from crm.kernel.database import Database
from crm.kernel.erasing import Reason
from tests.staff.desk import Desk

MINUTES = [timedelta(minutes=minutes) for minutes in (11, 11, 61, 61)]


@pytest.fixture
def desk(database: Database, snapshot: Snapshot) -> Desk:
    return Desk(database, snapshot)


def _reminders(desk: Desk) -> int:
    """In the topic and in the group."""
    return desk.told_staff().count("staff_still_waiting") // 2


def test_who_waits_is_called_for_again_and_again_and_told_so_once(desk: Desk) -> None:
    desk.customer_says("/human")
    counted = []
    for minutes in MINUTES:
        desk.time_passes(minutes)
        counted.append((_reminders(desk), sum("belum sempat" in words for words in desk.said_to_customer())))
    assert counted == [(1, 0), (2, 1), (3, 1), (4, 1)]
    assert desk.talk().holder == Holder.WAITING


def test_nobody_is_called_at_night(desk: Desk) -> None:
    desk.now = datetime(2027, 6, 2, 16, 0, tzinfo=UTC)  # 23:00 in Jakarta
    desk.customer_says("/human")
    desk.time_passes(timedelta(hours=6))
    assert _reminders(desk) == 0
    desk.time_passes(timedelta(hours=4))
    assert _reminders(desk) == 1


def test_for_what_cannot_wait_people_are_called_at_any_hour_until_one_has_come(desk: Desk) -> None:
    desk.now = datetime(2027, 6, 2, 20, 0, tzinfo=UTC)  # 3:00 in Jakarta
    desk.customer_says("anak saya muntah darah abis minum susu dari kalian")
    assert desk.told_staff()[-1] == "staff_serious"
    for times in (1, 2, 3):
        desk.time_passes(timedelta(minutes=4))
        assert _reminders(desk) == times
    desk.presses("sari", "staff.take")
    desk.time_passes(timedelta(minutes=20))
    assert _reminders(desk) == 3


def test_who_waits_already_is_called_for_anew_when_it_cannot_wait(desk: Desk) -> None:
    desk.now = datetime(2027, 6, 2, 16, 0, tzinfo=UTC)  # 23:00 in Jakarta
    desk.customer_says("/human")
    desk.customer_says("kurirnya tadi ngancem saya pake pisau")
    desk.time_passes(timedelta(minutes=4))
    assert _reminders(desk) == 1


def test_an_agent_who_is_silent_is_reminded_and_then_the_conversation_waits_for_anybody(desk: Desk) -> None:
    desk.customer_says("/human")
    desk.presses("sari", "staff.take")
    desk.customer_says("halo?")
    desk.time_passes(timedelta(minutes=31))
    assert desk.told_staff()[-1] == "staff_silent"
    assert desk.talk().holder == Holder.AGENT
    desk.time_passes(timedelta(minutes=31))
    assert desk.talk().holder == Holder.WAITING
    assert "Rekan lain akan membalas" in desk.said_to_customer()[-1]
    desk.presses("dimas", "staff.take")
    handoff = desk.handoff()
    assert handoff is not None
    assert handoff.agent_id == desk.agents["dimas"].id


def test_an_agent_who_has_answered_is_not_reminded(desk: Desk) -> None:
    desk.customer_says("/human")
    desk.presses("sari", "staff.take")
    desk.says("sari", "Halo Kak")
    desk.time_passes(timedelta(hours=5))
    assert desk.talk().holder == Holder.AGENT
    assert "staff_silent" not in desk.told_staff()
    desk.customer_says("baik")
    desk.time_passes(timedelta(minutes=31))
    assert desk.told_staff()[-1] == "staff_silent"


def test_what_is_put_away_comes_back_at_its_time(desk: Desk) -> None:
    desk.customer_says("/human")
    desk.presses("sari", "staff.take")
    desk.says("sari", "/tunda 2 jam")
    assert desk.talk().holder == Holder.SNOOZED
    desk.time_passes(timedelta(hours=1))
    assert desk.talk().holder == Holder.SNOOZED
    desk.time_passes(timedelta(hours=1))
    assert desk.talk().holder == Holder.AGENT
    assert desk.told_staff()[-1] == "staff_woken"


def test_a_process_that_was_down_does_what_was_due_once(desk: Desk) -> None:
    desk.customer_says("/human")
    desk.time_passes(timedelta(days=2))
    desk.minds_staff()
    assert _reminders(desk) == 1


def test_who_is_erased_is_in_nobodys_hands_and_nothing_of_them_stays_in_the_notices(desk: Desk) -> None:
    desk.customer_says("pesanan 4411 sampai rusak")
    desk.customer_says("/human")
    desk.presses("sari", "staff.take")
    desk.minds_staff()
    assert any("4411" in text for text in desk.words_told_staff())
    desk.database.writer.run(
        partial(
            begin_erasing, customer_id=desk.talk_customer(), only_this=False, reason=Reason.ASKED, actor="owner",
            at=desk.now,
        )
    )  # fmt: skip
    assert desk.handoff() is None
    topic = desk.topic()
    assert (topic.mirrored_through, topic.brief_due) == (None, None)
    assert not any("4411" in text for text in desk.words_told_staff())
