"""What the bot's own membership of a chat has become: whether it is in or out, and nothing of its rights.

aiogram's models demand every right that its own release knows. Telegram sends those of another: a bot that was made an
administrator must be understood all the same.
"""

from datetime import datetime

from aiogram.enums import ChatMemberStatus
from aiogram.types import Chat, TelegramObject, User
from pydantic import Field

GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


class Membership(TelegramObject):
    """How the bot stands to a chat, by whatever status, known or not."""

    status: str
    is_member: bool = True

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
