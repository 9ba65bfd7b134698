"""In which words Ingat ends when it cannot go on: one line for what the owner can mend."""

import sys
from typing import NoReturn

import aiohttp

from crm.kernel.errors import DatabaseTooNewError, is_unavailable
from ingat.databases import what_is_wrong
from ingat.setting_sources import SettingsError
from ingat.supervision import FatalError
from ingat.telegram import RefusedCallError


def last_words(error: Exception) -> str | None:
    """Return what to say of an error, or None for a fault of ours, which needs its traceback."""
    match error:
        case SettingsError():
            return "\n".join(f"Setting {problem}" for problem in error.problems)
        case FatalError():
            return str(error)
        case DatabaseTooNewError():
            newer = f"The database is newer than this Ingat (it is at {error})."
            return f"{newer} Install the newer Ingat, or restore a backup."
        case RefusedCallError():
            return f"Telegram refuses. {error}"
        case aiohttp.ClientError() | TimeoutError():
            return f"Telegram cannot be reached ({type(error).__name__}). Check the network and TELEGRAM_API_BASE."
        case OSError(filename=str(file)):
            return f"{file} cannot be used ({error.strerror})."
        case _:
            return what_is_wrong(error) if is_unavailable(error) else None


def end_with(words: str) -> NoReturn:
    """Say them and end."""
    sys.stderr.write(f"ingat: {words}\n")
    raise SystemExit(1)
