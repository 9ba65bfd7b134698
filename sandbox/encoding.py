"""JSON as it goes over the wire."""

import json
from typing import Any

import orjson

Json = dict[str, Any]


def encode(value: Any) -> bytes:
    """Return the value as JSON. Lone surrogates, which a person can inject, are escaped and pass."""
    try:
        return orjson.dumps(value)
    except (TypeError, ValueError):
        return json.dumps(value).encode()
