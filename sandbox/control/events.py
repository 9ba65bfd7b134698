"""The stream of events, as server-sent events."""

import asyncio
from contextlib import suppress

from aiohttp import web

from sandbox.control.requests import query_number, world_of
from sandbox.encoding import Json, encode
from sandbox.world.events import Event

routes = web.RouteTableDef()
HEARTBEAT_S = 15.0


@routes.get("/sandbox/events")
async def stream(request: web.Request) -> web.StreamResponse:
    """Stream what concerns a person, or everything."""
    events, user_id = world_of(request).events, query_number(request, "user")
    after = request.headers.get("Last-Event-ID") or request.query.get("after")
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    queue = events.watch(user_id)
    try:
        await response.write(_ready(events.last_id))
        missed = events.since(int(after), user_id) if after is not None and after.isdigit() else []
        await response.write(b"".join(_written(event, user_id) for event in missed))
        with suppress(ConnectionError):
            await _pass_on(queue, response, user_id)
    finally:
        events.leave(queue)
    return response


async def _pass_on(queue: "asyncio.Queue[Event]", response: web.StreamResponse, user_id: int | None) -> None:
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                written = [_written(await queue.get(), user_id)]
        except TimeoutError:
            written = [b": still here\n\n"]
        while not queue.empty():
            written.append(_written(queue.get_nowait(), user_id))
        await response.write(b"".join(written))


def _ready(last_id: int) -> bytes:
    return b"data: " + encode({"kind": "ready", "id": last_id}) + b"\n\n"


def _written(event: Event, user_id: int | None) -> bytes:
    data = event.data if user_id is None else _as_seen_by(event.data, user_id)
    return b"id: %d\ndata: %s\n\n" % (event.id, encode(data))


def _as_seen_by(data: Json, user_id: int) -> Json:
    """Return the event with `outgoing` as this person sees it."""
    if "message" not in data:
        return data
    view = data["message"]["view"]
    seen = {**view, "outgoing": view["sender"]["id"] == user_id}
    return {**data, "message": {**data["message"], "view": seen}}
