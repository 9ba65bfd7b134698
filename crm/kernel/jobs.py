"""A unit of writing, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from crm.kernel.session import Session

T = TypeVar("T")
Tell = Callable[[Any, BaseException | None], None]
"""Takes what a job returned, or the error it ended with, in the Writer's thread."""


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """A function of its session and nothing that changes: it may run twice, for a COMMIT's outcome can be unknown.

    What it creates carries a unique key. `alone` keeps a long job out of a group.
    """

    work: Callable[[Session], T]
    tell: Tell
    alone: bool = False


@dataclass(slots=True)
class Done:
    """What a job returned or raised, kept until the commit that makes it true."""

    job: Job[Any]
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Tell the caller."""
        self.job.tell(self.value, self.error)


class RunAgainError(Exception):
    """What a job raises to be undone and run again, with `failure` in its session: it has something else to do then."""

    def __init__(self, failure: Exception) -> None:
        super().__init__(type(failure).__name__)
        self.failure = failure


class LostTransactionError(Exception):
    """The transaction is gone and with it the whole group: a failed COMMIT, a lost connection, a full disk."""
