"""What a bot's message consists of: text, captions, media, what it replies to."""

from dataclasses import dataclass

from sandbox.bot_api.calls import Call
from sandbox.bot_api.places import known_chat
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.text import formatted, utf16_length
from sandbox.world import Chat, Message, World
from sandbox.world.files import StoredFile, Upload, is_picture, media_content

LONGEST_TEXT = 4096  # UTF-16 units after parsing, as are the next two
LONGEST_CAPTION = 1024
LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes
LARGEST_PHOTO = 10 * 1024 * 1024


def text_content(params: Json) -> Json:
    """Return `text` and `entities`. Raises BotRefused if empty, too long or broken."""
    if not params.get("text"):
        raise bad_request("message text is empty")
    parsed = formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    if not parsed.text:
        raise bad_request("text must be non-empty")
    if utf16_length(parsed.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    content: Json = {"text": parsed.text} | ({"entities": parsed.entities} if parsed.entities else {})
    preview = params.get("link_preview_options")
    return content | {"link_preview_options": preview} if preview else content


def caption_content(params: Json) -> Json:
    """Return `caption` and `caption_entities`, or nothing without a caption."""
    if not params.get("caption"):
        return {}
    parsed = formatted(params["caption"], params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(parsed.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": parsed.text} if parsed.text else {}
    return content | ({"caption_entities": parsed.entities} if parsed.entities else {})


def sent_media(call: Call, kind: str, source: str, declared: Json) -> Json:
    """Return the content of a message that shows a file: uploaded with the call, or known by its file_id."""
    upload = _upload(call, source)
    if upload is not None:
        return media_content(_stored(call.world, kind, upload, declared), kind, declared)
    file = call.world.files.by_id.get(source)
    if file is None:
        is_url = source.startswith(("http://", "https://"))
        raise bad_request("failed to get HTTP URL content" if is_url else "wrong remote file identifier specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {_spoken(file.kind)} as {_spoken(kind)}")
    return media_content(file, kind, declared)


def _spoken(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))


def _upload(call: Call, source: str) -> Upload | None:
    if not source.startswith("attach://"):
        return None
    upload = call.uploads.get(source.removeprefix("attach://"))
    if upload is None:
        raise bad_request("there is no file with the attached name in the request")
    return upload


def _stored(world: World, kind: str, upload: Upload, declared: Json) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and not is_picture(upload.content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if len(upload.content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise bad_request("file is too big")
    known = {"file_name": upload.file_name, "mime_type": upload.mime_type}
    if kind in {"photo", "voice", "video_note"} and upload.mime_type == "application/octet-stream":
        known.pop("mime_type")
    return world.files.store(kind, upload.content, known | declared)


@dataclass(frozen=True, slots=True)
class Reply:
    """The message replied to, and the quoted part of it."""

    to: Message | None = None
    quote: Json | None = None


def reply_of(world: World, chat: Chat, params: Json) -> Reply:
    """Return what a message replies to.

    Raises BotRefused if that is gone and the bot insists on it, or if the quote is not in it.
    """
    wanted: Json | None = params.get("reply_parameters")
    if not wanted or "message_id" not in wanted:
        return Reply()
    place = known_chat(world, wanted["chat_id"]) if "chat_id" in wanted else chat
    replied = place.messages.get(wanted["message_id"])
    if replied is None:
        if wanted.get("allow_sending_without_reply") and place is chat:
            return Reply()
        raise bad_request("message to be replied not found")
    return Reply(replied, _quote(replied, wanted))


def _quote(replied: Message, wanted: Json) -> Json | None:
    if not wanted.get("quote"):
        return None
    parsed = formatted(wanted["quote"], wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    at = replied.text.find(parsed.text)
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote: Json = {"text": parsed.text, "position": utf16_length(replied.text[:at])}
    return quote | ({"entities": parsed.entities} if parsed.entities else {})
