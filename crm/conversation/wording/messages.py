"""What a message is: where it is shown, and which variables it has, with samples to try it with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any, Final

from crm.kernel.masking import masked


class Kind(StrEnum):
    """Where a text is shown, which decides its markup and its longest length in UTF-16 units."""

    MESSAGE = "message"  # Telegram HTML
    STAFF = "staff"  # Telegram HTML, read by the team
    CALLBACK_ANSWER = "callback_answer"  # plain text
    ABOUT = "about"  # plain text: the bot's description in its empty chat
    SHORT_ABOUT = "short_about"  # plain text: what its profile says

    @property
    def is_html(self) -> bool:
        """Whether the text is Telegram HTML. The others are shown as they are."""
        return self in (Kind.MESSAGE, Kind.STAFF)

    @property
    def longest(self) -> int:
        """The most UTF-16 units that Telegram takes."""
        return _LONGEST[self]


_LONGEST: Final = {
    Kind.MESSAGE: 4096,
    Kind.STAFF: 4096,
    Kind.CALLBACK_ANSWER: 200,
    Kind.ABOUT: 512,
    Kind.SHORT_ABOUT: 120,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One open case as its customer may see it. `due` is a promise that still holds, or None."""

    case_number: str
    category: str
    order_number: str | None
    opened_at: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """What is new in a complaint, as its customer hears of it unasked: it was solved, or a promise was kept.

    `resolution` and `kept` only where nothing is delicate.
    """

    case_number: str
    category: str
    order_number: str | None
    resolution: str | None
    kept: str | None
    is_solved: bool
    is_delicate: bool


class Speaker(StrEnum):
    """Who said a line of the history, as its customer sees it."""

    CUSTOMER = "customer"
    BOT = "bot"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One interaction as its customer may see it. `kind` is "text" or a `kind_…` of words.yaml, such as "photo".

    What the customer typed by mistake is hidden here, once for all that shows a history.
    """

    at: datetime
    speaker: Speaker
    kind: str
    text: str

    def __post_init__(self) -> None:
        """Hide the secrets among the customer's words."""
        if self.speaker is Speaker.CUSTOMER:
            object.__setattr__(self, "text", masked(self.text))


@dataclass(frozen=True, slots=True)
class Variable:
    """What a template may say. The samples are what every template is tried with, before a customer meets it."""

    name: str
    meaning: str
    samples: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: when it is said, and with which variables."""

    key: str
    when: str
    variables: tuple[Variable, ...] = ()
    kind: Kind = Kind.MESSAGE

    @property
    def names(self) -> frozenset[str]:
        """The names of its own variables."""
        return frozenset(variable.name for variable in self.variables)

    def samples(self) -> Iterator[dict[str, Any]]:
        """Yield its variables in every combination of their samples."""
        for values in product(*(variable.samples for variable in self.variables)):
            yield {variable.name: value for variable, value in zip(self.variables, values, strict=True)}
