"""What an update says: every kind that Telegram sends, and those that it does not send yet."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.inbound import Act, ForeignChat, Ignored, Inbound, InGroup, Moved, Translated
from bot.intake.translating import UnreadableUpdateError, translate
from tests.intake.raw import CHANNEL, DATE, FILE, GROUP, PERSON, PRIVATE, membership, message, pressed, reaction, update

RECEIVED = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
PHOTO = [{**FILE, "width": 9, "height": 9}, {**FILE, "file_id": "large", "width": 99, "height": 99}]


async def _read(raw: dict[str, Any]) -> Translated:
    return translate(raw, "4242", RECEIVED)


async def _inbound(raw: dict[str, Any]) -> Inbound:
    read = await _read(raw)
    assert isinstance(read, Inbound)
    return read


async def test_a_text_says_who_when_and_what() -> None:
    read = await _inbound(update("message", message(text="halo")))
    assert (read.act, read.said.kind, read.said.text) == (Act.SAID, "text", "halo")
    assert read.said.said_at == datetime.fromtimestamp(DATE, UTC)
    assert (read.person.external_id, read.person.name, read.person.user_name) == ("7", "Siti Rahma", "siti")
    assert read.said.payload is None, "a plain text holds nothing else"


async def test_a_message_is_known_by_its_chat_and_number_an_update_about_one_by_its_own() -> None:
    first = await _inbound(update("message", message(text="halo"), 1))
    again = await _inbound(update("message", message(text="halo"), 2))
    assert first.said.key == again.said.key
    edits = [await _inbound(update("edited_message", message(text="halo", edit_date=DATE + 5), n)) for n in (1, 2)]
    assert len({first.said.key, edits[0].said.key, edits[1].said.key}) == 3


CONTENTS: list[tuple[dict[str, Any], str, str | None]] = [
    ({"photo": PHOTO}, "photo", "large"),
    ({"voice": {**FILE, "duration": 3}}, "voice", "f"),
    ({"video_note": {**FILE, "duration": 3, "length": 9}}, "video_note", "f"),
    ({"video": {**FILE, "duration": 3, "width": 9, "height": 9}}, "video", "f"),
    ({"audio": {**FILE, "duration": 3}}, "audio", "f"),
    ({"document": {**FILE, "file_name": "a.pdf"}}, "document", "f"),
    (
        {"animation": {**FILE, "duration": 3, "width": 9, "height": 9}, "document": {**FILE, "file_name": "a.gif"}},
        "animation",
        "f",
    ),
    (
        {"sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}},
        "sticker",
        "f",
    ),
    ({"location": {"latitude": 1.0, "longitude": 2.0}}, "location", None),
    (
        {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"},
         "location": {"latitude": 1.0, "longitude": 2.0}},
        "location",
        None,
    ),
    ({"contact": {"phone_number": "+62", "first_name": "S"}}, "contact", None),
    ({"dice": {"emoji": "🎲", "value": 3}}, "unsupported", None),
    ({"story": {"chat": PRIVATE, "id": 1}}, "unsupported", None),
    ({"something_of_the_future": {"a": 1}}, "unsupported", None),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "file_id"), CONTENTS, ids=lambda value: str(value)[:20])
async def test_whatever_a_message_holds_is_kept_whole(content: dict[str, Any], kind: str, file_id: str | None) -> None:
    read = await _inbound(update("message", message(**content, caption="look") if file_id else message(**content)))
    assert (read.act, read.said.kind) == (Act.SAID, kind)
    assert read.said.payload is not None
    assert content.items() <= read.said.payload.items()
    assert (read.said.attachment.file_id if read.said.attachment else None) == file_id
    assert read.said.text == ("look" if file_id else "")


@pytest.mark.parametrize(
    "content",
    [{"pinned_message": message(text="x")}, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}}],
    ids=["pin", "timer"],
)
async def test_telegrams_own_messages_ask_for_no_answer(content: dict[str, Any]) -> None:
    read = await _inbound(update("message", message(**content)))
    assert (read.act, read.said.kind) == (Act.QUIET, "service")


async def test_an_album_is_known_by_its_number() -> None:
    read = await _inbound(update("message", message(photo=PHOTO, media_group_id="77")))
    assert read.said.album_id == "77"


@pytest.mark.parametrize(
    ("contact", "forwarded", "is_own"),
    [({"user_id": 7}, False, True), ({"user_id": 8}, False, False), ({}, False, False), ({"user_id": 7}, True, False)],
)
async def test_only_ones_own_contact_that_was_not_forwarded_counts_as_ones_own(
    contact: dict[str, Any], forwarded: bool, is_own: bool
) -> None:
    origin: dict[str, Any] = (
        {"forward_origin": {"type": "user", "sender_user": PERSON, "date": DATE}} if forwarded else {}
    )
    shared = {"phone_number": "+62", "first_name": "S", **contact}
    read = await _inbound(update("message", message(contact=shared, **origin)))
    assert bool((read.said.payload or {}).get("is_own_contact")) is is_own


async def test_an_edit_is_a_new_version_dated_when_it_was_made() -> None:
    read = await _inbound(update("edited_message", message(text="better", message_id=3, edit_date=DATE + 9)))
    assert (read.act, read.said.kind, read.said.text, read.said.message_id) == (Act.EDITED, "edit", "better", 3)
    assert read.said.said_at == datetime.fromtimestamp(DATE + 9, UTC)


async def test_a_press_carries_its_data_and_what_to_answer() -> None:
    read = await _inbound(pressed("abc", message=message(text="x", message_id=5)))
    assert (read.act, read.pressed_data, read.query_id, read.said.message_id) == (Act.PRESSED, "abc", "99", 5)
    assert read.said.said_at == RECEIVED, "Telegram does not date a press"


@pytest.mark.parametrize(
    "more", [{}, {"inline_message_id": "1"}, {"message": {"chat": PRIVATE, "message_id": 5, "date": 0}}]
)
async def test_a_press_on_what_is_gone_is_still_a_press(more: dict[str, Any]) -> None:
    assert (await _inbound(pressed(None, **more))).act is Act.PRESSED


async def test_a_reaction_names_its_message() -> None:
    read = await _inbound(update("message_reaction", reaction(PRIVATE)))
    assert (read.act, read.said.kind, read.said.text, read.said.message_id) == (Act.QUIET, "reaction", "👍", 3)


async def test_a_reaction_of_a_kind_that_does_not_exist_yet_harms_only_itself() -> None:
    odd = reaction(PRIVATE, new_reaction=[{"type": "hologram", "shape": "cube"}])
    with pytest.raises(ValidationError):
        await _read(update("message_reaction", odd))


@pytest.mark.parametrize(("status", "act"), [("kicked", Act.BLOCKED), ("left", Act.BLOCKED), ("member", Act.UNBLOCKED)])
async def test_a_block_and_an_unblock_are_told_apart(status: str, act: Act) -> None:
    read = await _inbound(update("my_chat_member", membership(PRIVATE, status)))
    assert (read.act, read.said.kind) == (act, "block" if act is Act.BLOCKED else "unblock")


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        (update("message", message(GROUP, text="hello")), -5),
        (update("my_chat_member", membership(GROUP, "member")), -5),
        (update("channel_post", {"message_id": 1, "chat": CHANNEL, "date": DATE, "text": "news"}), -1005),
    ],
    ids=["message", "taken in", "channel"],
)
async def test_places_that_are_not_a_customers_are_foreign(raw: dict[str, Any], chat_id: int) -> None:
    read = await _read(raw)
    foreign = read.as_foreign if isinstance(read, InGroup) else read
    assert isinstance(foreign, ForeignChat)
    assert foreign.chat_id == chat_id


async def test_a_group_that_becomes_a_supergroup_moves() -> None:
    assert await _read(update("message", message(GROUP, migrate_to_chat_id=-1009))) == Moved(-5, -1009)


@pytest.mark.parametrize(
    "raw",
    [
        update("message", message(GROUP, left_chat_member=PERSON)),
        update("message_reaction", reaction(GROUP)),
        update("poll_of_the_future", {"chat": GROUP, "from": PERSON}),
    ],
    ids=["somebody left", "reaction", "unknown kind"],
)
async def test_what_happens_in_groups_is_none_of_ours(raw: dict[str, Any]) -> None:
    assert isinstance(await _read(raw), Ignored)


async def test_an_edit_and_a_press_in_a_group_are_for_the_staff() -> None:
    edited = await _read(update("edited_message", message(GROUP, text="x")))
    assert isinstance(edited, InGroup)
    assert edited.words is not None
    assert edited.words.is_edit
    press = await _read(pressed("abc", message=message(GROUP, text="x")))
    assert isinstance(press, InGroup)
    assert press.press is not None
    assert press.press.action is None


@pytest.mark.parametrize("event", [{"from": PERSON, "wink": 1}, {"user": PERSON, "chat": PRIVATE, "wink": 1}])
async def test_a_kind_of_update_that_does_not_exist_yet_is_kept_whole_with_its_person(event: dict[str, Any]) -> None:
    read = await _inbound(update("wink", event))
    assert (read.act, read.said.payload, read.person.external_id) == (Act.QUIET, {"wink": event}, "7")


@pytest.mark.parametrize("raw", [{"update_id": 1}, update("wink", "x"), update("wink", {"a": 1})])
async def test_what_names_nobody_cannot_be_read(raw: dict[str, Any]) -> None:
    with pytest.raises(UnreadableUpdateError):
        await _read(raw)
