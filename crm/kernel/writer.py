"""All writing goes through here: callers hand over a job and await its result (ADR 2).

On SQLite one thread commits groups of jobs together, each under a savepoint of its own. On PostgreSQL a few threads do
so with jobs that say what they lock, all of which is locked first; any other job has a transaction of its own (ADR 7).
"""

import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from crm.kernel.errors import DatabaseUnavailableError, is_unavailable, is_worth_another_run
from crm.kernel.jobs import Done, Job, Locking, LostTransactionError, RunAgainError, Tell
from crm.kernel.session import Session, is_still_open

T = TypeVar("T")
Listener = Callable[[set[str]], None]

GROUP_JOBS = 64
GROUP_JOBS_LOCKING = 8
"""Of jobs that lock their customers: each holds the locks of all until the last is done."""
GROUP_S = 0.010
RUNS_IN_THE_WAY = 20
"""How often a job that meets a deadlock or a lock is run again, with growing pauses: about seven seconds in all."""

log = structlog.get_logger(__name__)


def pause_s(attempt: int, jitter: float) -> float:
    """Return how long a job pauses before it runs again: longer each time, and, by a `jitter` of 0 to 1, not as long as
    the job that it met, or both would meet again at every attempt.
    """
    return min(0.5, 0.005 * (1 << attempt)) * (0.5 + jitter)


class Writer:
    """Runs jobs in `threads` threads. After a commit the listeners hear what it touched.

    A job that raises is rolled back alone and its caller gets the error. Where the database itself fails, every job
    of the lost transaction runs again alone, and one that fails alone too ends in DatabaseUnavailableError.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        threads: int,
        group_jobs: int,
        commit_lock: AbstractContextManager[Any],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._group_jobs = group_jobs
        self._commit_lock = commit_lock
        self._jitter = jitter
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._listeners: list[Listener] = []
        self._handing_over = threading.Lock()
        self._closing = False
        self._threads = [threading.Thread(target=self._serve, name=f"writer-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[Session], T], *, alone: bool = False) -> "Future[T]":
        """Hand over a job. Its future resolves after the commit, or with the job's own error."""
        future: Future[T] = Future()
        self.hand_over(work, partial(_resolve, future), alone=alone)
        return future

    def hand_over(
        self, work: Callable[[Session], T], tell: Tell, *, alone: bool = False, locking: Locking | None = None
    ) -> None:
        """Hand over a job. `tell` hears of its end in the writer's thread: it must neither wait nor raise."""
        with self._handing_over:  # a job behind the last word of close() would never be run
            if self._closing:
                raise DatabaseUnavailableError("Ingat is stopping")
            self._jobs.put(Job(work, tell, alone, locking))

    def run(self, work: Callable[[Session], T], *, alone: bool = False) -> T:
        """Hand over a job and wait for it: for the command line and for threads, never for an event loop."""
        return self.submit(work, alone=alone).result()

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the touched names after each commit, in the writer's thread."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish the jobs already handed over, then stop."""
        with self._handing_over:
            self._closing = True
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        connection: Connection | None = None
        first = self._jobs.get()
        while first is not None:
            group, left_over = self._group_with(first)
            connection = self._run_group(connection, group)
            first = left_over or self._jobs.get()
        if connection is not None:
            connection.close()

    def _group_with(self, first: Job[Any]) -> tuple[list[Job[Any]], Job[Any] | None]:
        """Take with a job those that are there already and may share its transaction, and the one that may not."""
        group = [first]
        until = time.monotonic() + GROUP_S
        while self._may_share(first, group[-1]) and len(group) < self._group_jobs and time.monotonic() < until:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            if not self._may_share(first, job):
                return group, job
            group.append(job)
        return group, None

    def _may_share(self, first: Job[Any], other: Job[Any]) -> bool:
        if first.alone or other.alone:
            return False
        if self._is_sqlite:  # nobody else writes meanwhile: there is nothing to lock
            return True
        return first.locking is not None and other.locking is not None and first.locking.lock == other.locking.lock

    def _run_group(self, connection: Connection | None, group: list[Job[Any]]) -> Connection | None:
        """Run a group in one transaction, or, if that is lost, each of its jobs alone. Returns what is to be kept."""
        try:
            connection = connection or self._engine.connect()
            self._commit_together(connection, group)
        except Exception as error:  # noqa: BLE001 the thread must outlive any fault; each job gets its own error below
            if not isinstance(error, RunAgainError):
                log.warning("transaction_lost", jobs=len(group), error=type(error).__name__)
            self._drop(connection)
            for job in group:
                self._run_alone(job)
            return None
        return connection

    def _commit_together(self, connection: Connection, group: list[Job[Any]], failure: Exception | None = None) -> None:
        transaction = connection.begin()
        try:
            done, touched = _run_all(connection, group, failure)
            if not is_still_open(connection):
                raise DatabaseUnavailableError("the database gave up the transaction")
            with self._commit_lock:
                transaction.commit()
        except BaseException:
            transaction.close()
            raise
        self._tell(done, touched)

    def _run_alone(self, job: Job[Any]) -> None:
        """Run one job in a transaction of its own, again while others are in its way, and tell its caller the end."""
        failure: Exception | None = None
        for attempt in range(RUNS_IN_THE_WAY):
            try:
                with self._engine.connect() as connection:
                    self._commit_together(connection, [job], failure)
            except RunAgainError as again:
                if failure is None:
                    failure = again.failure
                    continue
                Done(job, error=again).tell()
            except Exception as error:  # noqa: BLE001 it is the job's own error, and goes to its caller
                if is_worth_another_run(error) and attempt + 1 < RUNS_IN_THE_WAY:
                    time.sleep(pause_s(attempt, self._jitter()))
                    continue
                Done(job, error=_plain(error)).tell()
            return

    def _tell(self, done: list[Done], touched: set[str]) -> None:
        for outcome in done:
            outcome.tell()
        for listener in self._listeners:
            try:
                listener(touched)
            except Exception as error:  # noqa: BLE001 what is committed must not run again for a listener's fault
                log.error("listener_failed", error=type(error).__name__)

    def _drop(self, connection: Connection | None) -> None:
        """Give up a connection whose state is unknown."""
        if connection is None:
            return
        try:
            connection.invalidate()
            connection.close()
        except Exception as error:  # noqa: BLE001 it is being thrown away: nothing depends on how that ends
            log.debug("connection_dropped", error=type(error).__name__)


