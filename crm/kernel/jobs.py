"""A unit of writing, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from crm.kernel.session import Session

T = TypeVar("T")
Tell = Callable[[Any, BaseException | None], None]
"""Takes what a job returned, or the error it ended with, in the Writer's thread."""


@dataclass(frozen=True, slots=True)
class Locking:
    """What a job locks before it does anything, and so with which others it may share a transaction (ADR 7).

    `lock` is given the keys of all jobs of a group and locks what is theirs, in one order for everybody. The jobs then
    run in the order of their keys: what is new is made in that order, too. A job that waits for anything that is not
    its key's alone (stock, a cap) must not say that it can share.
    """

    lock: Callable[[Session, Sequence[str]], None]
    key: str


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """A function of its session and nothing that changes: it may run twice, for a COMMIT's outcome can be unknown.

    What it creates carries a unique key. `alone` keeps a long job out of a group. Where several may write at once, only
    jobs with the same `locking.lock` are grouped.
    """

    work: Callable[[Session], T]
    tell: Tell
    alone: bool = False
    locking: Locking | None = None


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
