"""Read Telegram's HTML as a text with spans over it, and write any stretch of it as HTML again."""

import html
import re
from dataclasses import dataclass
from itertools import chain

_TAGS = "b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|tg-spoiler|span|tg-emoji"
_TAG = re.compile(rf"""<(/?)({_TAGS})((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)>""", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")  # all that Telegram knows


class BadMarkup(ValueError):  # noqa: N818 - says what is wrong
    """The text is not Telegram's HTML: a tag is unknown, open at the end, or closed out of turn."""


@dataclass(frozen=True, slots=True)
class Span:
    """One tag and the stretch of plain text it covers, in code points."""

    start: int
    end: int
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its markup, and the markup: spans in the order in which they open, each within those around it."""

    text: str
    spans: tuple[Span, ...] = ()

    def as_html(self, start: int, end: int) -> str:
        """Write the stretch from `start` to `end` as HTML, with the tags that cover it closed and opened as needed."""
        within = (
            Span(max(span.start, start), min(span.end, end), span.opening, span.closing)
            for span in self.spans
            if span.start < end and span.end > start
        )
        written: list[str] = []
        open_spans: list[Span] = []
        at = start
        for span in chain(within, [Span(end, end, "", "")]):
            while open_spans and open_spans[-1].end <= span.start:
                inner = open_spans.pop()
                written += _escaped(self.text[at : inner.end]), inner.closing
                at = inner.end
            written += _escaped(self.text[at : span.start]), span.opening
            at = span.start
            open_spans.append(span)
        return "".join(written)


def plain(source: str) -> str:
    """Return the text without its markup, whatever is wrong with it. What looks like no tag of Telegram's stays."""
    return _unescaped(_TAG.sub("", source))


def parse(source: str) -> Marked:
    """Return the text and its spans. Raises `BadMarkup`."""
    text: list[str] = []
    length = at = 0
    found: list[Span | None] = []
    opened: list[tuple[int, int, re.Match[str]]] = []  # place among the found, start, tag
    for tag in _TAG.finditer(source):
        between = _text(source[at : tag.start()])
        text.append(between)
        length += len(between)
        at = tag.end()
        if not tag[1]:
            opened.append((len(found), length, tag))
            found.append(None)
            continue
        if not opened or opened[-1][2][2].lower() != tag[2].lower():
            raise BadMarkup(f"{tag[0]} closes what is not open")
        place, start, opening = opened.pop()
        found[place] = Span(start, length, opening[0], tag[0]) if start < length else None
    if opened:
        raise BadMarkup(f"{opened[-1][2][0]} is never closed")
    text.append(_text(source[at:]))
    return Marked("".join(text), tuple(span for span in found if span is not None))


def _text(source: str) -> str:
    if "<" in source:
        raise BadMarkup("a < that begins no tag of Telegram's")
    return _unescaped(source)


def _unescaped(source: str) -> str:
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), source) if "&" in source else source


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
