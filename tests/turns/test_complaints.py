"""Complaints, and people who ask for a person."""

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import UNREADABLE, Shop


async def test_a_complaint_opens_a_case_once_and_tells_the_staff(shop: Shop) -> None:
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    assert shop.notices() == ["staff_new_case", "staff_more"]
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
