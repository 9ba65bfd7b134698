"""Answering what came without words: a voice note, a photo, a place."""

from collections.abc import Sequence

from crm.conversation.handing_over import notify
from crm.conversation.replying import Reply
from crm.history import Line

LARGEST_FILE_MB = 20
"""Telegram hands no larger file to a bot."""

FOR_A_PERSON = frozenset({"voice", "video_note", "audio", "photo", "video", "animation", "document", "unsupported"})
_ANSWERS = {
    "voice": "voice_received",
    "video_note": "voice_received",
    "audio": "voice_received",
    "photo": "photo_received",
    "video": "photo_received",
    "animation": "photo_received",
    "document": "document_received",
    "sticker": "sticker_received",
    "location": "location_received",
    "unsupported": "unsupported_received",
}


def answer_media(reply: Reply, lines: Sequence[Line]) -> bool:
    """Say what happens with what was sent, unless its words were answered. Returns whether anything was said."""
    wordless = [line for line in lines if line.kind != "text" and (not line.text or _needs_ears(line))]
    if not wordless:
        return False
    last = wordless[-1]
    if reply.parts and not _needs_ears(last):
        return True
    key, variables = _answer_to(last)
    reply.say(key, **variables)
    if last.kind in FOR_A_PERSON:
        notify(reply, "staff_handoff", f"media:{last.id}", reason="attachment", last_words=last.text, case_number=None)
    return True


def _needs_ears(line: Line) -> bool:
    return line.kind in {"voice", "video_note"}


def _answer_to(line: Line) -> tuple[str, dict[str, object]]:
    if line.kind == "contact":
        return ("contact_received" if _is_own(line) else "contact_foreign"), {}
    if line.kind == "document" and _size_mb(line) > LARGEST_FILE_MB:
        return "document_too_large", {"limit_mb": LARGEST_FILE_MB}
    return _ANSWERS.get(line.kind, "unsupported_received"), {}


def _is_own(line: Line) -> bool:
    """Only the sender's own contact, not forwarded, says anything of the sender."""
    payload = line.payload or {}
    return bool(payload.get("is_own_contact"))


def _size_mb(line: Line) -> float:
    document = (line.payload or {}).get("document") or {}
    return float(document.get("file_size") or 0) / 1_000_000
