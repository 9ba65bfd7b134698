"""Chats, their members, topics and rights."""

from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.encoding import Json
from sandbox.world.messages import Message


class ChatType(StrEnum):
    """The Bot API's kinds of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(slots=True)
class Member:
    """How somebody stands in a chat. `status` is the Bot API's: creator, administrator, member, left, kicked."""

    status: str
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def is_in(self) -> bool:
        """Whether this account is in the chat now."""
        return self.status in {"creator", "administrator", "member"}

    def may(self, right: str) -> bool:
        """Whether it may do what a right like `can_manage_topics` names."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the message id of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    closed: bool = False
    icon_custom_emoji_id: str | None = None


@dataclass(slots=True)
class Chat:
    """One chat with the bot in it, or one that the bot has never seen. A private chat has its person's id."""

    id: int
    type: ChatType
    title: str = ""
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)  # by user id, the bot among them
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    started: bool = False  # private: whether the person has written, without which the bot may not
    blocked: bool = False  # private: whether the person has blocked the bot
    migrated_to: int | None = None
    reply_keyboard: Json | None = None
    placeholder: str | None = None
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0  # of supergroups and channels, which count for themselves

    @property
    def counts_for_itself(self) -> bool:
        """Whether its message ids are its own. Private chats and basic groups share the bot's counter."""
        return self.type in {ChatType.SUPERGROUP, ChatType.CHANNEL}

    @property
    def is_private(self) -> bool:
        """Whether it is between one person and the bot."""
        return self.type is ChatType.PRIVATE


ADMINISTRATOR_RIGHTS: dict[str, bool] = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_send_welcome_messages": False,
    "can_pin_messages": True,
    "can_manage_topics": True,
    "can_post_messages": True,
    "can_edit_messages": True,
}
