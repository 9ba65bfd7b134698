"""One turn: recorded once, answered once, at once or a moment later."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.conversation.snapshot import Snapshot
from crm.conversation.turns import PUT_OFF, decide_due, due_conversations
from crm.history import Media
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.turns.shop import UNREADABLE, Shop, broken

MEDIA = table_of(Media)
PHOTO = [{"file_id": "small", "file_unique_id": "s", "width": 9, "height": 9},
         {"file_id": "large", "file_unique_id": "l", "width": 99, "height": 99}]  # fmt: skip


async def test_a_question_is_answered_in_the_transaction_that_records_it(shop: Shop) -> None:
    await shop.say("jam buka?")
    assert [row.direction for row in shop.lines()] == ["inbound", "outbound"]
    assert shop.talk().decided_through == shop.lines("inbound")[0].id
    assert shop.talk().decide_at is None


async def test_the_same_words_said_twice_are_answered_twice(shop: Shop) -> None:
    await shop.say("jam buka?")
    await shop.say("jam buka?")
    assert len(shop.lines("inbound")) == len(shop.replies()) == 2


# Putting off


@pytest.mark.parametrize("words", ["halo", "kopi"])
async def test_a_greeting_or_a_fragment_waits_for_more(shop: Shop, words: str) -> None:
    await shop.say(words)
    assert shop.replies() == []
    assert shop.talk().decide_at == shop.clock() + PUT_OFF
    assert await shop.sweep() == 0
    shop.clock.pass_s(PUT_OFF.total_seconds())
    assert await shop.sweep() == 1
    assert len(shop.replies()) == 1


async def test_a_greeting_and_its_question_get_one_answer(shop: Shop) -> None:
    await shop.say("halo")
    await shop.say("jam buka?")
    assert shop.replies() == []
    assert await shop.sweep() == 1
    assert await shop.sweep() == 0
    assert len(shop.replies()) == 1


async def test_the_parts_of_an_album_get_one_answer(shop: Shop) -> None:
    for _ in range(3):
        await shop.say(None, photo=PHOTO, media_group_id="7")
    assert shop.replies() == []
    shop.clock.pass_s(2)
    await shop.sweep()
    assert len(shop.replies()) == 1


async def test_what_was_said_while_we_were_away_is_answered_as_a_whole(shop: Shop) -> None:
    earlier = [shop.update("message", shop.message(text)) for text in ("jam buka?", "gerainya di mana?")]
    shop.clock.pass_s(3600)
    for raw in earlier:
        await shop.take(raw)
    assert shop.replies() == []
    shop.clock.pass_s(2)
    await shop.sweep()
    [answer] = shop.replies()
    assert "Renon" in answer


async def test_more_of_this_customer_in_the_batch_is_waited_for(shop: Shop) -> None:
    await shop.say("jam buka?", more_waiting=True)
    assert shop.replies() == []
    await shop.say("gerainya di mana?")
    await shop.sweep()
    assert len(shop.replies()) == 1


async def test_a_command_is_answered_at_once_though_it_comes_late(shop: Shop) -> None:
    raw = shop.update("message", shop.message("/help"))
    shop.clock.pass_s(3600)
    await shop.take(raw)
    assert len(shop.replies()) == 1


async def test_a_backlog_longer_than_is_read_at_once_is_decided_to_its_end(shop: Shop) -> None:
    for _ in range(205):
        await shop.say("halo", more_waiting=True)
    shop.clock.pass_s(2)
    for _ in range(3):
        await shop.sweep()
    assert shop.talk().decided_through == shop.lines("inbound")[-1].id


async def test_words_that_come_between_reading_and_deciding_are_answered_with_the_rest(
    database: Database, snapshot: Snapshot, shop: Shop
) -> None:
    await shop.say("halo")
    shop.clock.pass_s(2)
    with database.reading() as session:
        [due] = [
            due for due in due_conversations(session, snapshot, shop.clock()) if due.external_id == str(shop.user_id)
        ]
    await shop.say("jam buka?")
    assert not database.writer.run(lambda session: decide_due(session, due, snapshot, shop.clock()))
    assert await shop.sweep() == 1
    assert len(shop.replies()) == 1


# Failing


async def test_a_decision_that_fails_keeps_the_words_tells_the_staff_and_apologises(shop: Shop) -> None:
    shop.snapshot = broken(shop.snapshot)
    await shop.say(UNREADABLE)
    assert [row.text for row in shop.lines("inbound")] == [UNREADABLE]
    assert [row.text for row in shop.lines("note")] == ["Deciding failed: KeyError"]
    assert shop.notices() == ["staff_turn_failed"]
    [apology] = shop.replies()
    assert "gangguan" in apology
    assert shop.talk().decided_through == shop.lines("inbound")[0].id


async def test_an_apology_is_made_at_most_once_in_ten_minutes(shop: Shop) -> None:
    shop.snapshot = broken(shop.snapshot)
    for _ in range(3):
        await shop.say(UNREADABLE)
        shop.clock.pass_s(60)
    assert len(shop.replies()) == 1
    assert shop.notices() == ["staff_turn_failed"] * 3
    shop.clock.pass_s(10 * 60)
    await shop.say(UNREADABLE)
    assert len(shop.replies()) == 2


async def test_what_a_failed_decision_had_begun_is_undone(shop: Shop) -> None:
    """The question that it asked is forgotten with it: the next time does not count as the second in a row."""
    whole = shop.snapshot
    shop.snapshot = broken(whole)
    await shop.say(UNREADABLE)
    assert shop.talk().asked is None
    shop.snapshot = whole
    await shop.say(UNREADABLE)
    assert shop.talk().holder == "bot"


async def test_a_failing_conversation_leaves_the_others_theirs(database: Database, snapshot: Snapshot) -> None:
    failing, other = Shop(database, broken(snapshot)), Shop(database, snapshot)
    await failing.say(UNREADABLE, more_waiting=True)
    await other.say("halo")
    failing.clock.pass_s(2)
    await failing.sweep()
    assert len(failing.replies()) == len(other.replies()) == 1


# Language


async def test_before_any_words_the_phone_tells_the_language(database: Database, snapshot: Snapshot) -> None:
    english = Shop(database, snapshot, language_code="en")
    await english.press("article", "gerai")
    assert "three shops" in english.replies()[0]


async def test_what_they_write_counts_more_than_what_their_phone_says(database: Database, snapshot: Snapshot) -> None:
    shop = Shop(database, snapshot, language_code="en")
    await shop.say("gerainya di mana?")
    assert "tiga gerai" in shop.replies()[0]
    assert shop.talk().language == "id"


async def test_who_changes_the_language_is_answered_in_the_new_one(shop: Shop) -> None:
    await shop.say("gerainya di mana?")
    await shop.say("Where are your shops?")
    assert "tiga gerai" in shop.replies()[0]
    assert "three shops" in shop.replies()[1]


async def test_a_chosen_language_stays_whatever_they_write(shop: Shop) -> None:
    await shop.press("language", "en")
    await shop.say("gerainya di mana?")
    assert "three shops" in shop.replies()[-1]
    assert (shop.talk().language, shop.talk().language_chosen) == ("en", True)


async def test_a_language_that_is_not_spoken_falls_back_to_the_businesss_own(
    database: Database, snapshot: Snapshot
) -> None:
    shop = Shop(database, snapshot, language_code="de")
    await shop.press("article", "gerai")
    assert "tiga gerai" in shop.replies()[0]


# Pressing


async def test_a_press_is_answered_once_however_often_it_comes(shop: Shop) -> None:
    raw = shop.press_of(shop.signer.pack(str(shop.user_id), "article", "gerai"))
    assert [await shop.take(raw), await shop.take(raw)] == ["handled", "seen before"]
    assert len(shop.replies()) == 1


@pytest.mark.parametrize("data", ["", "old", "A" * 40, "AAAAAAAAarticle:gerai"])
async def test_a_button_that_is_not_ours_is_said_to_be_old(shop: Shop, data: str) -> None:
    assert await shop.take(shop.press_of(data)) == "handled"
    assert shop.replies() == []
    assert shop.shown[0]


async def test_a_button_of_another_customer_is_not_taken(database: Database, snapshot: Snapshot, shop: Shop) -> None:
    other = Shop(database, snapshot)
    stolen = other.signer.pack(str(other.user_id), "article", "gerai")
    await shop.take(shop.press_of(stolen))
    assert shop.replies() == []


async def test_a_press_between_a_greeting_and_its_answer_is_no_unreadable_message(shop: Shop) -> None:
    await shop.say("halo")
    await shop.press("article", "gerai")
    shop.clock.pass_s(2)
    await shop.sweep()
    assert len(shop.replies()) == 2
    assert shop.notices() == []
    assert shop.replies()[1].startswith("Halo")


async def test_a_press_after_a_photo_does_not_hide_the_photo(shop: Shop) -> None:
    await shop.say(None, photo=PHOTO, media_group_id="7")
    await shop.press("article", "gerai")
    shop.clock.pass_s(2)
    await shop.sweep()
    assert shop.notices() == ["staff_handoff"], "somebody looks at the photo"


# Being reached


async def test_a_block_closes_the_channel_and_an_unblock_opens_it(shop: Shop) -> None:
    await shop.take(shop.membership(blocked=True))
    assert shop.talk().closed_reason == "blocked_by_customer"
    shop.clock.pass_s(1)
    await shop.take(shop.membership(blocked=False))
    assert shop.talk().closed_reason is None
    assert shop.replies() == []


async def test_a_block_that_arrives_after_its_unblock_changes_nothing(shop: Shop) -> None:
    block = shop.membership(blocked=True)
    shop.clock.pass_s(5)
    await shop.take(shop.membership(blocked=False))
    await shop.take(block)
    assert shop.talk().closed_reason is None


async def test_words_from_before_a_block_do_not_lift_it(shop: Shop) -> None:
    before = shop.update("message", shop.message("jam buka?"))
    shop.clock.pass_s(5)
    await shop.take(shop.membership(blocked=True))
    await shop.take(before)
    assert shop.talk().closed_reason == "blocked_by_customer"


async def test_words_lift_a_block_whose_unblock_is_still_to_come(shop: Shop) -> None:
    await shop.take(shop.membership(blocked=True))
    shop.clock.pass_s(5)
    await shop.say("jam buka?")
    assert shop.talk().closed_reason is None


async def test_a_block_that_follows_words_of_long_ago_still_counts(shop: Shop) -> None:
    """The words came while we were away; what we learn of them now must not outdate the block that came after them."""
    await shop.take(shop.membership(blocked=True))
    shop.clock.pass_s(5)
    words = shop.update("message", shop.message("jam buka?"))
    shop.clock.pass_s(5)
    block = shop.membership(blocked=True)
    shop.clock.pass_s(600)
    await shop.take(words)
    await shop.take(block)
    assert shop.talk().closed_reason == "blocked_by_customer"


# Media, complaints, people


async def test_of_a_photo_the_largest_is_fetched(shop: Shop) -> None:
    await shop.say(None, photo=PHOTO)
    with shop.database.reading() as session:
        rows = session.execute(select(MEDIA).where(MEDIA.c.customer_id == shop.talk().customer_id)).all()
    assert [(row.file_id, row.kind, row.state) for row in rows] == [("large", "photo", "waiting")]


FILE = {"file_id": "f", "file_unique_id": "u"}


@pytest.mark.parametrize(
    ("content", "is_for_the_staff"),
    [
        ({"photo": PHOTO}, True),
        ({"voice": {**FILE, "duration": 3}}, True),
        ({"video_note": {**FILE, "duration": 3, "length": 9}}, True),
        ({"video": {**FILE, "duration": 3, "width": 9, "height": 9}}, True),
        ({"document": {**FILE, "file_name": "a.pdf", "file_size": 9}}, True),
        ({"document": {**FILE, "file_name": "a.pdf", "file_size": 30_000_000}}, True),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, False),
        ({"contact": {"phone_number": "+62", "first_name": "S"}}, False),
        ({"dice": {"emoji": "🎲", "value": 3}}, True),
        ({"something_of_the_future": {"a": 1}}, True),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_whatever_comes_without_words_is_kept_and_answered(
    shop: Shop, content: dict[str, object], is_for_the_staff: bool
) -> None:
    await shop.take(shop.update("message", shop.message(None, **content)))
    [line] = shop.lines("inbound")
    assert next(iter(content)) in line.payload
    assert len(shop.replies()) == 1
    assert (shop.notices() == ["staff_handoff"]) is is_for_the_staff


async def test_a_service_message_is_kept_and_not_answered(shop: Shop) -> None:
    assert await shop.take(shop.update("message", shop.message(None, pinned_message=shop.message("x")))) == "handled"
    assert [row.kind for row in shop.lines()] == ["service"]


async def test_a_complaint_opens_a_case_once_and_tells_the_staff(shop: Shop) -> None:
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    assert shop.notices() == ["staff_new_case"]
    assert shop.buttons()[0][0] == "case.detach"
    await shop.press(*shop.buttons()[0])
    pressed_again = shop.lines("outbound")
    await shop.press("case.detach", str(shop.lines("outbound")[1].payload["buttons"][0][0][2]))
    assert shop.lines("outbound") == pressed_again, "what is undone is not undone again"


async def test_the_cases_of_others_are_not_to_be_had_by_a_button(
    database: Database, snapshot: Snapshot, shop: Shop
) -> None:
    other = Shop(database, snapshot)
    await other.say("paket saya belum sampai, pesanan KD-1001")
    await other.say("paket saya belum sampai, pesanan KD-1001")
    [(action, argument)] = other.buttons()
    await shop.press(action, argument)
    assert shop.replies() == []


async def test_who_asks_for_a_person_twice_is_told_that_they_wait(shop: Shop) -> None:
    await shop.say("saya mau bicara dengan orang")
    await shop.say("saya mau bicara dengan orang")
    assert shop.talk().holder == "waiting"
    assert shop.notices() == ["staff_handoff"]
    assert shop.replies()[0] != shop.replies()[1]


async def test_what_is_not_understood_twice_in_a_row_goes_to_a_person(shop: Shop) -> None:
    await shop.say(UNREADABLE)
    assert shop.talk().holder == "bot"
    assert ("human", "") in shop.buttons()
    await shop.say(UNREADABLE)
    assert shop.talk().holder == "waiting"


# Commands


async def test_the_history_shows_what_was_said_before(shop: Shop) -> None:
    await shop.say("/history")
    await shop.say("gerainya di mana?")
    await shop.say("/history")
    assert "gerainya di mana?" in shop.replies()[-1]
    assert "gerainya di mana?" not in shop.replies()[0]


async def test_the_status_names_open_cases(shop: Shop) -> None:
    await shop.say("/status")
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    await shop.say("/status")
    assert "K-" in shop.replies()[-1]
    assert "K-" not in shop.replies()[0]


@pytest.mark.parametrize(
    "command", ["/start", "/start@shop_bot", "/START", "/start promo", "/help", "/language", "/nothing", "/"]
)
async def test_every_command_gets_an_answer(shop: Shop, command: str) -> None:
    await shop.say(command)
    shop.clock.pass_s(2)
    await shop.sweep()
    assert len(shop.replies()) == 1


async def test_the_second_start_is_no_introduction(shop: Shop) -> None:
    await shop.say("/start")
    await shop.say("/start")
    first, second = shop.replies()
    assert first != second
    assert shop.talk().introduced_at == shop.clock()


async def test_a_reply_is_valid_for_a_day(shop: Shop) -> None:
    await shop.say("jam buka?")
    [delivery] = shop.deliveries()
    assert delivery.not_after - delivery.queued_at == timedelta(days=1)
    assert delivery.state == "queued"
