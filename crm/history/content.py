"""What is said, in either direction, as plain values."""

import html
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

_TAG = re.compile(r"<[^<>]*>")


class Priority(IntEnum):
    """Which chat's words leave first. A smaller number is more urgent."""

    AGENT = 0
    REPLY = 1
    SERVICE = 2
    MARKETING = 3


class Method(StrEnum):
    """What a delivery does. All but the first change, or take away, what is there already."""

    MESSAGE = "message"
    EDIT = "edit"
    REACTION = "reaction"
    DELETION = "deletion"
    LEAVE = "leave"
    OPEN_TOPIC = "open_topic"
    RENAME_TOPIC = "rename_topic"
    CLOSE_TOPIC = "close_topic"
    REOPEN_TOPIC = "reopen_topic"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to tap under a message: its label, and the action with its argument that a press names."""

    label: str
    action: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """What stands under the customer's text field: a button that shares their own phone number, and one to skip that.

    Without labels it takes such a keyboard away. A message has either this or buttons: buttons come first.
    """

    share_phone: str | None = None
    skip: str | None = None


FILE_KINDS = frozenset({"photo", "document", "voice", "video", "video_note", "sticker", "audio", "animation"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to what is said. `kind` is one of FILE_KINDS.

    `file_id` is the channel's name for it; `path` is where we keep it, below the folder of kept files. What came in
    has a `file_id`, what goes out has either, or both.
    """

    kind: str
    file_id: str | None = None
    mime_type: str | None = None
    name: str | None = None
    size_bytes: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody's telephone number, with a name to keep it under."""

    phone_number: str
    first_name: str
    last_name: str | None = None


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
    """Something to say to a customer, in the markup of the templates (Telegram's HTML).

    Files, place and card go before the words. `about` is the interaction that the words quote or, by the method, that
    they replace, that gets the reaction (`html` is its emoji), or that is taken back. `purpose` is what marketing is
    for: without one it is an offer. With any other priority it says that nobody asked for this: it keeps the quiet
    hours, and while it waits for their end nothing else in its chat waits for it.
    """

    html: str = ""
    files: tuple[Attachment, ...] = ()
    place: Place | None = None
    card: Card | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: Keyboard | None = None
    method: Method = Method.MESSAGE
    about: int | None = None
    priority: Priority = Priority.REPLY
    purpose: str | None = None
    author: str = "bot"
    valid_for: timedelta = timedelta(hours=24)

    @property
    def kind(self) -> str:
        """What kind of interaction it is."""
        if self.method is not Method.MESSAGE:
            return self.method.value
        if self.files:
            return self.files[0].kind if len(self.files) == 1 else "album"
        return "location" if self.place else "contact" if self.card else "text"

    def payload(self) -> dict[str, Any] | None:
        """Return what the plain text does not hold, or None if it holds everything. Files have rows of their own."""
        stored: dict[str, Any] = {}
        if "<" in self.html or "&" in self.html:
            stored["html"] = self.html
        if self.buttons:
            stored["buttons"] = [[[b.label, b.action, b.argument] for b in row] for row in self.buttons]
        elif self.keyboard:
            stored["keyboard"] = [self.keyboard.share_phone, self.keyboard.skip]
        if self.files:
            stored["files"] = len(self.files)
        if self.place:
            stored["location"] = asdict(self.place)
        if self.card:
            stored["contact"] = asdict(self.card)
        if self.about is not None:
            stored["about"] = self.about
        return stored or None


def plain_text(markup: str) -> str:
    """Return the words of a text in Telegram's HTML."""
    if "<" not in markup and "&" not in markup:
        return markup
    return html.unescape(_TAG.sub("", markup))
