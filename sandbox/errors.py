"""How the sandbox says no, on both of its sides."""

from typing import Any


class BotRefused(Exception):  # noqa: N818 - Telegram refuses; an error it is to the bot
    """A Bot API call is refused with a status, Telegram's words, and sometimes parameters that help to do better."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class PersonRefused(Exception):  # noqa: N818 - a person's app says it cannot
    """What a person tried is not possible in Telegram's apps."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


def bad_request(words: str, parameters: dict[str, Any] | None = None) -> BotRefused:
    """Return a 400."""
    return BotRefused(400, f"Bad Request: {words}", parameters)


def forbidden(words: str) -> BotRefused:
    """Return a 403."""
    return BotRefused(403, f"Forbidden: {words}")


def conflict(words: str) -> BotRefused:
    """Return a 409."""
    return BotRefused(409, f"Conflict: {words}")


def too_many_requests(retry_after_s: int) -> BotRefused:
    """Return a 429 that asks to come back in so many seconds."""
    return BotRefused(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})


def chat_not_found() -> BotRefused:
    """Return what the bot hears of a chat that it has never met."""
    return bad_request("chat not found")
