"""Reading the control API's requests and writing its answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.acting.writing import Draft
from sandbox.bot_api.serving import WORLD
from sandbox.encoding import Json, encode
from sandbox.errors import PersonRefused
from sandbox.world import World
from sandbox.world.files import Upload

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def world_of(request: web.Request) -> World:
    """Return the state."""
    return request.app[WORLD]


def answer(value: Any, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.Response(status=status, body=encode(value), content_type="application/json")


async def fields_of(request: web.Request) -> Json:
    """Return the JSON object of a request; nothing sent is an empty one."""
    body = await request.read()
    if not body:
        return {}
    try:
        fields = json.loads(body)
    except ValueError:
        raise PersonRefused("the body is not JSON") from None
    if not isinstance(fields, dict):
        raise PersonRefused("the body is not a JSON object")
    return fields


async def draft_of(request: web.Request) -> Draft:
    """Return what a person sends, from JSON or from parts with files."""
    if not request.content_type.startswith("multipart/"):
        return Draft(await fields_of(request), [])
    fields: Json = {}
    files = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is not None:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(part.name, part.filename, mime_type, content))
        else:
            fields[part.name] = _value(content.decode())
    return Draft(fields, files)


def _value(text: str) -> Any:
    """Return a form field: JSON where it holds an object or a list, the text itself otherwise."""
    return json.loads(text) if text.startswith(("{", "[")) else text


def number(request: web.Request, name: str) -> int:
    """Return a number from the path; `bot` stands for the private chat of the user in the path."""
    text = request.match_info[name]
    if name == "chat" and text == "bot":
        return number(request, "user")
    try:
        return int(text)
    except ValueError:
        raise PersonRefused(f"{text!r} is not a number", 404) from None


def query_number(request: web.Request, name: str) -> int | None:
    """Return a number from the query, or None."""
    try:
        return int(request.query[name]) if name in request.query else None
    except ValueError:
        raise PersonRefused(f"{name} is not a number") from None


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what people cannot do into a 4xx with words."""
    try:
        return await handler(request)
    except PersonRefused as refused:
        return answer({"error": refused.words}, refused.status)
    except (KeyError, TypeError, ValueError) as error:
        if not request.path.startswith("/sandbox/"):
            raise
        return answer({"error": f"missing or wrong: {error}"}, 400)
