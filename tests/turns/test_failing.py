"""A decision that fails: the words stay, the staff are told, the customer is answered honestly."""

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import UNREADABLE, Shop, broken


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
