"""Every way a call can end, and what it is taken for."""

from collections.abc import Callable

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.answers import NotSent
from bot.delivery.outcomes import (
    ChannelClosed,
    Closed,
    Conflicting,
    EditMissing,
    FileRefused,
    Migrated,
    NeverLeft,
    NotModified,
    OurFault,
    Outcome,
    ReplyMissing,
    TokenRefused,
    TopicMissing,
    Unknown,
    Wait,
    outcome_of,
)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7200), Wait(7200.0)),
        (ChatMigrated(-1009), Migrated(-1009)),
        (NotSent("No connection"), NeverLeft("No connection")),
        (TimedOut(), Unknown("Timed out")),
        (NetworkError("Bad Gateway (502)"), Unknown("Bad Gateway (502)")),
        (TelegramError("Invalid server response"), Unknown("Invalid server response")),
        (InvalidToken("Unauthorized"), TokenRefused("Unauthorized")),
        (Conflict("terminated by other"), Conflicting("terminated by other")),
    ],
)
def test_each_kind_of_failure_says_what_must_happen_next(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome


BAD_MARKUP = 'Can\'t parse entities: unsupported start tag "x" at byte offset 0'
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.mark.parametrize(
    ("description", "outcome"),
    [
        ("Forbidden: bot was blocked by the user", ChannelClosed(Closed.BLOCKED)),
        ("Forbidden: user is deactivated", ChannelClosed(Closed.DEACTIVATED)),
        ("Bad Request: INPUT_USER_DEACTIVATED", ChannelClosed(Closed.DEACTIVATED)),
        ("Bad Request: chat not found", ChannelClosed(Closed.CHAT_NOT_FOUND)),
        ("Bad Request: PEER_ID_INVALID", ChannelClosed(Closed.CHAT_NOT_FOUND)),
        ("Forbidden: bot can't initiate conversation with a user", ChannelClosed(Closed.NOT_STARTED)),
        ("Forbidden: bot was kicked from the group chat", ChannelClosed(Closed.REMOVED)),
        ("Forbidden: bot was kicked from the supergroup chat", ChannelClosed(Closed.REMOVED)),
        ("Forbidden: bot is not a member of the channel chat", ChannelClosed(Closed.REMOVED)),
        ("Forbidden: the group chat was deleted", ChannelClosed(Closed.REMOVED)),
        ("Bad Request: message thread not found", TopicMissing()),
        ("Bad Request: TOPIC_DELETED", TopicMissing()),
        ("Bad Request: TOPIC_ID_INVALID", TopicMissing()),
        ("Bad Request: message to be replied not found", ReplyMissing()),
        ("Bad Request: replied message not found", ReplyMissing()),
        ("Bad Request: QUOTE_TEXT_INVALID", ReplyMissing()),
        ("Bad Request: message to edit not found", EditMissing()),
        ("Bad Request: message can't be edited", EditMissing()),
        ("Bad Request: there is no text in the message to edit", EditMissing()),
        ("Bad Request: MESSAGE_ID_INVALID", EditMissing()),
        ("Bad Request: message to react not found", EditMissing()),
        (
            "Bad Request: wrong file identifier/HTTP URL specified",
            FileRefused("Wrong file identifier/http url specified"),
        ),
        ("Bad Request: FILE_REFERENCE_EXPIRED", FileRefused("File_reference_expired")),
        (SAME, NotModified()),
        ("Bad Request: TOPIC_NOT_MODIFIED", NotModified()),
        (f"Bad Request: {BAD_MARKUP}", OurFault(BAD_MARKUP, plain_text_may_help=True)),
        ("Bad Request: ENTITY_BOUNDS_INVALID", OurFault("Entity_bounds_invalid", plain_text_may_help=True)),
        ("Bad Request: BUTTON_DATA_INVALID", OurFault("Button_data_invalid")),
        ("Bad Request: message is too long", OurFault("Message is too long")),
        ("Bad Request: message text is empty", OurFault("Message text is empty")),
        ("Bad Request: something Telegram says tomorrow", OurFault("Something telegram says tomorrow")),
        ("Forbidden: not enough rights to send photos", OurFault("Forbidden: not enough rights to send photos")),
    ],
)
@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
def test_telegrams_words_decide_what_a_refusal_is(
    kind: type[TelegramError], description: str, outcome: Outcome
) -> None:
    assert outcome_of(kind(description)) == outcome


@pytest.mark.parametrize("shout", [str.upper, str.lower, str.title])
def test_capitals_do_not_matter(shout: Callable[[str], str]) -> None:
    assert outcome_of(Forbidden(shout("Forbidden: bot was blocked by the user"))) == ChannelClosed(Closed.BLOCKED)
