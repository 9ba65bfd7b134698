"""What runs until it is stopped. What takes long to import is imported by the service that needs it."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ingat.settings import Settings


def settings_in_force() -> "Settings":
    """Read the settings, and set up the process as they say. Raises SettingsError."""
    from ingat.logs import set_up_logs  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    set_up_logs(settings.ingat_log_level)
    sys.setswitchinterval(0.0005)  # a busy thread must not hold up a reply
    return settings


def run() -> None:
    """Start everything in one process: your bot, or, without a token, the sandbox with a demo shop."""
    settings = settings_in_force()
    if settings.telegram_bot_token is None:
        _demo(settings)
    else:
        _serve(settings, receive=True, send=True)


def bot() -> None:
    """Receive and decide; another process sends."""
    _serve(settings_in_force(), receive=True, send=False)


def sender() -> None:
    """Send what waits; another process receives."""
    _serve(settings_in_force(), receive=False, send=True)


def demo() -> None:
    """Start the sandbox with the demo shop, even where a token is set."""
    _demo(settings_in_force())


SERVICES: Final[Mapping[str, Callable[[], None]]] = {"run": run, "bot": bot, "sender": sender, "demo": demo}


def _demo(settings: "Settings") -> None:
    from ingat.demo import run_demo  # noqa: PLC0415

    asyncio.run(run_demo(settings))


def _serve(settings: "Settings", *, receive: bool, send: bool) -> None:
    from ingat.running import run_until_stopped  # noqa: PLC0415

    def ready(address: str, username: str) -> None:
        sys.stdout.write(f"Ingat is ready and serves @{username}. Health: {address}/readyz\n")
        sys.stdout.flush()

    asyncio.run(run_until_stopped(settings, receive=receive, send=send, ready=ready))
