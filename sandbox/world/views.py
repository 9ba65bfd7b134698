"""How a message looks to a person: the Bot API's Message with `view`, which holds what a screen needs."""

from sandbox.encoding import Json
from sandbox.text import as_html
from sandbox.world.chats import Chat
from sandbox.world.messages import MEDIA_FIELDS, Message, kind_of
from sandbox.world.people import User
from sandbox.world.shapes import account_shape, message_shape
from sandbox.world.state import World

_SHOWN_OF_REPLY = 120  # characters


def message_view(world: World, message: Message, viewer: int | None = None) -> Json:
    """Return a message as the viewer sees it; for None, as one sees it who watches everything."""
    shape = message_shape(world, message)
    sender = account_shape(world, message.sender_id)
    shape["view"] = {
        "outgoing": message.sender_id != world.bot_id if viewer is None else message.sender_id == viewer,
        "sender": {"id": message.sender_id, "name": _name(sender), "is_bot": sender["is_bot"]},
        "html": as_html(message.text, message.entities),
        "kind": kind_of(message),
        "file": _file(world, message),
        "buttons": _buttons(message),
        "reactions": reactions_view(message),
        "reply": _reply(world, message),
        "forwarded_from": _forwarded_from(message),
        "service": _service(message, _name(sender)) if message.is_service else None,
    }
    return shape


def user_view(user: User) -> Json:
    """Return a person as the control API shows them."""
    return {
        "id": user.id,
        "name": user.name,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
        "phone_number": user.phone_number,
        "birthdate": user.birthdate,
        "deactivated": user.deactivated,
    }


def viewers_of(chat: Chat, bot_id: int) -> frozenset[int]:
    """Return the people who see a chat."""
    return frozenset(user_id for user_id, member in chat.members.items() if member.is_in and user_id != bot_id)


def reactions_view(message: Message) -> list[Json]:
    """Return who reacted with what."""
    return [{"emoji": emoji, "user_id": user_id} for user_id, all_ in message.reactions.items() for emoji in all_]


def _name(account: Json) -> str:
    return " ".join(str(account[part]) for part in ("first_name", "last_name") if part in account)


def _file(world: World, message: Message) -> Json | None:
    for kind in MEDIA_FIELDS:
        if kind in message.content:
            shape = message.content[kind][-1] if kind == "photo" else message.content[kind]
            file = world.files.by_id[shape["file_id"]]
            return {
                "url": f"/sandbox/files/{file.unique_id}" if file.can_be_downloaded else None,
                "name": file.name,
                "mime_type": file.mime_type,
                "size": file.size,
                "duration": shape.get("duration"),
                "width": shape.get("width") or shape.get("length"),
                "height": shape.get("height") or shape.get("length"),
            }
    return None


def _buttons(message: Message) -> list[list[Json]]:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    return [[_button(button, r, c) for c, button in enumerate(row)] for r, row in enumerate(rows)]


def _button(button: Json, row: int, column: int) -> Json:
    kind = "callback" if "callback_data" in button else "url" if "url" in button else "other"
    return {"text": button["text"], "row": row, "column": column, "kind": kind, "url": button.get("url")}


def _reply(world: World, message: Message) -> Json | None:
    replied = message.reply_to
    if replied is None or "forum_topic_created" in replied.content:
        return None
    quote = message.quote
    html = as_html(quote["text"], quote.get("entities")) if quote else as_html(replied.text[:_SHOWN_OF_REPLY], None)
    sender = _name(account_shape(world, replied.sender_id))
    return {"message_id": replied.id, "sender": sender, "html": html or kind_of(replied)}


def _forwarded_from(message: Message) -> str | None:
    origin = message.forward_origin
    if origin is None:
        return None
    if "sender_user" in origin:
        return _name(origin["sender_user"])
    chat = origin.get("sender_chat") or origin.get("chat") or {}
    return str(origin.get("sender_user_name") or chat.get("title") or "")


def _service(message: Message, who: str) -> str:
    content = message.content
    if "new_chat_members" in content:
        joined = ", ".join(_name(account) for account in content["new_chat_members"])
        return f"{who} added {joined}" if joined != who else f"{who} joined the group"
    if "left_chat_member" in content:
        left = _name(content["left_chat_member"])
        return f"{who} removed {left}" if left != who else f"{who} left the group"
    if "forum_topic_created" in content:
        return f"{who} opened the topic “{content['forum_topic_created']['name']}”"
    if "forum_topic_edited" in content:
        return f"{who} renamed the topic to “{content['forum_topic_edited'].get('name', '')}”"
    plain = {
        "forum_topic_closed": "closed the topic",
        "forum_topic_reopened": "opened the topic again",
        "pinned_message": "pinned a message",
        "group_chat_created": "created the group",
        "supergroup_chat_created": "created the group",
        "migrate_to_chat_id": "upgraded this group to a supergroup",
        "migrate_from_chat_id": "upgraded this group to a supergroup",
        "new_chat_title": "changed the title",
    }
    return next(f"{who} {words}" for name, words in plain.items() if name in content)
