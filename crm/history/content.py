"""What is said, in either direction, as plain values."""

import html
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

_TAG = re.compile(r"<[^<>]*>")


class Priority(IntEnum):
    """Which chat's words leave first. A smaller number is more urgent."""

    AGENT = 0
    REPLY = 1
    SERVICE = 2
    MARKETING = 3


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to tap under a message: its label, and the action with its argument that a press names."""

    label: str
    action: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with what was said, as the channel describes it. `file_id` is the channel's."""

    kind: str
    file_id: str
    mime_type: str | None = None
    name: str | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something a customer said or did, ready to be recorded. `key` is unique for it, whatever is delivered again."""

    key: str
    kind: str
    text: str
    said_at: datetime
    payload: dict[str, Any] | None = None
    message_id: int | None = None
    album_id: str | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Something to say to a customer, in the markup of the templates (Telegram's HTML)."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    priority: Priority = Priority.REPLY
    author: str = "bot"
    kind: str = "text"
    valid_for: timedelta = timedelta(hours=24)
    reply_to_message_id: int | None = None

    def payload(self) -> dict[str, Any] | None:
        """Return what the plain text does not hold, or None if it holds everything."""
        stored: dict[str, Any] = {}
        if "<" in self.html or "&" in self.html:
            stored["html"] = self.html
        if self.buttons:
            stored["buttons"] = [[[b.label, b.action, b.argument] for b in row] for row in self.buttons]
        return stored or None


def plain_text(markup: str) -> str:
    """Return the words of a text in Telegram's HTML."""
    if "<" not in markup and "&" not in markup:
        return markup
    return html.unescape(_TAG.sub("", markup))
