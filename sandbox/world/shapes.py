"""How the state looks in the Bot API."""

from typing import TYPE_CHECKING

from sandbox.encoding import Json
from sandbox.world.chats import ADMINISTRATOR_RIGHTS, Chat, ChatType, Member
from sandbox.world.messages import Message
from sandbox.world.people import user_shape

if TYPE_CHECKING:
    from sandbox.world.state import World


def bot_shape(world: "World") -> Json:
    """Return the bot as a `User`."""
    bot = world.options.bot
    name = world.presentation.names.get("", bot.name)
    return {"id": bot.id, "is_bot": True, "first_name": name, "username": bot.username}


def account_shape(world: "World", user_id: int) -> Json:
    """Return a person or the bot as a `User`."""
    return bot_shape(world) if user_id == world.bot_id else user_shape(world.users[user_id])


def chat_shape(world: "World", chat: Chat) -> Json:
    """Return a `Chat`."""
    if chat.is_private:
        person = user_shape(world.users[chat.id])
        return {"id": chat.id, "type": "private"} | {
            name: person[name] for name in ("first_name", "last_name", "username") if name in person
        }
    shape: Json = {"id": chat.id, "type": str(chat.type), "title": chat.title}
    return shape | {"is_forum": True} if chat.is_forum else shape


def member_shape(world: "World", user_id: int, member: Member) -> Json:
    """Return a `ChatMember`."""
    shape: Json = {"user": account_shape(world, user_id), "status": member.status}
    if member.status == "creator":
        return shape | {"is_anonymous": False}
    if member.status == "administrator":
        return shape | ADMINISTRATOR_RIGHTS | member.rights
    return shape | {"until_date": 0} if member.status == "kicked" else shape


def message_shape(world: "World", message: Message, *, with_reply: bool = True) -> Json:
    """Return a `Message`; the one it replies to is shown without its own reply, as Telegram does."""
    chat = world.chats[message.chat_id]
    shape: Json = {"message_id": message.id, "date": message.date, "chat": chat_shape(world, chat), **message.content}
    if chat.type is ChatType.CHANNEL:
        shape["sender_chat"] = shape["chat"]
    else:
        shape["from"] = account_shape(world, message.sender_id)
    if message.thread_id is not None:
        shape |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if with_reply and message.reply_to is not None:
        shape["reply_to_message"] = message_shape(world, message.reply_to, with_reply=False)
    for name in ("quote", "forward_origin", "reply_markup", "media_group_id", "edit_date"):
        value = getattr(message, name)
        if value is not None:
            shape[name] = value
    return shape


def origin_of(world: "World", message: Message) -> Json:
    """Return the `MessageOrigin` of a message that is forwarded: the first one in a chain."""
    if message.forward_origin is not None:
        return message.forward_origin
    chat = world.chats[message.chat_id]
    if chat.type is ChatType.CHANNEL:
        return {"type": "channel", "date": message.date, "chat": chat_shape(world, chat), "message_id": message.id}
    return {"type": "user", "date": message.date, "sender_user": account_shape(world, message.sender_id)}
