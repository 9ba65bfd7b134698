"""Puts together what was typed in several messages and is one thought."""

import re
from collections.abc import Sequence

from crm.conversation.greetings import courtesy_in, take_greeting
from crm.knowledge import words_of

_SINGLE_WORD = re.compile(r"[^\W\d_]+")


def one_thought(texts: Sequence[str]) -> Sequence[str]:
    """Return messages with each single word put before the next one: "alamat", "gerai dago" are one thought.

    A greeting, thanks or "ok" is a thought of its own, and so is whatever ends with a sign.
    """
    joined: list[str] = []
    for text in texts:
        if joined and _is_begun(joined[-1]):
            joined[-1] = f"{joined[-1].strip()} {text}"
        else:
            joined.append(text)
    return joined


def _is_begun(text: str) -> bool:
    words = words_of(text)
    if _SINGLE_WORD.fullmatch(text.strip()) is None or courtesy_in(text, words) is not None:
        return False
    greeting, rest = take_greeting(words)
    return greeting is None and bool(rest)
