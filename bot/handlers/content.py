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
    ContentType.LIVE_PHOTO: "photo",
    ContentType.LOCATION: "location",
    ContentType.VENUE: "location",
    ContentType.CONTACT: "contact",
    **FILES,
}


SERVICE = frozenset(
    {
        ContentType.NEW_CHAT_MEMBERS,
        ContentType.LEFT_CHAT_MEMBER,
        ContentType.CHAT_OWNER_LEFT,
        ContentType.CHAT_OWNER_CHANGED,
        ContentType.NEW_CHAT_TITLE,
        ContentType.NEW_CHAT_PHOTO,
        ContentType.DELETE_CHAT_PHOTO,
        ContentType.GROUP_CHAT_CREATED,
        ContentType.SUPERGROUP_CHAT_CREATED,
        ContentType.CHANNEL_CHAT_CREATED,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.MIGRATE_TO_CHAT_ID,
        ContentType.MIGRATE_FROM_CHAT_ID,
        ContentType.PINNED_MESSAGE,
        ContentType.SUCCESSFUL_PAYMENT,
        ContentType.REFUNDED_PAYMENT,
        ContentType.USERS_SHARED,
        ContentType.CHAT_SHARED,
        ContentType.GIFT,
        ContentType.UNIQUE_GIFT,
        ContentType.GIFT_UPGRADE_SENT,
        ContentType.CONNECTED_WEBSITE,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.PASSPORT_DATA,
        ContentType.PROXIMITY_ALERT_TRIGGERED,
        ContentType.BOOST_ADDED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.CHECKLIST_TASKS_DONE,
        ContentType.CHECKLIST_TASKS_ADDED,
        ContentType.COMMUNITY_CHAT_ADDED,
        ContentType.COMMUNITY_CHAT_JOINED,
        ContentType.COMMUNITY_CHAT_REMOVED,
        ContentType.DIRECT_MESSAGE_PRICE_CHANGED,
        ContentType.FORUM_TOPIC_CREATED,
        ContentType.FORUM_TOPIC_EDITED,
        ContentType.FORUM_TOPIC_CLOSED,
        ContentType.FORUM_TOPIC_REOPENED,
        ContentType.GENERAL_FORUM_TOPIC_HIDDEN,
        ContentType.GENERAL_FORUM_TOPIC_UNHIDDEN,
        ContentType.GIVEAWAY_CREATED,
        ContentType.GIVEAWAY_COMPLETED,
        ContentType.MANAGED_BOT_CREATED,
        ContentType.PAID_MESSAGE_PRICE_CHANGED,
        ContentType.POLL_OPTION_ADDED,
        ContentType.POLL_OPTION_DELETED,
        ContentType.SUGGESTED_POST_APPROVED,
        ContentType.SUGGESTED_POST_APPROVAL_FAILED,
        ContentType.SUGGESTED_POST_DECLINED,
        ContentType.SUGGESTED_POST_PAID,
        ContentType.SUGGESTED_POST_REFUNDED,
        ContentType.VIDEO_CHAT_SCHEDULED,
        ContentType.VIDEO_CHAT_STARTED,
        ContentType.VIDEO_CHAT_ENDED,
        ContentType.VIDEO_CHAT_PARTICIPANTS_INVITED,
        ContentType.WEB_APP_DATA,
    }
)
"""What Telegram says by itself. All else was said by somebody, above all what is newer than this list."""


def kind_of(message: Message) -> str:
    """Return what kind of interaction a message is: one of ours, `service` for Telegram's own, or `unsupported`."""
    content_type = ContentType(message.content_type)
    return SPOKEN.get(content_type) or ("service" if content_type in SERVICE else "unsupported")


def attachment_of(message: Message) -> Attachment | None:
    """Return the file that came with a message; of a photo its largest size."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment("photo", largest.file_id, "image/jpeg", None, largest.file_size)
    if message.live_photo:
        moving = message.live_photo
        return Attachment("video", moving.file_id, moving.mime_type, None, moving.file_size)
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
