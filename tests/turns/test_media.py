"""What comes without words is kept, fetched and answered."""

import pytest
from sqlalchemy import select

from crm.history import Media
from crm.kernel.models import table_of
from tests.turns.shop import PHOTO, Shop

MEDIA = table_of(Media)


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
