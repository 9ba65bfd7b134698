"""What the Bot API knows: every method with its parameters, every type with its fields."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.encoding import Json
from sandbox.errors import bad_request

_DESCRIPTION = json.loads(Path(__file__).with_name("bot-api-10.2.json").read_text())
_METHODS: Json = _DESCRIPTION["methods"]
_TYPES: Json = _DESCRIPTION["types"]
_METHOD_NAMES = {name.lower(): name for name in _METHODS}
_TRUE = frozenset({"true", "True", "1", "yes"})
_FALSE = frozenset({"false", "False", "0", "no", ""})


def method_name(written: str) -> str | None:
    """Return a method's name as documented, or None. Telegram does not mind the case of letters."""
    return _METHOD_NAMES.get(written.lower())


def attached(method: str, part_names: Iterable[str]) -> Json:
    """Return the parameters that are files of the call itself, in the way that files inside of JSON are named."""
    return {name: f"attach://{name}" for name in part_names if name in _METHODS[method]}


def checked(method: str, raw: Json, *, strict: bool) -> Json:
    """Return the parameters with their documented types: numbers for "5", objects for JSON strings.

    Raises BotRefused for an unknown parameter (if strict), a missing one, or a wrong type.
    """
    documented = _documented(_METHODS[method], raw, f"parameter {{}} of {method}", strict)
    parameters = {name: _parameter(name, type_name, value, strict) for name, type_name, value in documented}
    for name in _required(method):
        if name not in parameters:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return parameters


def _documented(known: Json, given: Json, place: str, strict: bool) -> Iterator[tuple[str, str, Any]]:
    """Yield name, documented type and value of what is given. Raises BotRefused for the rest of it (if strict)."""
    for name, value in given.items():
        if name not in known:
            if strict:
                raise bad_request("unknown " + place.format(f'"{name}"'))
        elif value is not None:
            yield name, known[name][0], value


_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "from_chat_id": "chat identifier is not specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "video_note": "there is no video note in the request",
    "audio": "there is no audio in the request",
    "sticker": "there is no sticker in the request",
    "animation": "there is no animation in the request",
}


@cache
def _required(method: str) -> tuple[str, ...]:
    return tuple(name for name, field in _METHODS[method].items() if field[1])


def _parameter(name: str, type_name: str, value: Any, strict: bool) -> Any:
    if type_name == "String" and isinstance(value, str):
        return value
    if isinstance(value, str) and not _takes_string(type_name):
        value = _from_text(name, type_name, value)
    return _value(name, type_name, value, strict)


def _takes_string(type_name: str) -> bool:
    return type_name == "String" or type_name.endswith(" or String")


def _from_text(name: str, type_name: str, text: str) -> Any:
    if type_name in {"Boolean", "True"}:
        if text not in _TRUE | _FALSE:
            raise bad_request(f'parameter "{name}" must be a Boolean')
        return text in _TRUE
    try:
        return json.loads(text)
    except ValueError:
        words = {"Integer": "a valid Integer", "Float": "a valid Number"}.get(type_name)
        raise bad_request(
            f'parameter "{name}" must be {words}' if words else f"can't parse {_spoken(name)} JSON object"
        ) from None


def _spoken(name: str) -> str:
    return {"reply_markup": "reply keyboard markup"}.get(name, name.replace("_", " "))


def _value(where: str, type_name: str, value: Any, strict: bool) -> Any:
    """Return the value if it is of the type, also deep inside."""
    if " or " in type_name:
        return _one_of(where, type_name.split(" or "), value, strict)
    if type_name.startswith("Array of "):
        if not isinstance(value, list):
            raise bad_request(f'expected an Array in "{where}"')
        inner = type_name.removeprefix("Array of ")
        if " and " in inner:
            inner = inner.replace(", ", " or ").replace(" and ", " or ")
        return [_value(where, inner, item, strict) for item in value]
    if type_name in _SIMPLE:
        return _simple(where, type_name, value)
    if type_name == "RichText":
        return value
    fields = _TYPES[type_name]
    return (
        _one_of(where, fields, value, strict) if isinstance(fields, list) else _object(where, type_name, value, strict)
    )


_SIMPLE: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


def _simple(where: str, type_name: str, value: Any) -> Any:
    is_bool = isinstance(value, bool)
    if isinstance(value, _SIMPLE[type_name]) and is_bool == (type_name in {"Boolean", "True"}):
        return value
    if type_name == "Integer" and isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    raise bad_request(f'field "{where}" must be of type {"Number" if type_name in {"Integer", "Float"} else type_name}')


def _one_of(where: str, type_names: list[str], value: Any, strict: bool) -> Any:
    if type_names == ["Integer", "String"]:
        return _integer_or_string(where, value)
    if isinstance(value, str) and "String" in type_names:
        return value
    objects = [name for name in type_names if isinstance(_TYPES.get(name), dict)]
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {_spoken(where)}")
    fitting = [name for name in objects if _may_be(name, value)]
    if not fitting:
        raise bad_request(f"object expected as {_spoken(where)}: it is none of {', '.join(objects)}")
    return _object(where, fitting[0], value, strict)


def _integer_or_string(where: str, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else value
    raise bad_request(f'field "{where}" must be of type Number')


def _may_be(type_name: str, value: Json) -> bool:
    """Say whether an object is meant to be of a type: by its constant field, or by those that it must have."""
    for name, field in _TYPES[type_name].items():
        if len(field) > 2:  # noqa: PLR2004 - the third item is the only value it may have
            return bool(value.get(name) == field[2])
    return all(name in value for name, field in _TYPES[type_name].items() if field[1])


def _object(where: str, type_name: str, value: Any, strict: bool) -> Json:
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {_spoken(where)}")
    known: Json = _TYPES[type_name]
    documented = _documented(known, value, f"field {{}} of {type_name}", strict)
    result = {name: _value(name, item_type, item, strict) for name, item_type, item in documented}
    for name, field in known.items():
        if field[1] and name not in result:
            raise bad_request(f'can\'t find field "{name}"')
    return result
