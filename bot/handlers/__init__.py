"""Translating: an aiogram event in, a plain Inbound out. Nothing is decided here and nothing is sent."""

from bot.handlers.routes import ROUTES, Received

__all__ = ["ROUTES", "Received"]
