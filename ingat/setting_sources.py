"""Where settings are written down: the environment, then `.env`, then a directory with a file for each secret.

Names count in any case; an empty setting is one that is not set.
"""

import os
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

PREFIXES: Final = ("INGAT_", "TELEGRAM_")
ENV_FILE: Final = Path(".env")
SECRETS_DIR: Final = "INGAT_SECRETS_DIR"


class SettingsError(Exception):
    """A setting is unknown or wrong. Each line says which, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def what_is_written() -> tuple[dict[str, str], set[str]]:
    """Return what is set, by names in small letters, and the names, in capitals, that were meant for Ingat.

    Raises SettingsError for a file or a directory that cannot be read.
    """
    secrets, file = _secrets(os.environ.get(SECRETS_DIR) or None), _file(ENV_FILE)
    names = {name for name in os.environ if name.startswith(PREFIXES)} | {name.upper() for name in file}
    return {**_set_in(secrets), **_set_in(file), **_set_in(os.environ)}, names


def _set_in(source: Mapping[str, str | None]) -> dict[str, str]:
    return {name.lower(): value for name, value in source.items() if value}


def _file(path: Path) -> dict[str, str | None]:
    return dotenv_values(stream=StringIO(_read(path))) if path.exists() else {}


def _secrets(directory: str | None) -> dict[str, str | None]:
    if directory is None:
        return {}
    folder = Path(directory).expanduser()
    if not folder.is_dir():
        raise SettingsError([f"{SECRETS_DIR}: there is no directory {directory}"])
    return {file.name: _read(file).strip() for file in folder.iterdir() if file.is_file()}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError([f"{path}: the file cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{path}: the file is not in UTF-8; save it again as UTF-8"]) from None
