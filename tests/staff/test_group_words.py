"""What is said and pressed in the staff's group, by whomever: only who may changes anything."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.durations import duration_in
from crm.conversation.staffing.entering import take_bot_taken_in
from crm.conversation.staffing.group_words import take_group_words
from crm.conversation.staffing.values import BotTakenIn, GroupWords, Place
from crm.history import Holder
from crm.kernel.database import Database
from crm.staff import Role, group_at, new_group_code
from tests.staff.desk import Desk


@pytest.fixture
def desk(database: Database, snapshot: Snapshot) -> Desk:
    made = Desk(database, snapshot)
    made.customer_says("/human")
    return made


def _elsewhere(desk: Desk, group: str = "-555") -> Place:
    return Place(account=desk.account, external_id=group, title="Lain", is_forum=True)


def _words(desk: Desk, place: Place, user: str, text: str, *, is_anonymous: bool = False) -> GroupWords:
    return GroupWords(
        place=place, key=f"{place.external_id} {text} {user}", user_id=user, user_name="x", is_anonymous=is_anonymous,
        message_id=5, at=desk.now, text=text, html=text,
    )  # fmt: skip


def _take(desk: Desk, words: GroupWords) -> bool:
    return desk.database.writer.run(lambda s: take_group_words(s, words, desk.snapshot, desk.now))


def _code(desk: Desk) -> str:
    return desk.database.writer.run(lambda s: new_group_code(s, actor="test", at=desk.now))


def _joins(desk: Desk, by: str, *, joined: bool = True, lacks: tuple[str, ...] = ()) -> bool:
    event = BotTakenIn(place=_elsewhere(desk), by_user_id=by, joined=joined, lacks=lacks, at=desk.now)
    return desk.database.writer.run(lambda s: take_bot_taken_in(s, event, desk.snapshot))


def test_an_anonymous_admin_is_refused_once_a_day_and_changes_nothing(desk: Desk) -> None:
    desk.presses("sari", "staff.take")
    place = desk.place()
    for text in ("Halo Kak", "/kembalikan", "lagi"):
        assert _take(desk, _words(desk, place, "", text, is_anonymous=True))
    assert desk.told_staff().count("staff_refused") == 1
    assert desk.talk().holder == Holder.AGENT
    assert desk.notes() == []
    assert "Halo Kak" not in desk.said_to_customer()


def test_a_cashier_takes_nothing_over(desk: Desk) -> None:
    desk.joins("kasir", Role.CASHIER)
    assert desk.presses("kasir", "staff.take") == "staff_only"
    desk.says("kasir", "/ambil")
    assert desk.talk().holder == Holder.WAITING


def test_a_lead_releases_what_an_agent_has_and_an_agent_does_not(desk: Desk) -> None:
    desk.presses("sari", "staff.take")
    desk.says("dimas", "/kembalikan")
    assert desk.talk().holder == Holder.AGENT
    desk.says("ratna", "/kembalikan")
    assert desk.talk().holder == Holder.BOT


def test_who_has_a_conversation_gives_it_to_a_colleague_and_others_do_not(desk: Desk) -> None:
    desk.presses("sari", "staff.take")
    desk.says("dimas", "/tugaskan Dimas")
    desk.says("sari", "/tugaskan Nobody")
    assert desk.told_staff().count("staff_not_assigned") == 2
    desk.says("sari", "/tugaskan dimas")
    handoff = desk.handoff()
    assert handoff is not None
    assert handoff.agent_id == desk.agents["dimas"].id
    assert "Dimas dari tim kami" in desk.said_to_customer()[-1]
    desk.says("sari", "masih saya?")
    assert "masih saya?" not in desk.said_to_customer()


def test_who_leads_gives_what_waits_to_somebody(desk: Desk) -> None:
    desk.says("ratna", "/assign Sari")
    assert desk.talk().holder == Holder.AGENT


def test_a_command_that_there_is_not_is_not_sent_to_the_customer(desk: Desk) -> None:
    desk.presses("sari", "staff.take")
    before = desk.said_to_customer()
    desk.says("sari", "/refund 4411")
    assert desk.said_to_customer() == before
    assert desk.told_staff()[-1] == "staff_commands"


def test_a_button_for_another_conversation_does_nothing(desk: Desk) -> None:
    assert desk.presses("sari", "staff.take", str(desk.conversation_id + 1)) == "old_button"
    assert desk.presses("sari", "staff.nothing") == "old_button"
    assert desk.talk().holder == Holder.WAITING


def test_somebody_elses_note_is_not_sent_by_pressing_their_button(desk: Desk) -> None:
    desk.says("sari", "Halo Kak")
    note = str(desk.note_ids()[-1])
    assert desk.presses("dimas", "staff.send", note) == "staff_not_yours_now"
    assert desk.presses("sari", "staff.send", note) is None
    assert desk.presses("sari", "staff.send", note) is None
    assert desk.said_to_customer().count("Halo Kak") == 1


def test_duty_is_said_in_any_topic_and_in_the_group(desk: Desk) -> None:
    desk.says("sari", "/off")
    desk.says("sari", "/on@kopidemo_bot")
    assert desk.told_staff().count("staff_duty") == 2


def test_a_group_is_left_unless_somebody_who_leads_has_taken_the_bot_in(desk: Desk) -> None:
    assert not _joins(desk, "12345")
    assert not _joins(desk, desk.agents["sari"].external_id)
    assert _joins(desk, desk.agents["ratna"].external_id)
    assert desk.told_staff()[-1] == "staff_group_ask_code"


def test_the_right_code_binds_if_somebody_who_leads_sends_it(desk: Desk) -> None:
    place, code = _elsewhere(desk), _code(desk)
    _joins(desk, desk.agents["ratna"].external_id)
    assert _take(desk, _words(desk, place, desk.agents["sari"].external_id, f"/bind {code}"))
    ratna = desk.agents["ratna"].external_id
    assert _take(desk, _words(desk, place, ratna, f"/bind {code}", is_anonymous=True))
    with desk.database.reading() as session:
        group = group_at(session, desk.account, "-555")
    assert group is not None
    assert not group.is_staffs
    assert _take(desk, _words(desk, place, ratna, f"/start@kopidemo_bot {code.lower()}"))
    with desk.database.reading() as session:
        group = group_at(session, desk.account, "-555")
    assert group is not None
    assert group.is_staffs
    assert desk.told_staff()[-1] != "staff_group_wrong_code"


def test_who_waits_already_is_shown_in_a_group_when_it_is_bound(desk: Desk) -> None:
    before = desk.topic().id
    ratna = desk.agents["ratna"].external_id
    assert _take(desk, _words(desk, _elsewhere(desk), ratna, f"/bind {_code(desk)}"))
    handoff = desk.handoff()
    assert handoff is not None
    assert handoff.topic_id == desk.topic().id != before


def test_a_wrong_code_is_said_to_be_wrong_and_an_invitation_ends_after_an_hour(desk: Desk) -> None:
    ratna = desk.agents["ratna"].external_id
    _joins(desk, ratna)
    assert _take(desk, _words(desk, _elsewhere(desk), ratna, "/bind WRONGONE"))
    assert desk.told_staff()[-1] == "staff_group_wrong_code"
    assert _take(desk, _words(desk, _elsewhere(desk), "12345", "halo semua"))
    desk.now += timedelta(hours=1)
    assert not _take(desk, _words(desk, _elsewhere(desk), "12345", "halo semua lagi"))


def test_a_code_in_a_group_where_nobody_invited_the_bot_binds_it_too(desk: Desk) -> None:
    ratna = desk.agents["ratna"].external_id
    assert _take(desk, _words(desk, _elsewhere(desk), ratna, f"/bind {_code(desk)}"))


def test_who_leads_and_mistypes_a_code_is_told_so_and_may_try_again(desk: Desk) -> None:
    ratna = desk.agents["ratna"].external_id
    assert _take(desk, _words(desk, _elsewhere(desk), ratna, "/bind WRONGONE"))
    assert desk.told_staff()[-1] == "staff_group_wrong_code"
    assert _take(desk, _words(desk, _elsewhere(desk), ratna, f"/bind {_code(desk)}"))


def test_the_rights_that_the_bot_lacks_are_named_when_they_change(desk: Desk) -> None:
    ratna = desk.agents["ratna"].external_id
    _joins(desk, ratna, lacks=("can_pin_messages",))
    _take(desk, _words(desk, _elsewhere(desk), ratna, f"/bind {_code(desk)}"))
    assert any("sematkan pesan" in text for text in desk.words_told_staff()[-2:])
    assert _joins(desk, ratna, joined=False)
    assert "Semua hak bot sudah lengkap." in desk.words_told_staff()[-1]


def test_summaries_that_could_not_be_written_are_written_when_the_bot_may_make_topics(desk: Desk) -> None:
    desk.minds_staff()
    for lacks in (("can_manage_topics",), ()):
        event = BotTakenIn(place=desk.place(), by_user_id="1", joined=False, lacks=lacks, at=desk.now)
        desk.database.writer.run(partial(take_bot_taken_in, event=event, snapshot=desk.snapshot))
        desk.now += timedelta(seconds=1)
    assert desk.topic().brief_due is not None


def test_a_customers_words_in_no_topic_are_none_of_ours(desk: Desk) -> None:
    place = replace(desk.place(), thread_id=999_999)
    before = len(desk.told_staff())
    assert _take(desk, _words(desk, place, "12345", "halo"))
    assert len(desk.told_staff()) == before


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30m", 30), ("2 jam", 120), ("2j", 120), ("1d", 1440), ("3 hari", 4320), ("besok", 1440), ("45 menit", 45)],
)
def test_how_long_is_understood_as_people_type_it(text: str, minutes: int) -> None:
    assert duration_in(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "nanti", "0 jam", "jam", "2 abad", "99999999999 jam"])
def test_what_says_no_time_is_none(text: str) -> None:
    assert duration_in(text) is None


def test_nothing_is_put_away_for_longer_than_a_month() -> None:
    assert duration_in("999 hari") == timedelta(days=30)
