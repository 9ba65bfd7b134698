"""A unit of writing, and what came of it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from crm.kernel.session import Session

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """A function of its session and nothing that changes: it may run twice, for a COMMIT's outcome can be unknown.

    What it creates carries a unique key. `alone` keeps a long job out of a group.
    """

    work: Callable[[Session], T]
    alone: bool = False
    future: "Future[T]" = field(default_factory=Future)


@dataclass(slots=True)
class Done:
    """What a job returned or raised, kept until the commit that makes it true."""

    job: Job[Any]
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Resolve the caller's future. A caller that has gone away is not an error."""
        if not self.job.future.set_running_or_notify_cancel():
            return
        if self.error is not None:
            self.job.future.set_exception(self.error)
        else:
            self.job.future.set_result(self.value)


class LostTransactionError(Exception):
    """The transaction is gone and with it the whole group: a failed COMMIT, a lost connection, a full disk."""
