"""Every field that Telegram documents for a message: what somebody said is answered, what Telegram says is not."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import sandbox.bot_api
from bot.handlers.content import SERVICE
from bot.inbound import Act, Inbound
from bot.intake.translating import translate
from tests.intake.raw import FILE, message, update

TYPES: dict[str, Any] = json.loads((Path(sandbox.bot_api.__file__).parent / "bot-api-10.2.json").read_text())["types"]
RECEIVED = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
AROUND = frozenset(
    {"message_id", "from", "chat", "date", "text", "entities", "caption", "caption_entities", "reply_markup"}
    | {"message_thread_id", "direct_messages_topic", "is_topic_message", "is_automatic_forward", "media_group_id"}
    | {"sender_chat", "sender_boost_count", "sender_business_bot", "sender_tag", "receiver_user", "author_signature"}
    | {"ephemeral_message_id", "guest_query_id", "business_connection_id", "guest_bot_caller_user", "via_bot"}
    | {"guest_bot_caller_chat", "forward_origin", "reply_to_message", "external_reply", "quote", "reply_to_story"}
    | {"reply_to_checklist_task_id", "reply_to_poll_option_id", "edit_date", "has_protected_content", "effect_id"}
    | {"is_from_offline", "is_paid_post", "paid_star_count", "link_preview_options", "suggested_post_info"}
    | {"show_caption_above_media", "has_media_spoiler"}
)
"""What stands around a message's content."""

CONTENTS = sorted(TYPES["Message"].keys() - AROUND)
ONE_OF: dict[str, Any] = {
    "BackgroundType": {"type": "chat_theme", "theme_name": "🏖"},
    "MaybeInaccessibleMessage": message(text="an earlier one"),
    "MessageOrigin": {"type": "hidden_user", "sender_user_name": "Siti", "date": 1},
    "PaidMedia": {"type": "preview"},
    "RefundedPayment": {
        "currency": "XTR",
        "total_amount": 1,
        "invoice_payload": "x",
        "telegram_payment_charge_id": "x",
    },
    "RichBlock": {"type": "paragraph", "text": "pesanan saya rusak"},
}
PLAIN: dict[str, Any] = {"Integer": 1, "Float": 1.0, "String": "x", "Boolean": False, "True": True}


def _sample(type_name: str) -> Any:
    """Return the least that Telegram sends for a type: the fields that are always there."""
    if type_name in PLAIN:
        return PLAIN[type_name]
    if type_name.startswith("Array of "):
        return [_sample(type_name.removeprefix("Array of "))]
    if type_name in ONE_OF:
        return ONE_OF[type_name]
    return {name: _sample(of) for name, (of, is_always_there) in TYPES[type_name].items() if is_always_there}


def _read(**content: Any) -> Inbound:
    read = translate(update("message", message(**content)), "4242", RECEIVED)
    assert isinstance(read, Inbound)
    return read


@pytest.mark.parametrize("name", CONTENTS)
def test_all_but_what_telegram_says_itself_is_answered(name: str) -> None:
    read = _read(**{name: _sample(TYPES["Message"][name][0])})
    assert (read.act is Act.QUIET) is (name in SERVICE), read
    assert (read.said.kind == "service") is (name in SERVICE), read


@pytest.mark.parametrize("name", sorted(AROUND))
def test_what_stands_around_a_message_takes_no_word_from_it(name: str) -> None:
    here = {"message_id", "from", "chat", "date", "text"}
    around = {} if name in here else {name: _sample(TYPES["Message"][name][0])}
    read = _read(text="jam buka?", **around)
    assert (read.act, read.said.kind, read.said.text) == (Act.SAID, "text", "jam buka?")


def test_what_telegram_says_itself_is_what_it_documents_so() -> None:
    assert {kind.value for kind in SERVICE} - TYPES["Message"].keys() == {"community_chat_joined"}, "newer than 10.2"


@pytest.mark.parametrize("with_photo", [True, False])
def test_a_live_photo_is_a_photo_with_its_words(with_photo: bool) -> None:
    """For programs that do not know it, Telegram sends the photo beside it."""
    still = [{**FILE, "file_id": "still", "width": 9, "height": 9}]
    content: dict[str, Any] = {"live_photo": {**FILE, "width": 9, "height": 9, "duration": 3}}
    read = _read(**content, **({"photo": still} if with_photo else {}), caption="pesanan 4411 rusak")
    assert (read.act, read.said.kind, read.said.text) == (Act.SAID, "photo", "pesanan 4411 rusak")
    assert read.said.attachment is not None
    assert read.said.attachment.file_id == ("still" if with_photo else "f")


@pytest.mark.parametrize(
    "content",
    [
        {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}},
        {"hologram": {"shape": "cube"}},
    ],
    ids=["paid media", "of the future"],
)
def test_words_beside_what_cannot_be_shown_are_read(content: dict[str, Any]) -> None:
    read = _read(**content, caption="jam buka?")
    assert (read.act, read.said.kind, read.said.text) == (Act.SAID, "unsupported", "jam buka?")
