"""Cut a long text into messages, the same text always alike: a sending that broke off goes on where it stopped."""

import re
import unicodedata
from collections.abc import Iterator

from bot.delivery.markup import BadMarkup, Marked, parse, plain

__all__ = ["CAPTION_UNITS", "MESSAGE_UNITS", "caption_and_parts", "plain", "split", "split_text", "utf16_length"]

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024

# From the best place to cut to the worst. A place counts if what stands before it fills this part of a message.
_PLACES = (
    (re.compile(r"\n[^\S\n]*\n"), 0.5),
    (re.compile(r"\n"), 0.5),
    (re.compile(r"""(?<=[.!?\u2026])["'\u201d\u2019)\]]*(?=\s)"""), 0.5),
    (re.compile(r"\s"), 0.0),
)
_ZERO_WIDTH_JOINER = "\u200d"
_LONGEST_CLUSTER = 64  # code points; what is longer is no letter but a prank, and is cut


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(source: str, limit: int = MESSAGE_UNITS) -> tuple[str, ...]:
    """Cut Telegram's HTML into parts of at most `limit` UTF-16 units each, counted without the markup.

    Every part is well-formed, with the tags closed and opened again around a cut, and has something to read; white
    space at a cut is dropped, and a text of white space has no part. Markup that cannot be read is left out if the
    text must be cut; otherwise Telegram is the one to refuse it.
    """
    if utf16_length(source) <= limit:
        return (source,) if plain(source).strip() else ()
    marked = _read(source)
    return tuple(marked.as_html(start, end) for start, end in _parts(marked.text, limit))


def split_text(text: str, limit: int = MESSAGE_UNITS) -> tuple[str, ...]:
    """Cut a text without markup, in the same way."""
    return tuple(text[start:end] for start, end in _parts(text, limit))


def caption_and_parts(source: str) -> tuple[str | None, tuple[str, ...]]:
    """Return HTML as a caption if it fits into one, otherwise no caption and the messages to follow the media."""
    if not plain(source).strip():
        return None, ()
    if utf16_length(plain(source)) <= CAPTION_UNITS:
        return source, ()
    return None, split(source)


def _read(source: str) -> Marked:
    try:
        return parse(source)
    except BadMarkup:
        return Marked(plain(source))


def _parts(text: str, limit: int) -> Iterator[tuple[int, int]]:
    start = _skip_space(text, 0)
    while start < len(text):
        end = _cut(text, start, limit)
        yield start, start + len(text[start:end].rstrip())
        start = _skip_space(text, end)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _cut(text: str, start: int, limit: int) -> int:
    """Return where the part that begins at `start` ends: as late as fits, at the best kind of place there is."""
    latest = start + _fitting(text[start : start + limit], limit)
    if latest == len(text):
        return latest
    for place, least_filled in _PLACES:
        # One character more is looked at, and may be the space that follows the last word that fits.
        found = [match.start() for match in place.finditer(text, start, latest + 2)]
        last = next((at for at in reversed(found) if at <= latest), start)
        if last > start + least_filled * (latest - start):
            return last
    return _before_cluster(text, start, latest)


def _fitting(text: str, limit: int) -> int:
    """Return how many code points fit into so many UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore"))


def _before_cluster(text: str, start: int, latest: int) -> int:
    """Return the last place up to `latest` that does not tear apart what is read as one letter or emoji."""
    for at in range(latest, max(start, latest - _LONGEST_CLUSTER), -1):
        if not _joins(text, start, at):
            return at
    return latest


def _joins(text: str, start: int, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after) in {"Mn", "Mc", "Me"}  # accents, vowel signs, variation selectors, keycaps
        or _ZERO_WIDTH_JOINER in {before, after}
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= after <= "\U000e007f"  # the letters of a flag of Wales
        or (_is_flag_letter(after) and _flag_letters_before(text, start, at) % 2 == 1)
    )


def _flag_letters_before(text: str, start: int, at: int) -> int:
    first = at
    while first > start and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
