"""Read what a Bot API server answered, or what stood in its place."""

import re
from http import HTTPStatus
from typing import Any

import orjson
from telegram.error import NetworkError

_TOKEN_IN_URL = re.compile(r"/bot([^/]+)/")
_PASSED_ON = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
_DEFAULT_RETRY_AFTER_S = 1


class NotSent(NetworkError):  # noqa: N818 - says what happened, as PTB's own TimedOut does
    """The call certainly did not reach Telegram: it may be made again without a second message."""

    __slots__ = ()


def parsed(payload: bytes) -> dict[str, Any]:
    """Return an answer that has a result. Raises `NetworkError` for anything else: nobody knows what Telegram did."""
    answer = _json_object(payload)
    if answer is None or "result" not in answer:
        raise NetworkError("The answer is not one of the Bot API")
    return answer


def refusal(status: int, payload: bytes, *, url: str, retry_after: str | None) -> tuple[int, bytes]:
    """Return status and body of an answer that is not a success in the one form in which PTB takes it for what it is.

    A 5xx raises `NetworkError` (unknown), and a 3xx or 4xx that is not the Bot API's own raises `NotSent`: something
    before Telegram refused. No text keeps the token, which some servers quote with the path they do not know.
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NetworkError(_phrase(status))
    answer = _json_object(payload)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return status, _refused(_phrase(status), {"retry_after": _retry_after_s(answer or {}, retry_after)})
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:  # Telegram's front door says it in HTML
        return HTTPStatus.BAD_REQUEST, _refused(_phrase(status), {})
    if answer is None or status < HTTPStatus.BAD_REQUEST:
        raise NotSent(f"{_phrase(status)} from a server that is not the Bot API")
    description = _without_token(str(answer.get("description") or _phrase(status)), url)
    moved_to = _parameters(answer).get("migrate_to_chat_id")
    # PTB takes a refusal of any other status for a network error, after which nobody would know whether Telegram acted.
    told_as = status if status in _PASSED_ON else HTTPStatus.BAD_REQUEST
    return told_as, _refused(description, {"migrate_to_chat_id": moved_to} if moved_to else {})


def _json_object(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def _phrase(status: int) -> str:
    try:
        return f"{HTTPStatus(status).phrase} ({status})"
    except ValueError:
        return f"HTTP {status}"


def _refused(description: str, parameters: dict[str, int]) -> bytes:
    return orjson.dumps({"ok": False, "result": None, "description": description, "parameters": parameters})


def _retry_after_s(answer: dict[str, Any], header: str | None) -> int:
    stated = str(_parameters(answer).get("retry_after") or header or "")
    return max(int(stated), _DEFAULT_RETRY_AFTER_S) if stated.isascii() and stated.isdigit() else _DEFAULT_RETRY_AFTER_S


def _parameters(answer: dict[str, Any]) -> dict[str, Any]:
    parameters = answer.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _without_token(text: str, url: str) -> str:
    token = _TOKEN_IN_URL.search(url)
    return text.replace(token[1], "***") if token else text
