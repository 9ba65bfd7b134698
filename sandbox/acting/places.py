"""Finding people, chats and messages as a person sees them."""

from sandbox.errors import PersonRefused
from sandbox.world import Chat, Message, User, World


def person(world: World, user_id: int) -> User:
    """Return a person."""
    user = world.users.get(user_id)
    if user is None:
        raise PersonRefused(f"there is no user {user_id}", 404)
    return user


def chat_of(world: World, user_id: int, chat_id: int) -> Chat:
    """Return a chat that this person is in."""
    person(world, user_id)
    chat = world.chats.get(chat_id)
    member = chat.members.get(user_id) if chat else None
    if chat is None or member is None or not member.is_in:
        raise PersonRefused(f"user {user_id} is in no chat {chat_id}", 404)
    return chat


def open_chat_of(world: World, user_id: int, chat_id: int) -> Chat:
    """Return a chat that this person can write to."""
    chat = chat_of(world, user_id, chat_id)
    if world.users[user_id].deactivated:
        raise PersonRefused("this account is deleted", 409)
    if chat.blocked:
        raise PersonRefused("the bot is blocked: unblock it, or press start", 409)
    if chat.migrated_to is not None:
        raise PersonRefused(f"the group is now the supergroup {chat.migrated_to}", 409)
    return chat


def group(world: World, chat_id: int) -> Chat:
    """Return a group, supergroup or channel."""
    chat = world.chats.get(chat_id)
    if chat is None or chat.is_private:
        raise PersonRefused(f"there is no group {chat_id}", 404)
    return chat


def message_of(chat: Chat, message_id: int) -> Message:
    """Return a message of the chat."""
    message = chat.messages.get(message_id)
    if message is None:
        raise PersonRefused(f"there is no message {message_id}", 404)
    return message
