"""Presses: answered once, only to whom the button was given, and never mistaken for words."""

import pytest

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import PHOTO, Shop


async def test_a_press_is_answered_once_however_often_it_comes(shop: Shop) -> None:
    raw = shop.press_of(shop.signer.pack(str(shop.user_id), "article", "gerai"))
    assert [await shop.take(raw), await shop.take(raw)] == ["handled", "seen before"]
    assert len(shop.replies()) == 1


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
