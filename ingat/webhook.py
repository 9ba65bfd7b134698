"""The webhook at Telegram: kept where this Ingat is, and what Telegram says of it passed on to the log."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog

from bot.intake.polling import ALLOWED_UPDATES, LONGEST_PAUSE_S, REFUSAL_HINT
from ingat.telegram import RefusedCallError, RefusedTokenError, call

FIRST_REFUSAL_PAUSE_S = 1.0
LOOK_EVERY_S = 30.0
MAX_CONNECTIONS = 40
REFUSED_HINT = "mend TELEGRAM_WEBHOOK_URL and start Ingat again; it goes on trying meanwhile"
TROUBLE_HINT = "TELEGRAM_WEBHOOK_URL, with its very path, must lead to this Ingat's INGAT_HTTP_PORT"

log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Troubles:
    """Tells Telegram's new trouble with the webhook from what is known. The same words are new once it has passed."""

    last_at: int | None = None
    told: str | None = None

    def new_in(self, info: Mapping[str, Any]) -> str | None:
        """Return Telegram's words for trouble that was not told yet. What is older than we counts if updates wait."""
        at, words = int(info.get("last_error_date") or 0), info.get("last_error_message")
        is_first, is_news = self.last_at is None, at != self.last_at
        self.last_at = at
        if not words or not is_news or (is_first and not info.get("pending_update_count")):
            self.told = None
            return None
        if words == self.told:
            return None
        self.told = str(words)
        return self.told


async def insist(
    http: aiohttp.ClientSession,
    base_url: str,
    beat: Callable[[], None],
    method: str,
    *,
    sleep: Sleep = asyncio.sleep,
    **parameters: Any,
) -> Any:
    """Call Telegram, again while it refuses the token: it took it at the start."""
    pause_s = FIRST_REFUSAL_PAUSE_S
    while True:
        beat()
        try:
            return await call(http, base_url, method, **parameters)
        except RefusedTokenError:
            if pause_s == FIRST_REFUSAL_PAUSE_S:
                log.error("telegram_refuses_the_token", hint=REFUSAL_HINT)
            await sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)


async def keep_webhook(
    http: aiohttp.ClientSession,
    base_url: str,
    url: str,
    secret: str,
    beat: Callable[[], None],
    *,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Tell Telegram where the webhook is, and again if it was set elsewhere meanwhile. Never ends.

    While Telegram refuses the address nothing comes in: there is no heartbeat then.
    """
    troubles, refused = Troubles(), None
    while True:
        info = await insist(http, base_url, beat if refused is None else _no_beat, "getWebhookInfo", sleep=sleep)
        if info.get("url") != url:
            refused = await _set(http, base_url, url, secret, refused)
        elif (words := troubles.new_in(info)) is not None:
            waiting = info.get("pending_update_count")
            log.warning("webhook_in_trouble", telegram_says=words, updates_waiting=waiting, hint=TROUBLE_HINT)
        await sleep(LOOK_EVERY_S)


def _no_beat() -> None:
    """Say nothing: only a webhook that is set is well."""


async def _set(http: aiohttp.ClientSession, base_url: str, url: str, secret: str, refused: str | None) -> str | None:
    """Set the webhook. Returns Telegram's words where it refuses, which are logged unless they are the last ones."""
    more: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "max_connections": MAX_CONNECTIONS}
    try:
        await call(http, base_url, "setWebhook", url=url, secret_token=secret, **more)
    except RefusedCallError as error:
        if error.words != refused:
            log.error("telegram_refuses_the_webhook", telegram_says=error.words, hint=REFUSED_HINT)
        return error.words
    log.info("webhook_set")
    return None
