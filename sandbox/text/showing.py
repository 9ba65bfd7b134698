"""Formatted text as HTML that a page may show: nothing of it but the few tags written here is markup."""

from html import escape

from sandbox.encoding import Json

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
}
_SAFE_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


def as_html(text: str, entities: list[Json] | None) -> str:
    """Return the text with its entities as tags, everything else escaped."""
    if not entities:
        return escape(text)
    raw = text.encode("utf-16-le", "surrogatepass")
    opening, closing = _boundaries(entities, raw)
    cuts = sorted({0, len(raw) // 2, *opening, *closing})
    out: list[str] = []
    for start, end in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        out += [*closing.get(start, []), *opening.get(start, [])]
        out.append(escape(raw[2 * start : 2 * end].decode("utf-16-le", "replace")))
    return "".join(out)


def _boundaries(entities: list[Json], raw: bytes) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return the tags that open and that close at each offset. Entities that cross an earlier one are left out."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    open_ends: list[int] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        tags = _tags(entity, raw)
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if tags and end > start and (not open_ends or end <= open_ends[-1]):
            open_ends.append(end)
            opening.setdefault(start, []).append(tags[0])
            closing.setdefault(end, []).insert(0, tags[1])
    return opening, closing


def _tags(entity: Json, raw: bytes) -> tuple[str, str] | None:
    if entity["type"] in {"text_link", "url"}:
        there = raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le", "replace")
        url = str(entity.get("url") or there)
        if not url.lower().startswith(_SAFE_SCHEMES):
            return None
        return f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">', "</a>"
    return _TAGS.get(entity["type"])
