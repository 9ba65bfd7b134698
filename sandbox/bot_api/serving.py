"""Answering the bot: token, parameters, faults, limits, then the method."""

import asyncio
import inspect
import re
from typing import Any

from aiohttp import web

from sandbox.bot_api import methods
from sandbox.bot_api.calls import METHODS, Call, Method
from sandbox.bot_api.methods.updates import EncodedUpdates
from sandbox.bot_api.places import id_of
from sandbox.bot_api.reading import read_call
from sandbox.bot_api.schema import attached, checked, method_name
from sandbox.encoding import Json, encode
from sandbox.errors import BotRefused, bad_request, too_many_requests
from sandbox.world import World
from sandbox.world.faults import Fault, FaultKind
from sandbox.world.files import Upload
from sandbox.world.journal import CallRecord

__all__ = ["WORLD", "add_bot_api", "call_method", "methods"]

WORLD = web.AppKey("world", World)
_FOREVER_S = 3600.0
_NOT_PLAYED = frozenset(
    {
        "allow_paid_broadcast",
        "business_connection_id",
        "certificate",
        "direct_messages_topic_id",
        "inline_message_id",
        "live_period",
        "message_effect_id",
        "receiver_user_id",
        "rich_message",
        "suggested_post_parameters",
    }
)


def add_bot_api(app: web.Application) -> None:
    """Serve the Bot API on the sandbox's application."""
    app.router.add_route("*", "/bot{token}/{method}", answer)
    app.router.add_get("/file/bot{token}/{path:.+}", download)


async def answer(request: web.Request) -> web.StreamResponse:
    """Answer one call, or misbehave as ordered."""
    world = request.app[WORLD]
    if request.match_info["token"] != world.options.bot.token:
        return _respond(_refusal(_wrong_token(request.match_info["token"])))
    name = method_name(request.match_info["method"])
    if name is None or name not in METHODS:
        return _respond(_refusal(BotRefused(404, _not_found(name))))
    arrived = world.clock()
    try:
        raw, uploads = await read_call(request)
    except BotRefused as refused:
        return _respond(_refusal(refused))
    raw |= attached(name, uploads)
    record = world.journal.open(arrived, name, raw)
    try:
        return await _answered(request, METHODS[name], record, raw, uploads)
    finally:
        record.took_ms = round((world.clock() - arrived) * 1000, 3)
        if world.events.is_watched_in_full:
            world.events.publish(None, {"kind": "call", **record.as_json()}, keep=False)


def _wrong_token(token: str) -> BotRefused:
    looks_right = re.fullmatch(r"\d+:[\w-]+", token)
    return BotRefused(401, "Unauthorized") if looks_right else BotRefused(404, "Not Found")


def _not_found(name: str | None) -> str:
    return f"Not Found: the sandbox does not play {name} yet" if name else "Not Found: method not found"


async def _answered(
    request: web.Request, method: Method, record: CallRecord, raw: Json, uploads: dict[str, Upload]
) -> web.StreamResponse:
    world = request.app[WORLD]
    record.chat_id = _number(record.chat_id)
    fault = world.faults.befalls_call(method.name, record.chat_id)
    if fault is not None and not fault.kind.comes_after_accepting:
        return await _misbehave(request, fault, record)
    status, body = await _carry_out(world, method, record, raw, uploads)
    if fault is not None:
        record.outcome = "fault"
        await _hold_back(request, fault)
    return _respond((status, body))


def _number(chat_id: object) -> int | str | None:
    """Return a chat id as a number where it is one, so that the journal can be asked for it."""
    text = str(chat_id)
    if text.lstrip("-").isdigit():
        return int(text)
    return None if chat_id is None else text


async def _carry_out(
    world: World, method: Method, record: CallRecord, raw: Json, uploads: dict[str, Upload]
) -> tuple[int, bytes]:
    try:
        params = record.params = checked(method.name, raw, strict=world.options.strict)
        result = await call_method(world, method, params, uploads)
    except BotRefused as refused:
        record.outcome = "limited" if refused.status == web.HTTPTooManyRequests.status_code else "refused"
        record.status, record.description = refused.status, refused.description
        return _refusal(refused)
    record.message_ids = _message_ids(result)
    encoded = result if isinstance(result, EncodedUpdates) else encode(result)
    return 200, b'{"ok":true,"result":' + encoded + b"}"


