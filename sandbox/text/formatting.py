"""Text with entities, offsets and lengths in UTF-16 units."""

from dataclasses import dataclass
from typing import Any

from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.text.finding import find_entities
from sandbox.text.html import parse_html


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and where in it something is bold, a link, a command."""

    text: str
    entities: list[Json]


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: characters beyond the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return a part of the text, offset and length in UTF-16 units."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)].decode(
        "utf-16-le", "surrogatepass"
    )


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> FormattedText:
    """Return what a bot's text says once it is parsed and trimmed, with the links that Telegram finds itself.

    Raises BotRefused if the markup is broken, or of a kind that is not known.
    """
    if parse_mode:
        parsed = _parsed(text, parse_mode)
    else:
        parsed = FormattedText(text, [dict(entity) for entity in entities or []])
        _check_places(parsed)
    trimmed = _trimmed(parsed)
    return FormattedText(trimmed.text, [*trimmed.entities, *find_entities(trimmed.text, trimmed.entities)])


def _check_places(marked: FormattedText) -> None:
    """Refuse entities that reach beyond the text or cut a character in two."""
    length = utf16_length(marked.text)
    for entity in marked.entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] <= 0 or end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {length}"
            )
        try:
            utf16_slice(marked.text, start, end - start).encode()
        except UnicodeEncodeError:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol"
            ) from None


def _parsed(text: str, parse_mode: str) -> FormattedText:
    if parse_mode.lower() != "html":
        known = parse_mode.lower() in {"markdown", "markdownv2"}
        raise bad_request(f"the sandbox does not play {parse_mode}" if known else "unsupported parse_mode")
    plain, found = parse_html(text)
    return FormattedText(plain, found)


def _trimmed(parsed: FormattedText) -> FormattedText:
    text = parsed.text.rstrip()
    lead = len(text) - len(text.lstrip())
    if not lead and text == parsed.text:
        return parsed
    shift, length = utf16_length(text[:lead]), utf16_length(text[lead:])
    return FormattedText(text[lead:], [moved for e in parsed.entities if (moved := _moved(e, shift, length))])


def _moved(entity: Json, shift: int, text_length: int) -> dict[str, Any] | None:
    start = max(0, entity["offset"] - shift)
    end = min(text_length, entity["offset"] + entity["length"] - shift)
    return {**entity, "offset": start, "length": end - start} if end > start else None
