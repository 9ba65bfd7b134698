"""Text is cleaned once, at the border: what no database stores and no channel sends back is replaced."""

import json
from typing import Any

import orjson


def parse_body(body: bytes) -> Any:
    """Return the JSON of a body, also where it holds lone surrogates, which a strict parser refuses.

    Raises ValueError for anything that is not JSON.
    """
    try:
        return clean(_loaded(body))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _loaded(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body.decode("utf-8", "replace"))


def clean(value: Any) -> Any:
    """Replace NUL and lone surrogates by U+FFFD in every text of a JSON value."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {_clean_text(name): clean(item) for name, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    return value


def _clean_text(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "�")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
