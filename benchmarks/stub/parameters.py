"""The parameters of a call, however the client wrote them down."""

import re
from typing import Final
from urllib.parse import parse_qsl

import orjson

_PART_NAME: Final = re.compile(rb'name="?([^";\r]+)"?')


def parameters(body: bytes) -> dict[str, str]:
    """Return the parameters of a JSON, multipart or urlencoded body as strings. Raises `ValueError` if it is none."""
    if not body:
        return {}
    if body.startswith(b"{"):
        return {name: value if isinstance(value, str) else str(value) for name, value in orjson.loads(body).items()}
    if body.startswith(b"--"):
        return _of_multipart(body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _of_multipart(body: bytes) -> dict[str, str]:
    found = {}
    boundary = body[: body.index(b"\r\n")]
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if name is not None:
            found[name[1].decode()] = value.removesuffix(b"\r\n").decode(errors="replace")
    return found
