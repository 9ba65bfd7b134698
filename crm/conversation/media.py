"""Answering what came without words: a voice note, a photo, a place."""

from collections.abc import Sequence
from datetime import timedelta

from crm.cases import FILES, OpenCase
from crm.conversation.adding import attach_lines, offer_not_this, remembered
from crm.conversation.following_up import open_cases
from crm.conversation.greetings import courtesy_in
from crm.conversation.handing_over import notify
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line

LARGEST_FILE_MB = 20
"""Telegram hands no larger file to a bot."""
SHORTLY_AFTER = timedelta(minutes=30)
"""A picture that comes within this time after words about a complaint shows what it is about."""

FOR_A_PERSON = frozenset({"voice", "video_note", "audio", "photo", "video", "animation", "document", "unsupported"})
_ANSWERS = {
    "voice": "voice_received",
    "video_note": "voice_received",
    "audio": "voice_received",
    "photo": "photo_received",
    "video": "photo_received",
    "animation": "photo_received",
    "document": "document_received",
    "unsupported": "unsupported_received",
}


def answer_media(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Say what happens with what was sent, unless its words were answered. Returns whether anything was said."""
    speaks = not understood.says_what_it_is
    wordless = [line for line in lines if (line.kind != "text" and not (line.text and speaks)) or _needs_ears(line)]
    if not wordless:
        return not reply.parts and shows_a_case(reply, lines)
    last = wordless[-1]
    if reply.parts and not _needs_ears(last):
        return True
    case = _case_shown(reply, last)
    if case is not None:
        _add_to(reply, case, wordless)
        return True
    key, variables = _answer_to(last, wordless)
    reply.say(key, **variables)
    if last.kind in FOR_A_PERSON:
        notify(reply, "staff_handoff", f"media:{last.id}", reason="attachment", last_words=last.text, case_number=None)
    return True


def shows_a_case(reply: Reply, lines: Sequence[Line]) -> bool:
    """Add a picture to the case it shows, though the words under it were not understood ("see here")."""
    case = _case_shown(reply, lines[-1])
    if case is not None:
        _add_to(reply, case, lines)
    return case is not None


def _needs_ears(line: Line) -> bool:
    return line.kind in {"voice", "video_note"}


def _case_shown(reply: Reply, line: Line) -> OpenCase | None:
    """Return the case that was spoken of shortly before a picture or a file came, the last if there were several."""
    if line.kind not in FILES or _is_too_large(line):
        return None
    recent = [case for case in open_cases(reply) if line.said_at - case.last_said_at <= SHORTLY_AFTER]
    return max(recent, key=lambda case: (case.last_said_at, case.id), default=None)


def _add_to(reply: Reply, case: OpenCase, lines: Sequence[Line]) -> None:
    attach_lines(reply, case, lines, "file")
    known = remembered(reply, case)
    reply.say(
        "file_added", kind=lines[-1].kind, several=len(lines) > 1, case_number=case.number,
        category=known["category"], order_number=known["order_number"],
    )  # fmt: skip
    offer_not_this(reply, case, lines)


def _answer_to(line: Line, lines: Sequence[Line]) -> tuple[str, dict[str, object]]:
    if line.kind == "contact":
        return "contact_foreign", {}
    if line.kind == "sticker":
        courtesy = courtesy_in(str(((line.payload or {}).get("sticker") or {}).get("emoji") or ""), ())
        return (f"{courtesy}_reply" if courtesy else "sticker_received"), {}
    if _is_too_large(line):
        return "document_too_large", {"limit_mb": LARGEST_FILE_MB}
    key = _ANSWERS.get(line.kind, "unsupported_received")
    if key == "photo_received":
        return key, {"kind": line.kind, "several": len(lines) > 1}
    return key, {"kind": line.kind} if key == "voice_received" else {}


def is_own_contact(line: Line) -> bool:
    """Only the sender's own contact, not forwarded, says anything of the sender."""
    payload = line.payload or {}
    return bool(payload.get("is_own_contact"))


def _is_too_large(line: Line) -> bool:
    document = (line.payload or {}).get("document") or {}
    return float(document.get("file_size") or 0) / 1_000_000 > LARGEST_FILE_MB
