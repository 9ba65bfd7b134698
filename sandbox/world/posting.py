"""Something is written, edited, deleted: it is kept, those who watch see it, the bot gets its update."""

from sandbox.encoding import Json
from sandbox.world.chats import Chat, ChatType
from sandbox.world.faults import FaultKind
from sandbox.world.messages import Message
from sandbox.world.shapes import message_shape
from sandbox.world.state import World
from sandbox.world.views import message_view, reactions_view, viewers_of


def post(world: World, chat: Chat, sender_id: int, content: Json, **more: object) -> Message:
    """Add a message to a chat. `more` are the other fields of Message: reply_to, thread_id, reply_markup, …"""
    message = Message(world.next_message_id(chat), chat.id, sender_id, world.now, content)
    for name, value in more.items():
        setattr(message, name, value)
    chat.messages[message.id] = message
    publish_message(world, chat, "message", message)
    if sender_id != world.bot_id and bot_sees(world, chat, message):
        kind = "channel_post" if chat.type is ChatType.CHANNEL else "message"
        queue_update(world, kind, message_shape(world, message), (kind, chat.id))
    return message


def edit(world: World, chat: Chat, message: Message, changes: Json) -> None:
    """Change a message's content. Edits by people reach the bot, its own do not."""
    message.content = message.content | changes
    message.edit_date = world.now
    publish_message(world, chat, "edit", message)
    if message.sender_id != world.bot_id and bot_sees(world, chat, message):
        kind = "edited_channel_post" if chat.type is ChatType.CHANNEL else "edited_message"
        queue_update(world, kind, message_shape(world, message), (kind, chat.id))


def delete(world: World, chat: Chat, message_ids: list[int]) -> None:
    """Take messages away. Nobody tells the bot."""
    for message_id in message_ids:
        del chat.messages[message_id]
    publish(world, chat, {"kind": "delete", "chat_id": chat.id, "message_ids": message_ids})


def remove_topic(world: World, chat: Chat, topic_id: int) -> None:
    """Take a topic and what was written in it away. Nobody tells the bot."""
    del chat.topics[topic_id]
    delete(world, chat, [message.id for message in chat.messages.values() if message.thread_id == topic_id])
    publish_chat(world, chat)


def bot_sees(world: World, chat: Chat, message: Message) -> bool:
    """Say whether the bot gets this message: in groups privacy mode keeps most of them from it."""
    if chat.is_private:
        return True
    member = chat.members.get(world.bot_id)
    if member is None or not member.is_in:
        return False
    if chat.type is ChatType.CHANNEL or member.status == "administrator" or world.options.bot.reads_all_group_messages:
        return True
    replied = message.reply_to is not None and message.reply_to.sender_id == world.bot_id
    addressed = message.text.startswith("/") or f"@{world.options.bot.username}" in message.text
    return message.is_service or replied or addressed


def queue_update(world: World, kind: str, payload: Json, lane: tuple[object, ...]) -> None:
    """Queue an update if the bot asked for its kind."""
    if world.updates.wants(kind):
        twice = world.faults.befalls_update(FaultKind.DUPLICATE_UPDATES)
        world.updates.add(kind, payload, lane, times=2 if twice else 1)


def publish_message(world: World, chat: Chat, kind: str, message: Message) -> None:
    """Show a new or changed message to those who watch."""
    publish(world, chat, {"kind": kind, "chat_id": chat.id, "message": message_view(world, message)})


def publish_reactions(world: World, chat: Chat, message: Message) -> None:
    """Show the reactions to a message as they are now."""
    reactions = reactions_view(message)
    publish(world, chat, {"kind": "reactions", "chat_id": chat.id, "message_id": message.id, "reactions": reactions})


def publish_chat(world: World, chat: Chat) -> None:
    """Say that a chat's members, topics, title or keyboard changed."""
    publish(world, chat, {"kind": "chat", "chat_id": chat.id})


def publish(world: World, chat: Chat, data: Json) -> None:
    """Tell those who see a chat, and those who watch everything."""
    world.events.publish(viewers_of(chat, world.bot_id), data)
