"""Formatted text: parsed from what a bot sends, shown to people, and measured as Telegram measures."""

from sandbox.text.finding import find_entities
from sandbox.text.formatting import FormattedText, formatted, utf16_length, utf16_slice
from sandbox.text.showing import as_html

__all__ = ["FormattedText", "as_html", "find_entities", "formatted", "utf16_length", "utf16_slice"]
