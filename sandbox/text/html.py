"""Telegram's HTML: a small language of its own, with its own complaints."""

import html
import re
from dataclasses import dataclass, field

from sandbox.encoding import Json
from sandbox.errors import BotRefused, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([^\s>/]*)((?:\s+[^>]*?)?)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    position: int = field(default=0)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities. Raises BotRefused in Telegram's words if the markup is broken."""
    if "<" not in source and "&" not in source:
        return source, []
    parts: list[str] = []
    entities: list[Json] = []
    stack: list[_Open] = []
    units = at = 0
    while at < len(source):
        until = source.find("<", at)
        plain = _unescaped(source[at : until if until >= 0 else len(source)])
        parts.append(plain)
        units += len(plain.encode("utf-16-le", "surrogatepass")) // 2
        if until < 0:
            break
        match = _TAG.match(source, until)
        if not match:
            raise _broken("Unclosed start tag", source, until)
        if match[1]:
            entities.extend(_closed(stack, match[2].lower(), source, until, units, "".join(parts)))
        else:
            stack.append(_opened(match, source, until, units))
        at = match.end()
    if stack:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1].tag}\"")
    return "".join(parts), _tidy(entities)


def _unescaped(text: str) -> str:
    return _CHARACTER.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _opened(match: re.Match[str], source: str, position: int, offset: int) -> _Open:
    tag = match[2].lower()
    attributes = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(match[3])}
    if tag not in _KINDS or (tag == "span" and attributes.get("class") != "tg-spoiler"):
        raise _broken(f'Unsupported start tag "{tag}"', source, position)
    return _Open(tag, attributes, offset, position)


def _closed(stack: list[_Open], tag: str, source: str, position: int, units: int, text: str) -> list[Json]:
    if not stack:
        raise _broken("Unexpected end tag", source, position)
    opened = stack.pop()
    if tag and tag != opened.tag:
        raise _broken("Unmatched end tag", source, position, f', expected "</{opened.tag}>", found "</{tag}>"')
    length = units - opened.offset
    entity = _entity(opened, text, length) if length else None
    return [entity] if entity else []


def _entity(opened: _Open, text: str, length: int) -> Json | None:
    entity: Json = {"type": _KINDS[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        whole = text.encode("utf-16-le", "surrogatepass")
        url = opened.attributes.get("href") or whole[2 * opened.offset :].decode("utf-16-le", "surrogatepass")
        return _link(entity, url)
    if opened.tag == "tg-emoji":
        return {**entity, "custom_emoji_id": opened.attributes.get("emoji-id", "")}
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        return {**entity, "type": "expandable_blockquote"}
    if opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        return {**entity, "language": opened.attributes["class"].removeprefix("language-")}
    return entity


def _link(entity: Json, url: str) -> Json | None:
    """Return the link; one that is no address is dropped and its words stay, as Telegram does."""
    if url.startswith("tg://user?id=") and url.removeprefix("tg://user?id=").isdigit():
        return {**entity, "type": "text_link", "url": url}
    if re.match(r"[a-z][a-z0-9+.-]*://\S+$|[\w-]+(\.[\w-]+)+(/\S*)?$|mailto:|tel:", url, re.IGNORECASE):
        return {**entity, "url": url if ":" in url else f"http://{url}/"}
    return None


def _tidy(entities: list[Json]) -> list[Json]:
    """Order entities, outer first, and let `pre` take the language of the `code` inside it."""
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"], e["type"] != "pre", e["type"] != "code"))
    kept: list[Json] = []
    for entity in ordered:
        twin = next((k for k in kept if k["type"] == "pre" and _same_place(k, entity)), None)
        if entity["type"] == "code" and twin is not None:
            twin.update({"language": entity["language"]} if "language" in entity else {})
        elif not any(_may_not_hold(outer, entity) for outer in kept):
            kept.append(entity)
    return [{k: v for k, v in e.items() if k != "language" or e["type"] == "pre"} for e in kept]


def _may_not_hold(outer: Json, inner: Json) -> bool:
    """Say whether Telegram drops what is marked inside: in code all, in a quotation another one."""
    is_inside = outer["offset"] <= inner["offset"] < outer["offset"] + outer["length"]
    kinds = {outer["type"], inner["type"]}
    return is_inside and (outer["type"] in {"code", "pre"} or kinds <= {"blockquote", "expandable_blockquote"})


def _same_place(one: Json, other: Json) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _broken(words: str, source: str, position: int, more: str = "") -> BotRefused:
    offset = len(source[:position].encode("utf-8", "surrogatepass"))
    return bad_request(f"can't parse entities: {words} at byte offset {offset}{more}")
