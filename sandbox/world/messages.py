"""Messages, as they are kept."""

from dataclasses import dataclass, field

from sandbox.encoding import Json


@dataclass(slots=True)
class Message:
    """One message. `content` holds the fields of the Bot API that say what it is: text, photo, caption and so on."""

    id: int
    chat_id: int
    sender_id: int
    date: int
    content: Json
    thread_id: int | None = None
    reply_to: "Message | None" = None
    quote: Json | None = None
    forward_origin: Json | None = None
    reply_markup: Json | None = None  # inline keyboards only
    has_other_markup: bool = False  # whether it brought, took away or forced a keyboard of the text field
    media_group_id: str | None = None
    edit_date: int | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)  # by user id

    @property
    def text(self) -> str:
        """Its text or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """What is marked in its text or caption."""
        return self.content.get("entities") or self.content.get("caption_entities") or []

    @property
    def is_service(self) -> bool:
        """Whether it tells of an event in the chat rather than being written by somebody."""
        return any(name in self.content for name in SERVICE_FIELDS)


SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    }
)
MEDIA_FIELDS = ("photo", "video", "voice", "video_note", "audio", "animation", "document", "sticker")


def kind_of(message: Message) -> str:
    """Return what a message is: text, photo, …, service."""
    if message.is_service:
        return "service"
    for kind in (*MEDIA_FIELDS, "location", "contact"):
        if kind in message.content and not (kind == "document" and "animation" in message.content):
            return kind
    return "text"
