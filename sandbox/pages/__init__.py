"""The chat pages: a phone-like screen for each of several customers."""

from aiohttp import web


def add_pages(app: web.Application) -> None:
    """Mount the chat pages on the sandbox's application."""