def _resolve(future: "Future[T]", value: T, error: BaseException | None) -> None:
    """Resolve a caller's future. A caller that has gone away is not an error."""
    if not future.set_running_or_notify_cancel():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(value)


def _run_all(connection: Connection, group: list[Job[Any]], failure: Exception | None) -> tuple[list[Done], set[str]]:
    if connection.dialect.name != "sqlite" or len(group) == 1:
        return _run_in_order(Session(connection, failure), group)
    done: list[Done] = []
    touched: set[str] = set()
    for job in group:
        try:
            outcome, names = _run_under_savepoint(connection, job)
        except RunAgainError as again:
            outcome, names = _run_under_savepoint(connection, job, again.failure)
        done.append(outcome)
        touched |= names
    return done, touched


def _run_in_order(session: Session, group: list[Job[Any]]) -> tuple[list[Done], set[str]]:
    """Run jobs without savepoints: if one raises, all are undone and each runs alone."""
    locking = group[0].locking
    if locking is not None and not session.is_sqlite:
        group = sorted(group, key=_key_of)
        locking.lock(session, [_key_of(job) for job in group])
    return [Done(job, job.work(session)) for job in group], session.touched


def _key_of(job: Job[Any]) -> str:
    return "" if job.locking is None else job.locking.key


def _run_under_savepoint(
    connection: Connection, job: Job[Any], failure: Exception | None = None
) -> tuple[Done, set[str]]:
    session = Session(connection, failure)
    try:
        with session.savepoint():
            return Done(job, job.work(session)), session.touched
    except Exception as error:
        if is_unavailable(error):
            raise LostTransactionError from error
        if isinstance(error, RunAgainError) and failure is None:
            raise
        return Done(job, error=error), set()


def _plain(error: Exception) -> Exception:
    if is_worth_another_run(error) or (isinstance(error, DBAPIError) and is_unavailable(error)):
        name = type(getattr(error, "orig", None) or error).__name__
        unavailable = DatabaseUnavailableError(f"the database cannot commit: {name}")
        unavailable.__cause__ = error
        return unavailable
    return error
