"""Updates as Telegram describes them, of every kind that the path meets."""

from typing import Any

PERSON = {
    "id": 7,
    "is_bot": False,
    "first_name": "Siti",
    "last_name": "Rahma",
    "username": "siti",
    "language_code": "id",
}
PRIVATE = {"id": 7, "type": "private", "first_name": "Siti"}
GROUP = {"id": -5, "type": "group", "title": "Family"}
CHANNEL = {"id": -1005, "type": "channel", "title": "News"}
BOT_USER = {"id": 4242, "is_bot": True, "first_name": "Kodi"}
DATE = 1_812_000_000
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}


def update(kind: str, event: Any, update_id: int = 1) -> dict[str, Any]:
    return {"update_id": update_id, kind: event}


def message(chat: dict[str, Any] | None = None, *, message_id: int = 1, **content: Any) -> dict[str, Any]:
    return {"message_id": message_id, "from": PERSON, "chat": chat or PRIVATE, "date": DATE, **content}


def said(text: str, update_id: int = 1, user_id: int = 7) -> dict[str, Any]:
    """A text of a person in private, with a message id of its own."""
    person = {"from": {**PERSON, "id": user_id}, "chat": {**PRIVATE, "id": user_id}}
    return update("message", {**message(message_id=update_id, text=text), **person}, update_id)


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    more = {"until_date": 0} if status == "kicked" else {}
    return {
        "chat": chat,
        "from": PERSON,
        "date": DATE,
        "old_chat_member": {"user": BOT_USER, "status": "member"},
        "new_chat_member": {"user": BOT_USER, "status": status, **more},
    }


def pressed(data: str | None, **more: Any) -> dict[str, Any]:
    event = {"id": "99", "from": PERSON, "chat_instance": "1", **more}
    return update("callback_query", event if data is None else {**event, "data": data})


def reaction(chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    new = [{"type": "emoji", "emoji": "👍"}]
    return {
        "chat": chat,
        "message_id": 3,
        "user": PERSON,
        "date": DATE,
        "old_reaction": [],
        "new_reaction": new,
        **more,
    }
