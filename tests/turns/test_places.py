"""A place of any kind is answered with the outlets near it, whatever Telegram calls it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from crm.cases.models import Case
from crm.kernel.models import table_of
from tests.turns.complaining import BROKEN, a_moment_later, cases
from tests.turns.shop import Shop

NEAR_DAGO = {"latitude": -6.886, "longitude": 107.614}


@pytest.mark.parametrize(
    "content",
    [
        {"location": NEAR_DAGO},
        {"location": {**NEAR_DAGO, "live_period": 900, "horizontal_accuracy": 12.0}},
        {"location": NEAR_DAGO, "venue": {"location": NEAR_DAGO, "title": "Kampus Contoh", "address": "Bandung"}},
    ],
)
async def test_a_pin_a_live_location_and_a_venue_are_places(shop: Shop, content: dict[str, Any]) -> None:
    await shop.take(shop.update("message", shop.message(**content)))
    [answer] = shop.replies()
    assert answer.index("Gerai Dago") < answer.index("Gerai Senopati") < answer.index("Gerai Renon")


@pytest.mark.parametrize(
    ("words", "is_first"),
    [
        ("halo kak", False),
        ("p", True),
        ("jam buka berapa?", False),
        ("saya di sini", True),
        ("gerai terdekat di mana?", True),
        ("makasih", False),
        ("asdf qwer zxcv", True),
        ("/start", False),
    ],
)
async def test_a_place_among_other_words_is_answered_once_too(shop: Shop, words: str, *, is_first: bool) -> None:
    for said in ({"text": words}, {"text": None, "location": NEAR_DAGO}):
        await shop.say(**said, more_waiting=True)
    await a_moment_later(shop)
    [answer] = shop.replies()
    assert answer.count("Gerai Dago") == 1
    assert answer.startswith("Gerai terdekat dari lokasi Kakak") is is_first


async def test_a_place_with_a_complaint_belongs_to_it(shop: Shop) -> None:
    await shop.say(BROKEN, more_waiting=True)
    await shop.say(None, location=NEAR_DAGO, more_waiting=True)
    await a_moment_later(shop)
    [answer] = shop.replies()
    assert "Lokasi Kakak juga sudah saya terima." in answer
    assert "Gerai Dago" not in answer
    assert len(cases(shop)) == 1


async def test_where_no_outlet_is_known_a_place_is_received(shop: Shop) -> None:
    shop.snapshot = replace(shop.snapshot, outlets=())
    await shop.say(None, location=NEAR_DAGO)
    assert shop.replies() == ["Lokasinya sudah saya terima, Kak. Boleh tulis sedikit, ini untuk apa?"]


async def test_a_live_location_that_moves_is_not_answered_at_each_step(shop: Shop) -> None:
    sent = shop.message(location={**NEAR_DAGO, "live_period": 900})
    await shop.take(shop.update("message", sent))
    await shop.take(shop.update("edited_message", {**sent, "location": {"latitude": -6.9, "longitude": 107.6}}))
    assert len(shop.replies()) == 1


async def test_a_complaint_that_names_an_outlet_keeps_it(shop: Shop) -> None:
    await shop.say("di gerai Dago kemarin kopinya basi")
    with shop.database.reading() as session:
        assert session.execute(select(table_of(Case).c.outlet)).scalars().all() == ["dago"]


async def test_one_that_names_a_city_alone_or_none_keeps_none(shop: Shop) -> None:
    await shop.say("pesanan 4411 yang dikirim ke Bandung sampai rusak")
    with shop.database.reading() as session:
        assert session.execute(select(table_of(Case).c.outlet)).scalars().all() == [None]
