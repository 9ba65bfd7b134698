"""Keeping chats in a file, so that a demo goes on where it was left."""

import pickle
from pathlib import Path

from sandbox.world.state import World

_KEPT = ("users", "chats", "files", "presentation", "callback_queries", "account_message_id")
_VERSION = 2


class UnreadableState(Exception):  # noqa: N818 - says what is wrong with the file
    """The file holds no state that this version can read."""


def save(world: World, path: Path) -> None:
    """Write the state to a file, whole or not at all."""
    state = {name: getattr(world, name) for name in _KEPT} | {"version": _VERSION, "updates": world.updates.snapshot()}
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_bytes(pickle.dumps(state))
    unfinished.replace(path)


def load(world: World, path: Path) -> None:
    """Take the state from a file if there is one. Raises UnreadableState."""
    if not path.exists():
        return
    try:
        state = pickle.loads(path.read_bytes())  # noqa: S301 - the owner's own file, named on the command line
        version = state["version"]
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, KeyError, TypeError) as error:
        raise UnreadableState(
            f"{path} holds no state of a sandbox: {error}. Choose another file, or delete it."
        ) from error
    if version != _VERSION:
        raise UnreadableState(f"{path} is of another version of the sandbox. Choose another file, or delete it.")
    for name in _KEPT:
        setattr(world, name, state[name])
    world.updates.restore(state["updates"])
