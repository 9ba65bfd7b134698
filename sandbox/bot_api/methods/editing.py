"""Changing what the bot has sent: texts, captions, keyboards, deletion, reactions, pins."""

from collections.abc import Callable

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.contents import caption_content, text_content
from sandbox.bot_api.keyboards import inline_keyboard
from sandbox.bot_api.places import known_chat, message_in, require, writable_chat
from sandbox.bot_api.reactions import EMOJI
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world import Chat, Message
from sandbox.world.posting import delete, edit, post, publish_chat, publish_reactions
from sandbox.world.shapes import message_shape

DELETABLE_S = 48 * 3600
_WITH_CAPTION = frozenset({"photo", "video", "animation", "audio", "document", "voice"})
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@method("editMessageText", counts=1)
def edit_message_text(call: Call) -> Json:
    """Change the words of a message, and with them its keyboard."""
    return _edited(call, "text", lambda: text_content(call.params))


@method("editMessageCaption", counts=1)
def edit_message_caption(call: Call) -> Json:
    """Change the words under a picture or file."""
    return _edited(call, "caption", lambda: {"caption": ""} | caption_content(call.params))


@method("editMessageReplyMarkup", counts=1)
def edit_message_reply_markup(call: Call) -> Json:
    """Change or take away the buttons."""
    return _edited(call, None, dict)


def _edited(call: Call, part: str | None, new_content: Callable[[], Json]) -> Json:
    chat, message = _own_message(call)
    if part == "text" and "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    if part == "caption" and not _WITH_CAPTION & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    markup = inline_keyboard(call.get("reply_markup"))
    kept = {k: v for k, v in message.content.items() if not _is_replaced(k, part)}
    content = kept | new_content()
    content = {k: v for k, v in content.items() if v != ""}
    if content == message.content and markup == message.reply_markup:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.reply_markup = content, markup
    edit(call.world, chat, message, {})
    return message_shape(call.world, message)


def _is_replaced(name: str, part: str | None) -> bool:
    return name in {
        "text": {"text", "entities", "link_preview_options"},
        "caption": {"caption", "caption_entities"},
    }.get(part or "", set())


def _own_message(call: Call) -> tuple[Chat, Message]:
    if "chat_id" not in call.params:
        raise bad_request("chat identifier is not specified")
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(call.world, call.params["chat_id"])
    message = message_in(chat, call.params["message_id"], "message to edit not found")
    is_own = message.sender_id == call.world.bot_id and not message.forward_origin
    if not is_own or message.is_service or message.has_other_markup:
        raise bad_request("message can't be edited")
    return chat, message


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Take a message away for everybody."""
    chat = known_chat(call.world, call.params["chat_id"])
    message = message_in(chat, call.params["message_id"], "message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted for everyone" if chat.is_private else "message can't be deleted")
    delete(call.world, chat, [message.id])
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Take up to a hundred messages away; those that are gone are skipped."""
    chat = known_chat(call.world, call.params["chat_id"])
    ids = call.params["message_ids"]
    if not ids or len(ids) > 100:  # noqa: PLR2004 - Telegram's limit
        raise bad_request("too many message identifiers specified" if ids else "message identifiers are not specified")
    found = [chat.messages[i] for i in dict.fromkeys(ids) if i in chat.messages]
    if not all(_may_delete(call, chat, message) for message in found):
        raise bad_request("message can't be deleted")
    delete(call.world, chat, [message.id for message in found])
    return True


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    is_own = message.sender_id == call.world.bot_id
    if not chat.is_private and chat.members[call.world.bot_id].may("can_delete_messages"):
        return True
    return (is_own or chat.is_private) and call.world.now - message.date <= DELETABLE_S


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """React to a message with one emoji at most, or take the reaction back."""
    world = call.world
    chat = writable_chat(world, call.params["chat_id"])
    message = message_in(chat, call.params["message_id"], "message to react not found")
    emoji = [reaction.get("emoji", "") for reaction in call.get("reaction", [])]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not set(emoji) <= EMOJI:
        raise bad_request("REACTION_INVALID")
    message.reactions.pop(world.bot_id, None)
    if emoji:
        message.reactions[world.bot_id] = emoji
    publish_reactions(world, chat, message)
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """Keep a message at the top of its chat."""
    world, chat = call.world, _pinning_chat(call)
    message = message_in(chat, call.params["message_id"], "message to pin not found")
    chat.pinned = [message.id, *(i for i in chat.pinned if i != message.id)]
    pinned = {"pinned_message": message_shape(world, message, with_reply=False)}
    post(world, chat, world.bot_id, pinned, thread_id=message.thread_id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    """Let go of a pinned message, the newest if none is named."""
    chat = _pinning_chat(call)
    message_id = call.get("message_id") or (chat.pinned[0] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    publish_chat(call.world, chat)
    return True


def _pinning_chat(call: Call) -> Chat:
    chat = writable_chat(call.world, call.params["chat_id"])
    if not chat.is_private:
        require(call.world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    return chat
