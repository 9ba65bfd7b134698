"""Reading a call as it comes: in the address, as a form, as JSON, in parts with files."""

import json

from aiohttp import BodyPartReader, web

from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world.files import Upload


async def read_call(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Return the parameters as they came and the files. Raises BotRefused if the body is not readable."""
    raw: Json = dict(request.query)
    if request.method != "POST":
        return raw, {}
    if request.content_type == "application/json":
        return raw | _json(await request.read()), {}
    if request.content_type.startswith("multipart/"):
        return await _parts(request, raw)
    form = await request.post()
    return raw | {name: str(value) for name, value in form.items()}, {}


def _json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        parsed = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON object")
    try:
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return parsed


async def _parts(request: web.Request, raw: Json) -> tuple[Json, dict[str, Upload]]:
    uploads = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            raw[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.name, part.filename, mime_type, content)
    return raw, uploads
