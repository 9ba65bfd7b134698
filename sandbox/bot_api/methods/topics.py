"""Forum topics."""

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.places import require, writable_chat
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.text import utf16_length
from sandbox.world import Chat, Topic
from sandbox.world.posting import post, publish_chat, remove_topic

LONGEST_NAME = 128
_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@method("createForumTopic", counts=1)
def create_forum_topic(call: Call) -> Json:
    """Open a topic; its id is the message id of the service message that says so."""
    world, name, color = call.world, _name(call.params["name"]), call.get("icon_color", _COLORS[0])
    chat = _forum(call, "not enough rights to create a topic")
    if color not in _COLORS:
        raise bad_request("wrong forum topic icon color specified")
    shape: Json = {"name": name, "icon_color": color}
    if icon := call.get("icon_custom_emoji_id"):
        shape["icon_custom_emoji_id"] = icon
    message = post(world, chat, world.bot_id, {"forum_topic_created": shape})
    message.thread_id = message.id
    chat.topics[message.id] = Topic(message.id, name, color, icon_custom_emoji_id=icon)
    publish_chat(world, chat)
    return {"message_thread_id": message.id, **shape}


@method("editForumTopic", counts=1)
def edit_forum_topic(call: Call) -> bool:
    """Rename a topic."""
    chat, topic = _topic(call)
    name = _name(call.params["name"]) if call.get("name") else topic.name
    icon = call.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    if name == topic.name and icon == topic.icon_custom_emoji_id:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = name, icon
    _tell(call, chat, topic, {"forum_topic_edited": {"name": name}})
    return True


@method("closeForumTopic", counts=1)
def close_forum_topic(call: Call) -> bool:
    """Close a topic: nobody but those who manage topics may write in it."""
    return _set_closed(call, closed=True)


@method("reopenForumTopic", counts=1)
def reopen_forum_topic(call: Call) -> bool:
    """Open a closed topic again."""
    return _set_closed(call, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with all its messages."""
    chat = writable_chat(call.world, call.params["chat_id"])
    _require_forum(chat)
    require(call.world, chat, "can_delete_messages", "not enough rights to delete a topic")
    if call.params["message_thread_id"] not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    remove_topic(call.world, chat, call.params["message_thread_id"])
    return True


def _set_closed(call: Call, *, closed: bool) -> bool:
    chat, topic = _topic(call)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _tell(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def _tell(call: Call, chat: Chat, topic: Topic, content: Json) -> None:
    post(call.world, chat, call.world.bot_id, content, thread_id=topic.id)
    publish_chat(call.world, chat)


def _topic(call: Call) -> tuple[Chat, Topic]:
    chat = _forum(call, "not enough rights to edit a topic")
    topic = chat.topics.get(call.params["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _forum(call: Call, words: str) -> Chat:
    chat = writable_chat(call.world, call.params["chat_id"])
    _require_forum(chat)
    require(call.world, chat, "can_manage_topics", words)
    return chat


def _require_forum(chat: Chat) -> None:
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")


def _name(name: str) -> str:
    name = name.strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if utf16_length(name) > LONGEST_NAME:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name
