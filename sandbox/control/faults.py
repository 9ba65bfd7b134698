"""Ordering faults, injecting updates, reading the journal of calls."""

import json
from typing import Any

from aiohttp import web

from sandbox.control.requests import answer, fields_of, number, query_number, world_of
from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.world.faults import Fault, FaultKind

routes = web.RouteTableDef()
_PLAIN = ("times", "share", "retry_after", "status", "description", "seconds")


def read_fault(fields: Json) -> Fault:
    """Return the order that a request describes."""
    unknown = set(fields) - {"kind", "methods", "chats", *_PLAIN}
    if unknown:
        raise PersonRefused(f"a fault has no {sorted(unknown)}")
    try:
        kind = FaultKind(fields.get("kind", ""))
    except ValueError:
        raise PersonRefused(f"there is no such fault; there are {', '.join(FaultKind)}") from None
    return Fault(
        kind=kind,
        methods=frozenset(fields["methods"]) if fields.get("methods") else None,
        chats=frozenset(int(i) for i in fields["chats"]) if fields.get("chats") else None,
        **{name: fields[name] for name in _PLAIN if fields.get(name) is not None},
    )


@routes.post("/sandbox/faults")
async def order(request: web.Request) -> web.Response:
    """Let something go wrong."""
    return answer({"id": world_of(request).faults.add(read_fault(await fields_of(request)))})


@routes.get("/sandbox/faults")
async def list_orders(request: web.Request) -> web.Response:
    """List what goes wrong now."""
    return answer({"faults": [fault.as_json() for fault in world_of(request).faults.orders]})


@routes.delete("/sandbox/faults")
async def end_all(request: web.Request) -> web.Response:
    """Let all be well."""
    world_of(request).faults.end()
    return answer({})


@routes.delete("/sandbox/faults/{fault}")
async def end_one(request: web.Request) -> web.Response:
    """End one fault."""
    world_of(request).faults.end(number(request, "fault"))
    return answer({})


@routes.post("/sandbox/updates")
async def inject(request: web.Request) -> web.Response:
    """Queue an update as it is, even one that nothing can parse."""
    updates, body = world_of(request).updates, await request.read()
    try:
        parsed: Any = json.loads(body)
    except ValueError:
        raise PersonRefused("the body is not JSON") from None
    has_id = isinstance(parsed, dict) and isinstance(parsed.get("update_id"), int)
    update_id = parsed["update_id"] if has_id else updates.take_id()
    if not has_id and isinstance(parsed, dict) and "raw" not in request.query:
        body = json.dumps({"update_id": update_id, **parsed}).encode()
    kind = next((name for name in parsed if name != "update_id"), "") if isinstance(parsed, dict) else ""
    updates.add_encoded(update_id, kind, body, ("injected", kind))
    return answer({"update_id": update_id})


@routes.post("/sandbox/update-ids")
async def jump(request: web.Request) -> web.Response:
    """Let update ids start again elsewhere."""
    return answer({"next": world_of(request).updates.jump((await fields_of(request)).get("next"))})


@routes.get("/sandbox/updates")
async def list_updates(request: web.Request) -> web.Response:
    """List what waits for the bot."""
    waiting = [json.loads(pending.encoded) for _, pending in world_of(request).updates.waiting()]
    return answer({"pending": len(waiting), "updates": waiting})


@routes.get("/sandbox/calls")
async def list_calls(request: web.Request) -> web.Response:
    """List the bot's calls."""
    journal, method = world_of(request).journal, request.query.get("method")
    found = journal.find(method, query_number(request, "chat_id"), query_number(request, "after") or 0)
    return answer({"calls": [record.as_json() for record in found]})


@routes.delete("/sandbox/calls")
async def forget_calls(request: web.Request) -> web.Response:
    """Forget the bot's calls."""
    world_of(request).journal.clear()
    return answer({})


@routes.get("/sandbox/limits")
async def show_limits(request: web.Request) -> web.Response:
    """Say whether Telegram's rate limits are on."""
    return answer({"enabled": world_of(request).limiter.enabled})


@routes.put("/sandbox/limits")
async def switch_limits(request: web.Request) -> web.Response:
    """Switch the rate limits."""
    world_of(request).limiter.enabled = bool((await fields_of(request))["enabled"])
    return answer({"enabled": world_of(request).limiter.enabled})
