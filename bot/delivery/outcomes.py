"""What a call to Telegram came to, in terms of what must happen next."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.delivery.answers import NotSent


class Closed(StrEnum):
    """Why nothing reaches a recipient any more, until the next sign of life."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    CHAT_NOT_FOUND = "chat_not_found"
    NOT_STARTED = "not_started"  # a bot cannot write first
    REMOVED = "removed"  # from a group, or the group itself


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted it. One message_id for each message it made: an album makes several, a reaction none."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram did nothing and wants no call in this chat for so many seconds, which may be hours."""

    retry_after_s: float


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """The call did not reach Telegram: make it again."""

    description: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Telegram may or may not have acted: again for a reply, never for marketing."""

    description: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup: make the call again there."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """No call to this recipient can succeed for now."""

    reason: Closed


@dataclass(frozen=True, slots=True)
class TopicMissing:
    """The topic was deleted: create it again."""


@dataclass(frozen=True, slots=True)
class ReplyMissing:
    """The quoted message, or the words quoted from it, are gone: send without the quote."""


@dataclass(frozen=True, slots=True)
class EditMissing:
    """The message to be changed is gone or cannot change: an edit becomes a new message, a reaction is left out."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is already as it should be: done."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """No call was made: what the delivery is about has not left yet."""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Telegram does not know the file by this name: send the file itself, if it is kept here."""

    description: str


@dataclass(frozen=True, slots=True)
class OurFault:
    """Telegram will never take the call as it is. Report it; without markup it may pass if `plain_text_may_help`."""

    description: str
    plain_text_may_help: bool = False


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """The token is wrong or was revoked: no call can succeed until someone sets a new one."""

    description: str


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Another program uses the same token in a way that excludes this call."""

    description: str


Outcome = (
    Sent
    | Wait
    | NeverLeft
    | Unknown
    | Migrated
    | ChannelClosed
    | TopicMissing
    | ReplyMissing
    | EditMissing
    | NotModified
    | NotYet
    | FileRefused
    | OurFault
    | TokenRefused
    | Conflicting
)


def outcome_of(error: TelegramError) -> Outcome:
    """Return what a failed call came to.

    A 429 does not say whether one chat or the whole bot was too fast: what it means for the others the limiter knows.
    """
    match error:
        case RetryAfter():
            return Wait(retry_after_s(error))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case NotSent():
            return NeverLeft(error.message)
        case BadRequest() | Forbidden():
            return _outcome_of_refusal(error.message)
        case InvalidToken():
            return TokenRefused(error.message)
        case Conflict():
            return Conflicting(error.message)
    return Unknown(error.message)


def retry_after_s(error: RetryAfter) -> float:
    """Return how many seconds Telegram wants to be left alone."""
    stated = error.retry_after
    return float(stated) if isinstance(stated, int) else stated.total_seconds()


def _markup_fault(description: str) -> OurFault:
    return OurFault(description, plain_text_may_help=True)


def _constantly(outcome: Outcome) -> Callable[[str], Outcome]:
    return lambda _description: outcome


def _outcome_of_refusal(description: str) -> Outcome:
    said = description.casefold()
    return next((outcome(description) for words, outcome in _REFUSALS if words in said), OurFault(description))


# What Telegram says of a 400 or a 403, in lower case, for PTB changes the capitals; looked for anywhere, for
# some go on with details. The first that fits counts. What is not listed is our fault until someone looked at it.
_REFUSALS: tuple[tuple[str, Callable[[str], Outcome]], ...] = (
    ("can't parse entities", _markup_fault),
    ("entity_", _markup_fault),
    ("entities_too_long", _markup_fault),
    ("bot was blocked by the user", _constantly(ChannelClosed(Closed.BLOCKED))),
    ("user_is_blocked", _constantly(ChannelClosed(Closed.BLOCKED))),
    ("user is deactivated", _constantly(ChannelClosed(Closed.DEACTIVATED))),
    ("input_user_deactivated", _constantly(ChannelClosed(Closed.DEACTIVATED))),
    ("user_deactivated", _constantly(ChannelClosed(Closed.DEACTIVATED))),
    ("chat not found", _constantly(ChannelClosed(Closed.CHAT_NOT_FOUND))),
    ("user not found", _constantly(ChannelClosed(Closed.CHAT_NOT_FOUND))),
    ("peer_id_invalid", _constantly(ChannelClosed(Closed.CHAT_NOT_FOUND))),
    ("bot can't initiate conversation with a user", _constantly(ChannelClosed(Closed.NOT_STARTED))),
    ("bot can't send messages to the user", _constantly(ChannelClosed(Closed.NOT_STARTED))),
    ("bot was kicked from the", _constantly(ChannelClosed(Closed.REMOVED))),
    ("bot is not a member of the", _constantly(ChannelClosed(Closed.REMOVED))),
    ("the group chat was deleted", _constantly(ChannelClosed(Closed.REMOVED))),
    ("message thread not found", _constantly(TopicMissing())),
    ("topic_deleted", _constantly(TopicMissing())),
    ("topic_id_invalid", _constantly(TopicMissing())),
    ("message to be replied not found", _constantly(ReplyMissing())),
    ("replied message not found", _constantly(ReplyMissing())),
    ("reply message not found", _constantly(ReplyMissing())),
    ("reply_message_id_invalid", _constantly(ReplyMissing())),
    ("quote_text_invalid", _constantly(ReplyMissing())),
    ("quote not found", _constantly(ReplyMissing())),
    ("message is not modified", _constantly(NotModified())),
    ("message_not_modified", _constantly(NotModified())),
    ("topic_not_modified", _constantly(NotModified())),
    ("message to edit not found", _constantly(EditMissing())),
    ("message can't be edited", _constantly(EditMissing())),
    ("in the message to edit", _constantly(EditMissing())),  # there is no text (caption, media) in it
    ("message to react not found", _constantly(EditMissing())),
    ("message_id_invalid", _constantly(EditMissing())),
    ("wrong file identifier", FileRefused),
    ("wrong remote file identifier", FileRefused),
    ("wrong file_id", FileRefused),
    ("can't use file of type", FileRefused),
    ("file_reference_expired", FileRefused),
)
