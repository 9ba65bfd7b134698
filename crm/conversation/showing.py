"""What a customer is shown of the history: an album is one item, a changed message has its newest words."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.conversation.wording import HistoryLine, Speaker
from crm.history import Direction, Line
from crm.kernel.masking import masked

NOT_SHOWN = frozenset({"block", "unblock", "button", "service"})
"""What was done rather than said. The staff see it; to the customer it says nothing."""
LONGEST_QUOTE = 60


def shown(lines: Sequence[Line], most: int) -> tuple[HistoryLine, ...]:
    """Return the last `most` items that these lines, oldest first, come to."""
    newest = {line.message_id: line.text for line in lines if _is_own(line) and line.kind == "edit"}
    present = {line.message_id for line in lines if _is_own(line) and line.kind not in {"edit", "reaction"}}
    albums = _albums_in(lines)
    items = []
    for line in lines:
        if line.kind in NOT_SHOWN or (_is_own(line) and line.kind == "edit" and line.message_id in present):
            continue
        album = albums.get(line.album_id, [line]) if line.album_id else [line]
        if album[0] is line:
            items.append(_item(line, album, newest))
    return tuple(items[-most:])


def _is_own(line: Line) -> bool:
    return line.direction == Direction.INBOUND


def _albums_in(lines: Sequence[Line]) -> dict[str, list[Line]]:
    albums: dict[str, list[Line]] = {}
    for line in lines:
        if line.album_id is not None:
            albums.setdefault(line.album_id, []).append(line)
    return albums


def _item(line: Line, album: Sequence[Line], newest: Mapping[int | None, str]) -> HistoryLine:
    own = _is_own(line)
    texts = [newest.get(part.message_id, part.text) if own else part.text for part in album]
    text = next((text for text in texts if text), "") or _name_of(line)
    quote = _quote_in(line.payload or {}) if own else ""
    return HistoryLine(
        at=line.said_at,
        speaker=_speaker(line),
        kind="album" if len(album) > 1 else "text" if line.kind == "edit" else line.kind,
        text=f"“{quote}” {text}" if quote else text,
    )


def _name_of(line: Line) -> str:
    """Return what a thing without words is called: a file's name, a person's, a place's, a sticker's sign."""
    content = (line.payload or {}).get(line.kind)
    if line.kind == "location":
        content = (line.payload or {}).get("venue")
    if not isinstance(content, Mapping):
        return ""
    names = (content.get(name) for name in ("file_name", "first_name", "title", "emoji"))
    return next((name for name in names if isinstance(name, str)), "")


def _quote_in(payload: Mapping[str, Any]) -> str:
    """Return what a message answers to: the words that were picked out, or else the beginning of the other message."""
    picked, whole = payload.get("quote"), payload.get("reply_to_message")
    for source in (picked, whole):
        text = source.get("text") if isinstance(source, Mapping) else None
        if isinstance(text, str) and text:
            text = masked(text)  # before it is cut: half a number would be none that the rule knows
            return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
    return ""


def _speaker(line: Line) -> Speaker:
    if _is_own(line):
        return Speaker.CUSTOMER
    return Speaker.BOT if line.author == "bot" else Speaker.TEAM
