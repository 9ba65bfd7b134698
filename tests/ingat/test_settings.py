"""Settings: each one documented, each mistake named."""

import re
from dataclasses import Field, fields
from pathlib import Path

import pytest

from ingat.setting_sources import SettingsError
from ingat.settings import ABOUT, KNOWN, Settings, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "123456:" + "A" * 35


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with no settings in it, and an environment without any."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _documented() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+) \| (.+) \|$", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    return {name: (meaning, default) for name, meaning, default in rows}


def test_the_page_lists_every_setting_and_no_other() -> None:
    assert _documented().keys() == KNOWN


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_the_page_says_what_the_code_says(field: Field[object]) -> None:
    default = field.default
    shown = "not set" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    assert _documented()[field.name.upper()] == (ABOUT[field.name].meaning, shown)


def test_the_example_names_only_known_settings() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    names = {line.lstrip("# ").partition("=")[0] for line in lines if re.match(r"#? ?[A-Z_]+=", line)}
    assert names
    assert names <= KNOWN


def test_the_example_is_read_as_it_is(nowhere: Path) -> None:
    (nowhere / ".env").write_text((ROOT / ".env.example").read_text())
    assert read_settings() == Settings()


def test_a_misspelt_setting_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKN", "x")
    (nowhere / ".env").write_text("# a note = nothing\nINGAT_DATADIR=x\nexport INGAT_LOG_LEVEL=info\n")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert [problem.partition(":")[0] for problem in raised.value.problems] == ["INGAT_DATADIR", "TELEGRAM_BOT_TOKN"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "not-a-token"),
        ("TELEGRAM_API_BASE", "api.telegram.org"),
        ("DATABASE_URL", "sqlite://?timeout=5"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite+aiosqlite:////shop.db"),
        ("DATABASE_URL", "postgresql+asyncpg://me@host/shop"),
        ("DATABASE_URL", "postgresql://me:p@ss@host/shop"),
        ("DATABASE_URL", "postgresql://me@host:port/shop"),
        ("TELEGRAM_STAFF_CHAT_ID", "my group"),
        ("INGAT_HTTP_PORT", "70000"),
        ("INGAT_SANDBOX_PORT", "70000"),
        ("TELEGRAM_API_BASE", "https://:81"),
        ("TELEGRAM_API_BASE", "https://a host"),
        ("TELEGRAM_WEBHOOK_URL", "shop.example"),
        ("TELEGRAM_WEBHOOK_URL", "http://shop.example"),
        ("TELEGRAM_WEBHOOK_URL", "https:///telegram"),
        ("TELEGRAM_WEBHOOK_URL", "https://shop.example:port/"),
        ("TELEGRAM_WEBHOOK_URL", "https://shop.example/{hook}"),
        ("TELEGRAM_WEBHOOK_URL", "https://shop.example/#hook"),
        ("TELEGRAM_WEBHOOK_SECRET", "S3cret Wörd"),
        ("TELEGRAM_WEBHOOK_SECRET", "a.b"),
        ("TELEGRAM_WEBHOOK_SECRET", "a" * 257),
        ("INGAT_LOG_LEVEL", "loud"),
        ("INGAT_LIMITS", "sometimes"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as raised:
        read_settings()
    assert value not in str(raised.value)


def test_settings_come_from_a_file_and_the_environment_counts_more(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / ".env").write_text("INGAT_LOG_LEVEL=DEBUG\nINGAT_HTTP_PORT=1\n")
    monkeypatch.setenv("INGAT_HTTP_PORT", "2")
    settings = read_settings()
    assert (settings.ingat_log_level, settings.ingat_http_port) == ("debug", 2)


def test_names_count_in_any_case_and_a_switch_is_off(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / ".env").write_text("export ingat_limits='Off' # for the stub\n")
    monkeypatch.setenv("telegram_staff_chat_id", "-1001234567890")
    settings = read_settings()
    assert (settings.ingat_limits, settings.telegram_staff_chat_id) == (False, -1001234567890)


def test_a_secret_may_be_a_file_and_is_never_shown(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "secrets").mkdir()
    (nowhere / "secrets" / "telegram_bot_token").write_text(TOKEN)
    monkeypatch.setenv("INGAT_SECRETS_DIR", str(nowhere / "secrets"))
    settings = read_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.reveal() == TOKEN
    assert TOKEN not in f"{settings!r} {settings.telegram_bot_token}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read"), (b"INGAT_LOG_LEVEL=inf\xf6\n", "UTF-8")],
    ids=["a folder", "latin"],
)
def test_a_file_of_settings_that_cannot_be_read_is_named(nowhere: Path, content: bytes | None, reason: str) -> None:
    if content is None:
        (nowhere / ".env").mkdir()
    else:
        (nowhere / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=rf"^\.env: .*{reason}"):
        read_settings()


def test_a_directory_of_secrets_that_is_not_there_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGAT_SECRETS_DIR", str(nowhere / "nothing"))
    with pytest.raises(SettingsError, match="INGAT_SECRETS_DIR: there is no directory"):
        read_settings()


def test_a_secret_that_cannot_be_read_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "telegram_bot_token").write_bytes(b"\xf6")
    monkeypatch.setenv("INGAT_SECRETS_DIR", str(nowhere))
    with pytest.raises(SettingsError, match=r"telegram_bot_token: .*UTF-8"):
        read_settings()


def test_an_empty_token_is_none(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert read_settings().telegram_bot_token is None


@pytest.mark.parametrize(
    ("written", "told", "path"),
    [
        ("https://shop.example", "https://shop.example/telegram/webhook", "/telegram/webhook"),
        ("https://shop.example/", "https://shop.example/telegram/webhook", "/telegram/webhook"),
        ("https://shop.example:8443", "https://shop.example:8443/telegram/webhook", "/telegram/webhook"),
        ("https://shop.example/tg/hook", "https://shop.example/tg/hook", "/tg/hook"),
        ("https://shop.example/tg/", "https://shop.example/tg/", "/tg/"),
        ("https://shop.example/tg?shop=1", "https://shop.example/tg?shop=1", "/tg"),
        ("http://127.0.0.1:8080/tg", "http://127.0.0.1:8080/tg", "/tg"),
        ("http://[::1]:8080/tg", "http://[::1]:8080/tg", "/tg"),
    ],
)
def test_the_webhook_is_where_the_owner_writes_it(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, written: str, told: str, path: str
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", written)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "only_Telegram-knows")
    settings = read_settings()
    assert (settings.telegram_webhook_url, settings.webhook_path) == (told, path)


def test_a_webhook_needs_its_secret(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://shop.example")
    with pytest.raises(SettingsError, match=r"TELEGRAM_WEBHOOK_SECRET: .*Set both"):
        read_settings()


@pytest.mark.parametrize("name", sorted(KNOWN - {"INGAT_SECRETS_DIR"}))
def test_an_empty_setting_is_one_that_is_not_set(nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert read_settings() == Settings()


@pytest.mark.parametrize("short", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_every_way_to_write_postgresql_means_the_same(short: str) -> None:
    settings = Settings(database_url=f"{short}me@host/shop")
    assert settings.resolved_database_url() == "postgresql+psycopg://me@host/shop"


def test_the_database_is_a_file_in_the_data_folder_by_default(nowhere: Path) -> None:
    assert Settings().resolved_database_url() == f"sqlite:///{nowhere / 'data' / 'ingat.db'}"
