"""What a Telegram message holds, in the history's words."""

from typing import Any

from aiogram.enums import ContentType
from aiogram.types import Message

from crm.history.content import Attachment

FILES = {
    ContentType.VOICE: "voice",
    ContentType.VIDEO_NOTE: "video_note",
    ContentType.STICKER: "sticker",
    ContentType.DOCUMENT: "document",
    ContentType.VIDEO: "video",
    ContentType.AUDIO: "audio",
    ContentType.ANIMATION: "animation",
}
PLAIN_TEXT_FIELDS = frozenset({"message_id", "from", "chat", "date", "text"})
SPOKEN = {
    ContentType.TEXT: "text",
    ContentType.PHOTO: "photo",
    ContentType.LOCATION: "location",
    ContentType.VENUE: "location",
    ContentType.CONTACT: "contact",
    **FILES,
}


def kind_of(message: Message) -> str:
    """Return what kind of interaction a message is: one of ours, `service` for Telegram's own, or `unsupported`."""
    kind = SPOKEN.get(ContentType(message.content_type))
    if kind is not None:
        return kind
    if message.content_type == ContentType.UNKNOWN:
        return "unsupported"
    return "unsupported" if message.content_type in ASKS_FOR_AN_ANSWER else "service"


ASKS_FOR_AN_ANSWER = frozenset(
    {ContentType.DICE, ContentType.GAME, ContentType.POLL, ContentType.STORY, ContentType.INVOICE}
)


def attachment_of(message: Message) -> Attachment | None:
    """Return the file that came with a message; of a photo its largest size."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment("photo", largest.file_id, "image/jpeg", None, largest.file_size)
    name = FILES.get(ContentType(message.content_type))
    file = getattr(message, name, None) if name else None
    if name is None or file is None:
        return None
    return Attachment(
        name, file.file_id, getattr(file, "mime_type", None), getattr(file, "file_name", None), file.file_size
    )


def payload_of(message: dict[str, Any], *, is_own_contact: bool = False) -> dict[str, Any] | None:
    """Return the message as Telegram sent it, or None where its text and time are all it holds."""
    if message.keys() <= PLAIN_TEXT_FIELDS:
        return None
    payload = {name: value for name, value in message.items() if name not in {"from", "chat", "message_id", "date"}}
    return {**payload, "is_own_contact": True} if is_own_contact else payload
