"""The methods, by theme. Importing this package registers them all."""

from sandbox.bot_api.methods import (
    album,
    callbacks,
    chats,
    copying,
    editing,
    files,
    presenting,
    sending,
    topics,
    updates,
)

__all__ = [
    "album",
    "callbacks",
    "chats",
    "copying",
    "editing",
    "files",
    "presenting",
    "sending",
    "topics",
    "updates",
]
