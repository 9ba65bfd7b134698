"""Which bot this is, asked of Telegram at the start."""

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog

from ingat.settings import Settings
from ingat.supervision import FatalError

ASK_S = 10.0
LONGEST_PAUSE_S = 30.0
REFUSED = frozenset({401, 404})

log = structlog.get_logger(__name__)


class RefusedTokenError(FatalError):
    """Telegram does not know the token. At the start only the owner can mend that; later it may pass."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the token. Copy it again from BotFather into TELEGRAM_BOT_TOKEN.")


class RefusedCallError(ValueError):
    """Telegram understood a call and said no. `words` are Telegram's own."""

    def __init__(self, method: str, words: str) -> None:
        super().__init__(f"{method}: {words}")
        self.words = words


@dataclass(frozen=True, slots=True)
class Account:
    """The bot that a token opens. `base_url` ends in the token, so it must not be logged."""

    bot_id: int
    username: str
    token: str
    base_url: str
    file_url: str


def account_urls(settings: Settings) -> tuple[str, str, str]:
    """Return the token and the addresses of its methods and files. Raises FatalError where no token is set."""
    if settings.telegram_bot_token is None:
        raise FatalError("TELEGRAM_BOT_TOKEN is not set. Get a token from BotFather, or try: ingat run")
    token = settings.telegram_bot_token.reveal()
    base = settings.telegram_api_base
    return token, f"{base}/bot{token}", f"{base}/file/bot{token}"


async def ask_account(http: aiohttp.ClientSession, settings: Settings) -> Account:
    """Ask Telegram who the token is. Waits for a Telegram that cannot be reached; a refused token is the end."""
    token, base_url, file_url = account_urls(settings)
    pause_s = 0.5
    while True:
        try:
            me = await call(http, base_url, "getMe")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("telegram_not_reached", error=type(error).__name__, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
        else:
            return Account(int(me["id"]), str(me.get("username", "")), token, base_url, file_url)


async def call(http: aiohttp.ClientSession, base_url: str, method: str, **parameters: Any) -> Any:
    """Call a method of the Bot API and return its result.

    Raises RefusedTokenError, RefusedCallError for a no, and ValueError for an answer that is not the Bot API's.
    """
    timeout = aiohttp.ClientTimeout(total=ASK_S)
    async with http.post(f"{base_url}/{method}", json=parameters, timeout=timeout) as response:
        if response.status in REFUSED:
            raise RefusedTokenError
        try:
            answer = await response.json(content_type=None)
        except ValueError:
            raise ValueError(f"{method}: not an answer of the Bot API") from None
    if not isinstance(answer, dict):
        raise ValueError(f"{method}: not an answer of the Bot API")
    if not answer.get("ok"):
        raise RefusedCallError(method, str(answer.get("description")))
    return answer["result"]
