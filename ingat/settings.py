"""The settings, from the environment, `.env` and a secrets directory. docs/settings.md lists the same."""

import os
import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIXES: Final = ("INGAT_", "TELEGRAM_")
ENV_FILE: Final = ".env"
WEBHOOK_PATH: Final = "/telegram/webhook"
DRIVERS: Final = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """A setting is unknown or wrong. Each line says which, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """One field, one setting. The descriptions are what docs/settings.md says."""

    model_config = SettingsConfigDict(
        extra="ignore", hide_input_in_errors=True, populate_by_name=False, env_ignore_empty=True
    )

    telegram_bot_token: Annotated[
        SecretStr | None, Field(description="The bot's token from BotFather. Without it, the sandbox starts.")
    ] = None
    telegram_api_base: Annotated[
        str, Field(description="The Bot API's address: Telegram's, a local Bot API server's, or a sandbox's.")
    ] = "https://api.telegram.org"
    telegram_webhook_url: Annotated[
        str | None,
        Field(
            description="The public https address, with its path, that leads to this Ingat and is served there; "
            "without a path, `/telegram/webhook` is added. Set: a webhook; not set: long polling."
        ),
    ] = None
    telegram_webhook_secret: Annotated[
        SecretStr | None,
        Field(
            description="The secret that Telegram sends with each webhook request: 1 to 256 of A-Z a-z 0-9 _ -. "
            "A webhook needs it.",
            validate_default=True,
        ),
    ] = None
    telegram_staff_chat_id: Annotated[
        int | None, Field(description="The id of the staff's group: notices go there. Without it they wait in the log.")
    ] = None
    database_url: Annotated[
        str | None,
        Field(
            description="sqlite:////absolute/path.db or postgresql://user@host/name. Default: a file in INGAT_DATA_DIR."
        ),
    ] = None
    ingat_data_dir: Annotated[Path, Field(description="Where the database and the customers' files are kept.")] = Path(
        "data"
    )
    ingat_business_dir: Annotated[Path, Field(description="The business's own folder, as `ingat init` writes it.")] = (
        Path("business")
    )
    ingat_http_host: Annotated[str, Field(description="Where /healthz, /readyz, /metrics and the webhook listen.")] = (
        "127.0.0.1"
    )
    ingat_http_port: Annotated[int, Field(description="The port of the same; 0 takes a free one.", ge=0, le=65535)] = (
        8080
    )
    ingat_sandbox_port: Annotated[
        int,
        Field(
            description="The port of the sandbox's chat pages, when there is no token; 0 takes a free one.",
            ge=0,
            le=65535,
        ),
    ] = 8081
    ingat_limits: Annotated[
        bool, Field(description="Keep Telegram's rate limits. Off is for benchmarks against a stub alone.")
    ] = True
    ingat_log_level: Annotated[str, Field(description="debug, info, warning or error.")] = "info"

    @field_validator("telegram_api_base")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if _web_address(value) is None:
            raise ValueError("it must be an address such as https://bot-api.example")
        return value.rstrip("/")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _is_where_telegram_can_push(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = _web_address(value)
        if address is None or address.fragment:
            raise ValueError("it must be an address such as https://kopi.example/telegram")
        if address.scheme != "https" and address.hostname not in THIS_MACHINE:
            raise ValueError("it must begin with https:, for Telegram pushes to nothing else")
        if not re.fullmatch(r"[A-Za-z0-9._~/-]*", address.path):
            raise ValueError("its path may hold letters, digits and . _ ~ - / alone")
        return address.geturl() if address.path.strip("/") else address._replace(path=WEBHOOK_PATH).geturl()

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_what_telegram_sends(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if value is None:
            if others.data.get("telegram_webhook_url") is not None:
                raise ValueError("TELEGRAM_WEBHOOK_URL is set without it. Set both, or neither")
        elif not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("it must be 1 to 256 of A-Z a-z 0-9 _ - alone")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            url = make_url(value.replace("postgres://", "postgresql://", 1))
        except (ArgumentError, ValueError):
            url = make_url("none://")
        if url.drivername not in DRIVERS:
            raise ValueError("it must look like sqlite:////absolute/path.db or postgresql://user@host/name")
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("it must name a file, as in sqlite:////absolute/path.db")
        if "@" in (url.host or ""):
            raise ValueError("an @ in the password must be written %40")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        number, colon, rest = value.get_secret_value().partition(":")
        if not (number.isdigit() and colon and rest):
            raise ValueError("it does not look like a token (123456:ABC…); copy it again from BotFather")
        return value

    @field_validator("ingat_log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("it must be debug, info, warning or error")
        return value.lower()

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


def _web_address(value: str) -> SplitResult | None:
    """Return the parts of an http or https address, or None for anything else."""
    try:
        address = urlsplit(value)
        has_host = bool(address.hostname) and address.port != 0
    except ValueError:
        return None
    has_space = re.search(r"\s", value) is not None
    return address if has_host and address.scheme in {"http", "https"} and not has_space else None


def read_settings() -> Settings:
    """Read all settings. Raises SettingsError with every problem, a misspelt setting among them."""
    secrets = os.environ.get("INGAT_SECRETS_DIR") or None
    if secrets is not None and not Path(secrets).is_dir():
        raise SettingsError([f"INGAT_SECRETS_DIR: there is no directory {secrets}"])
    problems = _unknown_names()
    try:
        settings = Settings(_env_file=ENV_FILE, _secrets_dir=secrets)  # type: ignore[call-arg] # pydantic-settings' own
    except ValidationError as error:
        problems += [f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise SettingsError(problems) from None
    if problems:
        raise SettingsError(problems)
    return settings


KNOWN: Final = frozenset(name.upper() for name in Settings.model_fields) | {"INGAT_SECRETS_DIR"}


def _unknown_names() -> list[str]:
    names = {name for name in os.environ if name.startswith(PREFIXES)} | set(_names_in(Path(ENV_FILE)))
    return [f"{name}: there is no such setting; docs/settings.md lists them all" for name in sorted(names - KNOWN)]


def _names_in(file: Path) -> list[str]:
    if not file.exists():
        return []
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError([f"{file}: the file cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{file}: the file is not in UTF-8; save it again as UTF-8"]) from None
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    return [line.partition("=")[0].strip().upper() for line in lines if "=" in line and not line.startswith("#")]
