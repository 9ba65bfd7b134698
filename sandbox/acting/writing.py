"""A person writes: text, media, places, contacts; replies, quotes, forwards, edits."""

from dataclasses import dataclass
from typing import Any

from sandbox.acting.membership import set_blocked
from sandbox.acting.pins import moved, place_content
from sandbox.acting.places import chat_of, message_of, open_chat_of
from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.text import find_entities, utf16_length
from sandbox.world import Chat, Message, World
from sandbox.world.files import Upload, media_content
from sandbox.world.posting import delete, edit, post
from sandbox.world.shapes import account_shape, origin_of

LONGEST_TEXT = 4096
MOST_IN_ALBUM = 10
_MEDIA = frozenset({"photo", "video", "voice", "video_note", "audio", "animation", "document", "sticker"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to send, as the control API has it."""

    fields: Json
    files: list[Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field."""
        return self.fields.get(name, default)


def write(world: World, user_id: int, chat_id: int, draft: Draft) -> list[Message]:
    """Send a draft; return the messages that came of it, several for an album or a long text."""
    chat = open_chat_of(world, user_id, chat_id)
    contents, origin = _contents(world, user_id, draft)
    where = _where(chat, draft)
    group_id = str(world.random.randrange(10**16, 10**17)) if _is_album(draft) else None
    chat.started = True
    return [
        post(world, chat, user_id, content, forward_origin=origin, media_group_id=group_id, **where)
        for content in contents
    ]


def start(world: World, user_id: int, payload: str | None = None) -> list[Message]:
    """Press START, also after having blocked the bot."""
    set_blocked(world, user_id, blocked=False)
    text = f"/start {payload}" if payload else "/start"
    return write(world, user_id, user_id, Draft({"kind": "text", "text": text}, []))


def rewrite(world: World, user_id: int, chat_id: int, message_id: int, changes: Json) -> Message:
    """Edit one's own words, or move a live location."""
    chat = open_chat_of(world, user_id, chat_id)
    message = message_of(chat, message_id)
    if message.sender_id != user_id:
        raise PersonRefused("one can edit only one's own messages", 403)
    if "location" in message.content:
        edit(world, chat, message, moved(message.content, changes))
        return message
    text = str(changes["text"] if "text" in message.content else changes["caption"])
    edit(world, chat, message, _words(text, "text" if "text" in message.content else "caption"))
    return message


def take_back(world: World, user_id: int, chat_id: int, message_id: int) -> None:
    """Delete a message. Bots hear nothing of it."""
    chat = chat_of(world, user_id, chat_id)
    message_of(chat, message_id)
    delete(world, chat, [message_id])


def _contents(world: World, user_id: int, draft: Draft) -> tuple[list[Json], Json | None]:
    forward = draft.get("forward") or {}
    if "message_id" in forward:
        original = message_of(chat_of(world, user_id, int(forward["chat_id"])), int(forward["message_id"]))
        return [dict(original.content)], origin_of(world, original)
    return _new_contents(world, user_id, draft), _elsewhere(world, forward) if forward else None


def _elsewhere(world: World, forward: Json) -> Json:
    """Return the origin of words that somebody else said where the bot is not."""
    if "user_id" in forward:
        return {"type": "user", "date": world.now, "sender_user": account_shape(world, int(forward["user_id"]))}
    return {"type": "hidden_user", "date": world.now, "sender_user_name": str(forward["name"])}


def _new_contents(world: World, user_id: int, draft: Draft) -> list[Json]:
    kind = draft.get("kind", "text")
    if kind == "text":
        return [_words(part, "text") for part in _parts_of(str(draft.get("text", "")))]
    if kind == "album":
        return _album(world, draft)
    if kind in _MEDIA:
        return [_media(world, kind, draft.files[0] if draft.files else None, draft.fields)]
    if kind in {"location", "venue"}:
        return [place_content(kind, draft.fields)]
    if kind == "contact":
        return [{"contact": _contact(world, user_id, draft)}]
    raise PersonRefused(f"nobody can send a {kind!r}")


def _parts_of(text: str) -> list[str]:
    """Cut a long text as the apps do: into messages of at most 4,096 units."""
    if not text.strip():
        raise PersonRefused("an empty text cannot be sent")
    parts, rest = [], text
    while utf16_length(rest) > LONGEST_TEXT:
        cut = LONGEST_TEXT if rest.isascii() else _fitting(rest)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]


def _fitting(text: str) -> int:
    units = 0
    for position, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - the end of the basic plane
        if units > LONGEST_TEXT:
            return position
    return len(text)


def _words(text: str, name: str) -> Json:
    entities = find_entities(text)
    entities_name = "entities" if name == "text" else "caption_entities"
    return {name: text} | ({entities_name: entities} if entities else {})


def _is_album(draft: Draft) -> bool:
    return bool(draft.get("kind") == "album")


def _album(world: World, draft: Draft) -> list[Json]:
    items = draft.get("items") or [{"kind": _kind_of(upload)} for upload in draft.files]
    if not 1 < len(items) <= MOST_IN_ALBUM:
        raise PersonRefused("an album has two to ten items")
    uploads: list[Upload | None] = [*draft.files, *[None] * len(items)]
    contents = [
        _media(world, item.get("kind", "photo"), upload, item) for item, upload in zip(items, uploads, strict=False)
    ]
    if draft.get("caption"):
        contents[0] |= _words(str(draft.get("caption")), "caption")
    return contents


def _kind_of(upload: Upload) -> str:
    kind = upload.mime_type.split("/")[0]
    return {"image": "photo", "video": "video", "audio": "audio"}.get(kind, "document")


def _media(world: World, kind: str, upload: Upload | None, declared: Json) -> Json:
    known: Json = {} if upload is None else {"file_name": upload.file_name, "mime_type": upload.mime_type}
    file = world.files.store(kind, upload.content if upload else None, known | declared)
    content = media_content(file, kind, declared)
    caption = declared.get("caption")
    return content | (_words(str(caption), "caption") if caption else {})


def _contact(world: World, user_id: int, draft: Draft) -> Json:
    if draft.get("phone_number") is None:
        user = world.users[user_id]
        own: Json = {"phone_number": user.phone_number, "first_name": user.first_name, "user_id": user.id}
        return own | ({"last_name": user.last_name} if user.last_name else {})
    names = ("phone_number", "first_name", "last_name", "user_id")
    return {"first_name": "Demo"} | {name: draft.fields[name] for name in names if draft.get(name)}


def _where(chat: Chat, draft: Draft) -> Json:
    """Return the topic, the reply and the quote of a draft."""
    where: Json = {}
    topic = draft.get("topic")
    if topic is not None:
        if int(topic) not in chat.topics:
            raise PersonRefused(f"there is no topic {topic}", 404)
        where = {"thread_id": int(topic), "reply_to": chat.messages[int(topic)]}
    if draft.get("reply_to") is not None:
        replied = message_of(chat, int(draft.get("reply_to")))
        where |= {"reply_to": replied, "quote": _quote(replied, draft.get("quote"))}
        where.setdefault("thread_id", replied.thread_id)
    return where


def _quote(replied: Message, part: str | None) -> Json | None:
    if not part:
        return None
    at = replied.text.find(part)
    if at < 0:
        raise PersonRefused("the quote is not in that message")
    return {"text": part, "position": utf16_length(replied.text[:at]), "is_manual": True}
