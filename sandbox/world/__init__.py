"""The state of this Telegram: people, chats, messages, files, what waits for the bot, what goes wrong on purpose."""

from sandbox.world.chats import Chat, Member, Topic
from sandbox.world.messages import Message
from sandbox.world.people import User
from sandbox.world.state import World

__all__ = ["Chat", "Member", "Message", "Topic", "User", "World"]
