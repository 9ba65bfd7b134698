"""What a setting's text may be, and what it means. Each function raises ValueError in words for the owner."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

WEBHOOK_PATH: Final = "/telegram/webhook"
DRIVERS: Final = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
HIGHEST_PORT: Final = 65535
LOG_LEVELS: Final = frozenset({"debug", "info", "warning", "error"})
ON: Final = frozenset({"on", "true", "yes", "1", "t", "y"})
OFF: Final = frozenset({"off", "false", "no", "0", "f", "n"})


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself to nobody by accident: not in a log, a traceback or an error."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the text itself."""
        return self._value

    def __str__(self) -> str:
        return "**********"


def text(written: str) -> str:
    """Return it as it is."""
    return written


def folder(written: str) -> Path:
    """Return a folder's path; whether there is one is seen when it is used."""
    return Path(written)


def whole_number(written: str) -> int:
    """Return a number such as -1001234567890."""
    try:
        return int(written)
    except ValueError:
        raise ValueError("it must be a whole number") from None


def port(written: str) -> int:
    """Return a TCP port, 0 for any free one."""
    number = whole_number(written)
    if not 0 <= number <= HIGHEST_PORT:
        raise ValueError(f"it must be a number from 0 to {HIGHEST_PORT}")
    return number


def on_or_off(written: str) -> bool:
    """Return whether something is on."""
    word = written.strip().lower()
    if word not in ON | OFF:
        raise ValueError("it must be on or off")
    return word in ON


def log_level(written: str) -> str:
    """Return the level in small letters."""
    if written.lower() not in LOG_LEVELS:
        raise ValueError("it must be debug, info, warning or error")
    return written.lower()


def token(written: str) -> Secret:
    """Return a bot's token."""
    number, colon, rest = written.partition(":")
    if not (number.isdigit() and colon and rest):
        raise ValueError("it does not look like a token (123456:ABC…); copy it again from BotFather")
    return Secret(written)


def api_base(written: str) -> str:
    """Return the Bot API's address without a slash at its end."""
    if _web_address(written) is None:
        raise ValueError("it must be an address such as https://bot-api.example")
    return written.rstrip("/")


def webhook_url(written: str) -> str:
    """Return where Telegram can push updates, with its path."""
    address = _web_address(written)
    if address is None or address.fragment:
        raise ValueError("it must be an address such as https://kopi.example/telegram")
    if address.scheme != "https" and address.hostname not in THIS_MACHINE:
        raise ValueError("it must begin with https:, for Telegram pushes to nothing else")
    if not re.fullmatch(r"[A-Za-z0-9._~/-]*", address.path):
        raise ValueError("its path may hold letters, digits and . _ ~ - / alone")
    return address.geturl() if address.path.strip("/") else address._replace(path=WEBHOOK_PATH).geturl()


def webhook_secret(written: str) -> Secret:
    """Return what Telegram is to send with each webhook request."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", written):
        raise ValueError("it must be 1 to 256 of A-Z a-z 0-9 _ - alone")
    return Secret(written)


def database_url(written: str) -> str:
    """Return the address of a database that Ingat can use, as it was written."""
    try:
        url = make_url(written.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        url = make_url("none://")
    if url.drivername not in DRIVERS:
        raise ValueError("it must look like sqlite:////absolute/path.db or postgresql://user@host/name")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("it must name a file, as in sqlite:////absolute/path.db")
    if "@" in (url.host or ""):
        raise ValueError("an @ in the password must be written %40")
    return written


def _web_address(value: str) -> SplitResult | None:
    """Return the parts of an http or https address, or None for anything else."""
    try:
        address = urlsplit(value)
        has_host = bool(address.hostname) and address.port != 0
    except ValueError:
        return None
    has_space = re.search(r"\s", value) is not None
    return address if has_host and address.scheme in {"http", "https"} and not has_space else None