async def call_method(world: World, method: Method, params: Json, uploads: dict[str, Upload]) -> Any:
    """Run a method with checked parameters, within the rate limits, and return its result. Raises BotRefused."""
    _refuse_what_is_not_played(params)
    _limit(world, method, params)
    result = method.run(Call(world, method.name, params, uploads))
    return await result if inspect.isawaitable(result) else result


def _refuse_what_is_not_played(params: Json) -> None:
    """Refuse what would change what Telegram does, and here would be passed over in silence."""
    for name in _NOT_PLAYED & params.keys():
        if params[name]:
            raise bad_request(f'the sandbox does not play the parameter "{name}" yet')


def _limit(world: World, method: Method, params: Json) -> None:
    chat_id = params.get("chat_id")
    messages = method.counts(params)
    number = id_of(world, chat_id) if messages and chat_id is not None else None
    if number is None:
        return
    wait_s = world.limiter.wait_s(number, is_private=number > 0, messages=messages)
    if wait_s:
        raise too_many_requests(wait_s)


def _message_ids(result: Any) -> list[int]:
    items = result if isinstance(result, list) else [result]
    return [item["message_id"] for item in items if isinstance(item, dict) and "message_id" in item]


def _refusal(refused: BotRefused) -> tuple[int, bytes]:
    body: Json = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return refused.status, encode(body)


def _respond(answered: tuple[int, bytes]) -> web.Response:
    return web.Response(status=answered[0], body=answered[1], content_type="application/json")


async def _misbehave(request: web.Request, fault: Fault, record: CallRecord) -> web.StreamResponse:
    """Answer a call that is not carried out."""
    record.outcome = "fault"
    if fault.kind is FaultKind.GARBAGE:
        return web.Response(body=b"<html><body>It works!</body></html>", content_type="text/html")
    if fault.kind in {FaultKind.NO_ANSWER, FaultKind.CLOSED}:
        record.status = 0
        await _hold_back(request, fault)
    if fault.seconds is not None:
        await asyncio.sleep(fault.seconds)
    refused = _ordered_refusal(fault)
    record.status, record.description = refused.status, refused.description
    return _respond(_refusal(refused))


def _ordered_refusal(fault: Fault) -> BotRefused:
    if fault.kind is FaultKind.TOO_MANY_REQUESTS:
        return too_many_requests(fault.retry_after)
    if fault.kind is FaultKind.REFUSED:
        return BotRefused(fault.status or 400, fault.description or "Bad Request: refused by order")
    status = fault.status or 500
    words = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}.get(status, "Server Error")
    return BotRefused(status, fault.description or words)


async def _hold_back(request: web.Request, fault: Fault) -> None:
    """Wait as ordered. Unless the answer is only slow, the connection is closed then, and this does not return."""
    if fault.kind is FaultKind.SLOW:
        await asyncio.sleep(fault.seconds if fault.seconds is not None else 1.0)
        return
    if fault.kind in {FaultKind.NO_ANSWER, FaultKind.ACCEPTED_NO_ANSWER}:
        await asyncio.sleep(fault.seconds if fault.seconds is not None else _FOREVER_S)
    if request.transport is not None:
        request.transport.abort()
    await asyncio.sleep(_FOREVER_S)  # ended at once, by the loss of the connection


async def download(request: web.Request) -> web.StreamResponse:
    """Serve a file's bytes to the bot."""
    world = request.app[WORLD]
    if request.match_info["token"] != world.options.bot.token:
        return _respond(_refusal(BotRefused(401, "Unauthorized")))
    fault = world.faults.befalls_call("file", None)
    if fault is not None and not fault.kind.comes_after_accepting:
        return await _misbehave(request, fault, world.journal.open(world.clock(), "file", {}))
    file = world.files.by_path.get(request.match_info["path"])
    if file is None or not file.can_be_downloaded:
        return _respond(_refusal(BotRefused(404, "Not Found")))
    if fault is not None:
        await _hold_back(request, fault)
    return web.Response(body=file.read(), content_type="application/octet-stream")
