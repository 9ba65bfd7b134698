"""Which orders are offered for one tap when a complaint names none."""

from datetime import date, timedelta
from functools import partial

import pytest

from crm.conversation.snapshot import Snapshot
from crm.conversation.wording.formats import short_day
from crm.kernel.database import Database
from crm.kernel.language import Language
from crm.orders.recording import OrderRecord, record_order
from tests.turns.shop import Shop


@pytest.mark.parametrize(("language", "written"), [(Language.ID, "3 Agu"), (Language.EN, "3 Aug")])
def test_a_day_on_a_button_is_short(language: Language, written: str) -> None:
    assert short_day(language, date(2026, 8, 3)) == written


@pytest.fixture
def shop(database: Database, snapshot: Snapshot) -> Shop:
    """A shop with one customer."""
    return Shop(database, snapshot)


def labels(shop: Shop) -> list[str]:
    payload = shop.lines("outbound")[-1].payload or {}
    return [label for row in payload.get("buttons", []) for label, *_ in row]


def orders(shop: Shop, **days_ago: int) -> None:
    """Have the shop's own system know orders, by the days since they were made."""
    today = shop.clock().date()
    for number, ago in days_ago.items():
        record = OrderRecord(
            number=number.removeprefix("n"), state_words="Dikirim", as_of=shop.clock(),
            ordered_on=today - timedelta(days=ago), customer_id=shop.talk().customer_id,
        )  # fmt: skip
        shop.database.writer.run(partial(record_order, source="shop", record=record, at=shop.clock()))


async def test_three_of_lately_are_offered_by_their_day_the_newest_first(shop: Shop) -> None:
    await shop.say("/start")
    orders(shop, n5501=9, n5502=1, n5503=4, n5504=6, n5505=40)
    await shop.say("kopinya sampai dalam keadaan rusak")
    assert labels(shop) == ["Pesanan 5502 · 1 Jun", "Pesanan 5503 · 29 Mei", "Pesanan 5504 · 27 Mei", "Pesanan lain"]


async def test_one_of_lately_is_confirmed(shop: Shop) -> None:
    await shop.say("/start")
    orders(shop, n5501=3, n5505=40)
    await shop.say("kopinya sampai dalam keadaan rusak")
    assert "5501, betul?" in shop.replies()[-1]
    assert labels(shop) == ["Ya", "Ubah"]


async def test_a_tap_names_the_order(shop: Shop) -> None:
    await shop.say("/start")
    orders(shop, n5501=3, n5502=1)
    await shop.say("kopinya sampai dalam keadaan rusak")
    await shop.press(*shop.buttons()[1])
    assert "5501" in shop.replies()[-1]


@pytest.mark.parametrize(("words", "number"), [("yang kedua kak", "5501"), ("the first one", "5502")])
async def test_a_place_in_the_list_names_the_order(shop: Shop, words: str, number: str) -> None:
    await shop.say("/start")
    orders(shop, n5501=3, n5502=1)
    await shop.say("kopinya sampai dalam keadaan rusak")
    await shop.say(words)
    assert number in shop.replies()[-1]
