"""How the bot gets its updates: long polling or a webhook, never both."""

import asyncio
import re

from yarl import URL

from sandbox.bot_api.calls import Call, method
from sandbox.encoding import Json
from sandbox.errors import bad_request, conflict
from sandbox.world import World

LONGEST_POLL_S = 50
MOST_UPDATES = 100
LONGEST_SECRET = 256
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_SECRET}}}$")
_PORTS = frozenset({80, 88, 443, 8443})
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class EncodedUpdates(bytes):
    """The JSON list of updates that getUpdates answers with, verbatim as they were queued."""


@method("getUpdates")
async def get_updates(call: Call) -> EncodedUpdates:
    """Return what waits, or wait for something to come. A second poll ends the first with a conflict."""
    world = call.world
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    end_long_poll(world, "other getUpdates")
    if "allowed_updates" in call.params:
        allow(world, call.params["allowed_updates"])
    offset = call.get("offset", 0)
    if offset < 0:
        world.updates.keep_last(-offset)
    else:
        world.updates.confirm_before(offset)
    await _wait_for_updates(world, min(max(0, call.get("timeout", 0)), LONGEST_POLL_S))
    limit = min(max(1, call.get("limit", MOST_UPDATES)), MOST_UPDATES)
    return EncodedUpdates(b"[" + b",".join(pending.encoded for pending in world.updates.give(limit)) + b"]")


async def _wait_for_updates(world: World, seconds: int) -> None:
    if len(world.updates) or not seconds:
        return
    world.long_poll = mine = asyncio.get_running_loop().create_future()
    arrival = world.updates.next_arrival()
    try:
        await asyncio.wait({mine, arrival}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if mine.done():
            mine.result()
    finally:
        arrival.cancel()
        if world.long_poll is mine:
            world.long_poll = None


def end_long_poll(world: World, by: str) -> None:
    """End a poll that waits, with the conflict that Telegram names."""
    if world.long_poll is not None and not world.long_poll.done():
        more = "; make sure that only one bot instance is running" if by == "other getUpdates" else ""
        world.long_poll.set_exception(conflict(f"terminated by {by} request{more}"))


def allow(world: World, kinds: list[str]) -> None:
    """Choose the kinds of updates that are queued from now on; none chosen means the usual ones."""
    world.updates.allowed = frozenset(kinds) or None


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """Have updates pushed to an address. On this machine it may be plain HTTP and any port: a test can listen."""
    url, secret = call.params["url"], call.get("secret_token") or None
    if url:
        _check_address(url)
    if secret is not None and not _SECRET.match(secret):
        too_long = len(secret) > LONGEST_SECRET
        raise bad_request("secret token is too long" if too_long else "secret token contains unallowed characters")
    _point(call.world, url, secret, min(max(1, call.get("max_connections", 40)), 100))
    if "allowed_updates" in call.params:
        allow(call.world, call.params["allowed_updates"])
    if call.get("drop_pending_updates"):
        call.world.updates.clear()
    return True


def _check_address(url: str) -> None:
    """Refuse an address that Telegram would not push to."""
    try:
        parsed = URL(url)
        host, port = parsed.host, parsed.port
    except ValueError:
        host = port = None
    if not host or parsed.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: Failed to parse URL")
    if host in _THIS_MACHINE:
        return
    if parsed.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Go back to polling."""
    _point(call.world, "", None, 40)
    if call.get("drop_pending_updates"):
        call.world.updates.clear()
    return True


def _point(world: World, url: str, secret: str | None, max_connections: int) -> None:
    if url:
        end_long_poll(world, "setWebhook")
    hook = world.webhook
    hook.url, hook.secret_token, hook.max_connections = url, secret, max_connections
    hook.last_error = hook.last_error_at = None
    world.updates.wake()


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Say where updates are pushed to and how that goes."""
    world, hook = call.world, call.world.webhook
    info: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if hook.url:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook.last_error is not None:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


@method("logOut")
def log_out(_call: Call) -> bool:
    """Leave this server; the sandbox lets the bot come back at once."""
    return True


@method("close")
def close(_call: Call) -> bool:
    """Close the bot before moving it to another server."""
    return True
