"""Secrets that come in two messages: "pin saya", and then "123456". Pure.

The first says what the second is. By itself the second is a number like any other, so it is marked when it is recorded.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from crm.kernel.masking import HIDDEN, looks_made_up, masked

MARK: Final = "hides_secret"
"""In the payload of an interaction: all its words are the rest of a secret."""
_LONGEST: Final = 80  # characters
_LONGEST_ANNOUNCEMENT: Final = 120

_BARE = re.compile(
    r"\W*(?:(?:ini|itu|nih|yaitu|ialah|adalah|is|it.?s)\s+)?(?P<secret>\d(?:[ .\-]?\d){2,18}|[^\s/]\S{2,63}?)"
    r"[.,!)\s]*(?:(?:ya|kak|kakak|min|nih|itu|dong|please)[.,!\s]*){0,2}",
    re.IGNORECASE,
)


def may_be_secret(text: str) -> bool:
    """Tell whether a text is short and bare enough to be a code or a password that was announced before it."""
    return _bare_secret(text) is not None


def completes_secret(before: str, text: str) -> bool:
    """Tell whether a text is the secret that the message before it has announced."""
    secret, announced = _bare_secret(text), before.strip().rpartition("\n")[2][-_LONGEST_ANNOUNCEMENT:]
    if secret is None or not announced:
        return False
    return masked(f"{announced}\n{secret}") != f"{masked(announced)}\n{masked(secret)}"


def _bare_secret(text: str) -> str | None:
    found = _BARE.fullmatch(text) if len(text) <= _LONGEST else None
    return found["secret"] if found is not None and looks_made_up(found["secret"]) else None


def shown_words(text: str, payload: Mapping[str, Any] | None) -> str:
    """Return the words of an interaction, or dots where all of them are the rest of a secret."""
    return HIDDEN if payload is not None and payload.get(MARK) else text
