"""Finding the chat, the topic and the message that a call speaks of, or refusing it."""

from sandbox.encoding import Json
from sandbox.errors import bad_request, chat_not_found, forbidden
from sandbox.world import Chat, Message, World
from sandbox.world.chats import ChatType

_SPOKEN = {ChatType.GROUP: "group", ChatType.SUPERGROUP: "supergroup", ChatType.CHANNEL: "channel"}


def known_chat(world: World, chat_id: int | str) -> Chat:
    """Return a chat that the bot may look at. Raises BotRefused if it has not met it, or it moved."""
    chat = _by_name(world, chat_id) if isinstance(chat_id, str) else world.chats.get(chat_id)
    if chat is None or (chat.is_private and not chat.started):
        raise chat_not_found()
    if chat.migrated_to is not None:
        parameters = {"migrate_to_chat_id": chat.migrated_to}
        raise bad_request("group chat was upgraded to a supergroup chat", parameters)
    member = chat.members.get(world.bot_id)
    if not chat.is_private and member is None:
        raise chat_not_found()
    if not chat.is_private and member is not None and not member.is_in:
        was = "was kicked from" if member.status == "kicked" else "is not a member of"
        raise forbidden(f"bot {was} the {_SPOKEN[chat.type]} chat")
    return chat


def id_of(world: World, chat_id: int | str) -> int | None:
    """Return the number of a chat that is known by its name, and a number as it is."""
    if isinstance(chat_id, int):
        return chat_id
    named = _by_name(world, chat_id)
    return None if named is None else named.id


def _by_name(world: World, name: str) -> Chat | None:
    if not name:
        raise bad_request("chat_id is empty")
    return next((c for c in world.chats.values() if not c.is_private and name == f"@{c.title}"), None)


def writable_chat(world: World, chat_id: int | str) -> Chat:
    """Return a chat that the bot may write to."""
    user = world.users.get(chat_id) if isinstance(chat_id, int) else None
    if user is not None and user.deactivated:
        raise forbidden("user is deactivated")
    if user is not None and not world.chats[user.id].started:
        raise _never_met(world, user.id)
    chat = known_chat(world, chat_id)
    if chat.is_private and chat.blocked:
        raise forbidden("bot was blocked by the user")
    if chat.type is ChatType.CHANNEL and not chat.members[world.bot_id].may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    return chat


def _never_met(world: World, user_id: int) -> Exception:
    """Telegram tells two cases apart: somebody the bot has seen in a group, and somebody it knows nothing of."""
    seen = any(user_id in c.members and world.bot_id in c.members for c in world.chats.values() if not c.is_private)
    return forbidden("bot can't initiate conversation with a user") if seen else chat_not_found()


def thread_of(world: World, chat: Chat, params: Json) -> int | None:
    """Return the topic that a message goes to, checked."""
    thread_id: int | None = params.get("message_thread_id")
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.members[world.bot_id].may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def message_in(chat: Chat, message_id: int, missing: str) -> Message:
    """Return a message of the chat, or refuse with Telegram's words for what is missing."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(missing)
    return message


def require(world: World, chat: Chat, right: str, words: str) -> None:
    """Refuse unless the bot has a right in this chat."""
    if not chat.members[world.bot_id].may(right):
        raise bad_request(words)
