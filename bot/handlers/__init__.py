"""Translating: an aiogram event in, a plain Inbound out. Nothing is decided here and nothing is sent."""

from bot.handlers.routes import build_dispatcher

__all__ = ["build_dispatcher"]
