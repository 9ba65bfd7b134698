"""One call of a method, and the register of all methods."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.encoding import Json
from sandbox.world import World
from sandbox.world.files import Upload


@dataclass(frozen=True, slots=True)
class Call:
    """What a method gets: the state, its checked parameters, and the files that came along."""

    world: World
    method: str
    params: Json
    uploads: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter."""
        return self.params.get(name, default)


Result = Any
Run = Callable[[Call], Result | Awaitable[Result]]
MessagesCounted = Callable[[Json], int]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what runs it, and as how many messages it counts against the rate limits."""

    name: str
    run: Run
    counts: MessagesCounted


METHODS: dict[str, Method] = {}


def method(name: str, *, counts: int | MessagesCounted = 0) -> Callable[[Run], Run]:
    """Register a function as the method of the Bot API with this name."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(name, run, counts if callable(counts) else lambda _params: counts)
        return run

    return register
