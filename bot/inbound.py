"""What an update says, as a plain value: all that the conversation needs and nothing of Telegram's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.conversation.staffing.values import BotTakenIn, GroupPress, GroupWords
from crm.customers import Person
from crm.history.content import Said


class Act(StrEnum):
    """What a customer did, as far as the path must tell it apart."""

    SAID = "said"
    PRESSED = "pressed"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    EDITED = "edited"
    QUIET = "quiet"  # recorded, and nothing to answer: a reaction, a service message


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One update, translated. `pressed_data` and `query_id` belong to a press alone."""

    act: Act
    person: Person
    said: Said
    pressed_data: str | None = None
    query_id: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignChat:
    """The bot was taken into (`joined`), or spoken to in, a chat that is not a customer's: it says so and leaves."""

    chat_id: int
    happened_at: datetime
    joined: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class InGroup:
    """Something that happened in a group. If the group is not the staff's, it is left, `as_foreign`.

    `pressed_data` and `query_id` belong to a press alone, which comes with `press`, its button not read yet.
    """

    words: GroupWords | None = None
    taken_in: BotTakenIn | None = None
    press: GroupPress | None = None
    as_foreign: ForeignChat | None = None
    pressed_data: str | None = None
    query_id: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A group has become a supergroup."""

    from_chat_id: int
    to_chat_id: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us: the bot's own leaving, a message in the staff's chat."""

    why: str


Translated = Inbound | InGroup | ForeignChat | Moved | Ignored
