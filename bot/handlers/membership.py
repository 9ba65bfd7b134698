"""What the bot's own membership of a chat has become: whether it is in or out, and the few rights that it needs.

aiogram's models demand every right that its own release knows. Telegram sends those of another: a bot that was made an
administrator must be understood all the same.
"""

from datetime import datetime
from typing import Any

from aiogram.enums import ChatMemberStatus
from aiogram.types import Chat, TelegramObject, User
from pydantic import Field

GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


class Membership(TelegramObject):
    """How the bot stands to a chat, by whatever status, known or not."""

    status: str
    is_member: bool = True
    can_manage_topics: Any = None
    can_delete_messages: Any = None
    can_pin_messages: Any = None

    @property
    def rights(self) -> dict[str, bool]:
        """Return which of the rights that the bot needs it has, as far as Telegram tells."""
        names = ("can_manage_topics", "can_delete_messages", "can_pin_messages")
        return {name: getattr(self, name) is True for name in names}

    @property
    def is_out(self) -> bool:
        """Say whether the bot is out. Who is restricted may be in or out."""
        is_restricted_out = self.status == ChatMemberStatus.RESTRICTED and not self.is_member
        return self.status in GONE or is_restricted_out


class MembershipChanged(TelegramObject):
    """A change of it: by whom, when, from what to what."""

    chat: Chat
    from_user: User = Field(alias="from")
    date: datetime
    old_chat_member: Membership
    new_chat_member: Membership
