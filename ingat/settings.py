"""The settings. docs/settings.md lists the same.

Read with the standard library and python-dotenv: pydantic, which only the receiver needs for aiogram, would be a tenth
of the memory of a process that only sends (ADR 8).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints
from urllib.parse import urlsplit

from ingat import setting_values as read
from ingat.setting_sources import SECRETS_DIR, SettingsError, what_is_written
from ingat.setting_values import Secret


@dataclass(frozen=True, slots=True)
class About:
    """What a setting means, and how its text is read."""

    meaning: str
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field, one setting. The meanings are what docs/settings.md says."""

    telegram_bot_token: Annotated[
        Secret | None, About("The bot's token from BotFather. Without it, the sandbox starts.", read.token)
    ] = None
    telegram_api_base: Annotated[
        str, About("The Bot API's address: Telegram's, a local Bot API server's, or a sandbox's.", read.api_base)
    ] = "https://api.telegram.org"
    telegram_webhook_url: Annotated[
        str | None,
        About(
            "The public https address, with its path, that leads to this Ingat and is served there; "
            "without a path, `/telegram/webhook` is added. Set: a webhook; not set: long polling.",
            read.webhook_url,
        ),
    ] = None
    telegram_webhook_secret: Annotated[
        Secret | None,
        About(
            "The secret that Telegram sends with each webhook request: 1 to 256 of A-Z a-z 0-9 _ -. "
            "A webhook needs it.",
            read.webhook_secret,
        ),
    ] = None
    telegram_staff_chat_id: Annotated[
        int | None,
        About("The id of the staff's group: notices go there. Without it they wait in the log.", read.whole_number),
    ] = None
    database_url: Annotated[
        str | None,
        About(
            "sqlite:////absolute/path.db or postgresql://user@host/name. Default: a file in INGAT_DATA_DIR.",
            read.database_url,
        ),
    ] = None
    ingat_data_dir: Annotated[Path, About("Where the database and the customers' files are kept.", read.folder)] = Path(
        "data"
    )
    ingat_business_dir: Annotated[Path, About("The business's own folder, as `ingat init` writes it.", read.folder)] = (
        Path("business")
    )
    ingat_http_host: Annotated[str, About("Where /healthz, /readyz, /metrics and the webhook listen.", read.text)] = (
        "127.0.0.1"
    )
    ingat_http_port: Annotated[int, About("The port of the same; 0 takes a free one.", read.port)] = 8080
    ingat_sandbox_port: Annotated[
        int, About("The port of the sandbox's chat pages, when there is no token; 0 takes a free one.", read.port)
    ] = 8081
    ingat_limits: Annotated[
        bool, About("Keep Telegram's rate limits. Off is for benchmarks against a stub alone.", read.on_or_off)
    ] = True
    ingat_log_level: Annotated[str, About("debug, info, warning or error.", read.log_level)] = "info"

    @property
    def webhook_path(self) -> str:
        """Return the path that the webhook is served at; the empty text where updates come by polling."""
        return urlsplit(self.telegram_webhook_url or "").path

    def resolved_database_url(self) -> str:
        """Return the database's address, by default a SQLite file in the data folder."""
        if self.database_url is None:
            return f"sqlite:///{self.ingat_data_dir.absolute() / 'ingat.db'}"
        url = self.database_url
        for short in ("postgresql://", "postgres://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url


ABOUT: Final[dict[str, About]] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()
}
KNOWN: Final = frozenset(name.upper() for name in ABOUT) | {SECRETS_DIR}


def read_settings() -> Settings:
    """Read all settings. Raises SettingsError with every problem, a misspelt setting among them."""
    written, names = what_is_written()
    problems = [f"{name}: there is no such setting; docs/settings.md lists them all" for name in sorted(names - KNOWN)]
    values: dict[str, Any] = {}
    for name in [name for name in ABOUT if name in written]:
        try:
            values[name] = ABOUT[name].read(written[name])
        except ValueError as error:
            problems.append(f"{name.upper()}: {error}")
    if "telegram_webhook_url" in values and "telegram_webhook_secret" not in written:
        problems.append("TELEGRAM_WEBHOOK_SECRET: TELEGRAM_WEBHOOK_URL is set without it. Set both, or neither")
    if problems:
        raise SettingsError(problems)
    return Settings(**values)
