"""One turn: recorded once, answered once, and put off where more is likely to come."""

from datetime import timedelta

import pytest

from crm.conversation.deciding import TELL_AGAIN_AFTER
from crm.conversation.snapshot import Snapshot
from crm.conversation.turns import PUT_OFF, decide_due, due_conversations
from crm.kernel.database import Database
from tests.turns.shop import PHOTO, UNREADABLE, Shop


async def test_a_question_is_answered_in_the_transaction_that_records_it(shop: Shop) -> None:
    await shop.say("jam buka?")
    assert [row.direction for row in shop.lines()] == ["inbound", "outbound"]
    assert shop.talk().decided_through == shop.lines("inbound")[0].id
    assert shop.talk().decide_at is None


async def test_the_same_words_said_twice_are_answered_twice(shop: Shop) -> None:
    await shop.say("jam buka?")
    await shop.say("jam buka?")
    assert len(shop.lines("inbound")) == len(shop.replies()) == 2


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


async def test_who_writes_a_word_each_second_is_answered_all_the_same(shop: Shop) -> None:
    answered_after_s = []
    for second in range(20):
        await shop.say("kopi")
        for _ in range(10):
            if await shop.sweep():
                answered_after_s.append(second)
            shop.clock.pass_s(0.1)
    assert answered_after_s == [6, 13], "six seconds after the first word, and after the first since then"
    assert len(shop.replies()) == 2


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


async def test_a_reply_is_valid_for_a_day(shop: Shop) -> None:
    await shop.say("jam buka?")
    [delivery] = shop.deliveries()
    assert delivery.not_after - delivery.queued_at == timedelta(days=1)
    assert delivery.state == "queued"


async def test_who_waits_and_writes_on_hears_each_time_that_it_is_passed_on_shorter_the_second(shop: Shop) -> None:
    await shop.say("/human")
    for _ in range(3):
        await shop.say(UNREADABLE)
        shop.clock.pass_s(60)
    shop.clock.pass_s(TELL_AGAIN_AFTER.total_seconds())
    await shop.say(UNREADABLE)
    _, first, second, third, later = shop.replies()
    assert second == third != first == later
    assert len(shop.notices()) == 5, "the staff hear of each"
