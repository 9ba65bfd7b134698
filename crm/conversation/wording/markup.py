"""What Telegram takes: its HTML, and its lengths."""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_ENTITY: Final = re.compile(r"&(?:(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)?")
_BARE_TAGS: Final = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "tg-spoiler")
)
_ATTRIBUTES: Final = {
    "a": re.compile(r'\s+href="[^"<>]+"\s*'),
    "span": re.compile(r'\s+class="tg-spoiler"\s*'),
    "code": re.compile(r'\s+class="language-[^"<>]+"\s*'),
    "blockquote": re.compile(r"\s+expandable\s*"),
}


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: an emoji beyond the basic plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown_text(html: str) -> str:
    """Return what remains of Telegram HTML once its tags and entities are read."""
    return unescape(_TAG.sub("", html))


def html_problem(html: str) -> str | None:
    """Return what Telegram would refuse in this HTML, as a sentence without a full stop, or None."""
    open_tags: list[str] = []
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag[1] == "/", tag[2].lower(), tag[3]
        if closing and (not open_tags or open_tags.pop() != name):
            return f"</{name}> closes nothing that is open"
        if not closing:
            if not _is_known(name, attributes):
                return f"Telegram does not know {tag[0]}"
            open_tags.append(name)
    if open_tags:
        return f"<{open_tags[-1]}> is never closed"
    return _stray_sign(_TAG.sub("", html))


def _is_known(name: str, attributes: str) -> bool:
    if not attributes.strip():
        return name in _BARE_TAGS
    allowed = _ATTRIBUTES.get(name)
    return allowed is not None and allowed.fullmatch(attributes) is not None


def _stray_sign(text: str) -> str | None:
    if "<" in text:
        return "a single < is written &lt;"
    for entity in _ENTITY.finditer(text):
        if entity[0] == "&":
            return "a single & is written &amp;"
    return None
