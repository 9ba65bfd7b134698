"""The webhook: HTTP 200 only after the commit."""

import hmac
from typing import Any

import structlog
from aiohttp import web

from bot.intake.cleaning import parse_body
from bot.intake.handling import Intake
from bot.intake.lanes import Lanes, lane_of
from bot.intake.seeing import has_number
from crm.kernel.errors import is_unavailable

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the header's name, not a secret
LARGEST_BODY_BYTES = 1024 * 1024

log = structlog.get_logger(__name__)


def add_webhook(app: web.Application, intake: Intake, secret: str, path: str) -> None:
    """Serve Telegram's webhook at a path of `app`.

    A secret must be set: without one anybody could write in a customer's name.
    """
    if not secret:
        raise ValueError("TELEGRAM_WEBHOOK_SECRET must be set to serve a webhook")
    lanes = Lanes()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            log.warning("webhook_refused", hint="a request without the secret token: not from Telegram")
            return web.Response(status=401)
        raw = await _update_in(request)
        if raw is None:
            return web.Response(status=400)
        return await _take(intake, lanes, raw)

    app.router.add_post(path, receive)


async def _update_in(request: web.Request) -> dict[str, Any] | None:
    """Return the update in a request, or None, logged, for a body that holds none."""
    if (request.content_length or 0) > LARGEST_BODY_BYTES:
        log.warning("webhook_body_refused", bytes=request.content_length)
        return None
    try:
        raw = parse_body(await request.read())
    except (ValueError, web.HTTPRequestEntityTooLarge) as error:
        log.warning("webhook_body_refused", error=type(error).__name__)
        return None
    return raw if isinstance(raw, dict) and has_number(raw) else None


async def _take(intake: Intake, lanes: Lanes, raw: dict[str, Any]) -> web.Response:
    try:
        async with lanes.turn(lane_of(raw), raw["update_id"]):
            await intake.take(raw)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("database_unavailable", hint="Telegram will deliver the update again")
        return web.Response(status=503)
    return web.Response()
