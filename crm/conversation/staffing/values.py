"""What happens in a group, as plain values: the edge translates, and knows no more."""

from dataclasses import dataclass
from datetime import datetime

from crm.history import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A group as an update shows it, and the thread in it that the update is about; None: no thread of its own."""

    account: str
    external_id: str
    title: str | None
    is_forum: bool
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """What somebody said in a group. `html` is the same with its markup; `is_anonymous`: as the group, not as one."""

    place: Place
    key: str
    user_id: str
    user_name: str
    is_anonymous: bool
    message_id: int
    at: datetime
    text: str
    html: str
    attachment: Attachment | None = None
    is_edit: bool = False
    is_service: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPress:
    """A button that somebody pressed in a group. `action` None: one that we never put there."""

    place: Place
    key: str
    user_id: str
    user_name: str
    action: str | None
    argument: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BotTakenIn:
    """The bot was taken into a group, put out of it (`is_out`), or its rights there changed.

    `lacks` are wanted rights that it has not.
    """

    place: Place
    by_user_id: str
    joined: bool
    lacks: tuple[str, ...]
    at: datetime
    is_out: bool = False
