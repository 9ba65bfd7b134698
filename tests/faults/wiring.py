"""What is changed in a launched process: where it kills itself, what raises, what runs out.

The product knows nothing of it.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partialmethod
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

import bot.delivery.sender
import bot.intake.polling
import bot.leasing
import crm.conversation.deciding
import crm.history.outbox
import crm.kernel.checkpoints
import ingat.backups
from bot.handlers import routes
from bot.intake.handling import Intake
from bot.intake.polling import Poller
from bot.leasing import LeaseKeeper
from crm.kernel.jobs import Done
from crm.kernel.session import Session
from ingat.business_in_force import CurrentBusiness

IN_THE_WAY = "sebelum aneh"
"""Words that the injected faults react to."""


class Watch:
    """Tells, in each thread, whether the transaction under way has run a certain statement."""

    def __init__(self, statement: str) -> None:
        self._statement = statement
        self._seen = threading.local()
        run = Session._run  # prepared statements and all others end in one of the two

        def noting(session: Session, sql: str, parameters: Any, **more: Any) -> Any:
            self._look(sql)
            return run(session, sql, parameters, **more)

        _put(Session, "_run", noting)
        event.listen(Engine, "before_cursor_execute", lambda _connection, _cursor, sql, *_: self._look(sql))

    def _look(self, statement: str) -> None:
        if self._statement in statement:  # on PostgreSQL it may stand within another
            self._seen.yes = True

    def take(self) -> bool:
        """Say whether it has, and forget it."""
        seen, self._seen.yes = getattr(self._seen, "yes", False), False
        return seen

    def has_seen(self) -> bool:
        """Say whether it has."""
        return getattr(self._seen, "yes", False)


def wire(wiring: dict[str, Any]) -> None:
    """Put what was ordered in force, by name."""
    for name, value in wiring.items():
        WIRINGS[name](value)


def kill_before_commit(of: str) -> None:
    """Die by SIGKILL just before the first transaction with such a statement commits."""
    watch = Watch(of)

    def before(_: Connection) -> None:
        if watch.has_seen():
            _die()

    event.listen(Engine, "commit", before)


def kill_after_commit(of: str) -> None:
    """Die by SIGKILL just after the first transaction with such a statement has committed, before anybody is told."""
    watch = Watch(of)
    tell = Done.tell

    def after(done: Done) -> None:
        if watch.has_seen():
            _die()
        tell(done)

    _put(Done, "tell", after)


def _put(owner: object, name: str, replacement: object) -> None:
    """Put something in the place of a function of Ingat's or of a library's, in this process alone."""
    setattr(owner, name, replacement)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lose_commits(which: dict[str, int]) -> None:
    """Lose the connection in the COMMIT of some transactions: the first few `before` it is done, the next `after`.

    Whoever commits cannot tell the two apart.
    """
    watch = Watch("INSERT INTO interactions")
    left = ["before"] * which["before"] + ["after"] * which["after"]
    commit: Callable[..., None] = PGDialect_psycopg.do_commit

    def do_commit(dialect: PGDialect_psycopg, connection: Any) -> None:
        kind = left.pop(0) if watch.take() and left else None
        if kind == "after":
            commit(dialect, connection)
        if kind is None:
            commit(dialect, connection)
            return
        connection.driver_connection.pgconn.finish()
        raise psycopg.OperationalError("the connection was lost in COMMIT")

    _put(PGDialect_psycopg, "do_commit", do_commit)


def full_while(file: str) -> None:
    """Let the SQLite file grow no further while a certain other file exists."""

    def set_up(connection: Connection) -> None:
        pages = 1 if Path(file).exists() else 1_000_000_000  # fewer than there are means: as many as there are
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    event.listen(Engine, "begin", set_up)


def kill_in_backup(_: Any) -> None:
    """Die by SIGKILL when a backup is written and has yet to get its name."""
    _put(ingat.backups, "_flush", lambda _: _die())


def warn_of_log_above(size_bytes: int) -> None:
    """Find a log of SQLite's too large earlier."""
    crm.kernel.checkpoints.LOG_WARNING_BYTES = size_bytes


def short_leases(_: Any) -> None:
    """Make a lease short enough for a test to see many of them end."""
    _put(LeaseKeeper, "__init__", partialmethod(LeaseKeeper.__init__, length=timedelta(seconds=1.5)))
    bot.leasing.RENEW_S, bot.leasing.STOP_BEFORE_S = 0.3, 0.4


def short_polls(_: Any) -> None:
    """Let nobody wait long for an answer to getUpdates."""
    _put(Poller, "__init__", partialmethod(Poller.__init__, poll_s=1))
    bot.intake.polling.GRACE_S = 1


def slow_reads(seconds: float) -> None:
    """Let what the sender reads of the outbox be old when it gets it."""
    read = crm.history.outbox.due_deliveries

    def reading(*arguments: Any, **more: Any) -> Any:
        rows = read(*arguments, **more)
        time.sleep(seconds)
        return rows

    _put(bot.delivery.sender, "due_deliveries", reading)


def handler_raises(while_file: str) -> None:
    """Let the handler of messages raise on certain words while a file exists."""
    said = routes._said

    def raising(message: Any, *rest: Any) -> Any:
        if IN_THE_WAY in (message.text or "") and Path(while_file).exists():
            raise RuntimeError("injected into the handler")
        return said(message, *rest)

    _put(routes, "_said", raising)


def decision_raises(_: Any) -> None:
    """Let the decision raise on certain words."""
    answer: Callable[..., None] = crm.conversation.deciding._answer

    def raising(reply: Any, lines: Any, understood: Any) -> None:
        if any(IN_THE_WAY in line.text for line in lines):
            raise RuntimeError("injected into the decision")
        answer(reply, lines, understood)

    _put(crm.conversation.deciding, "_answer", raising)


def parts_fail(times: int) -> None:
    """Let several parts of a running Ingat fail, each a few times, after a moment."""
    _fail_at_first(Intake, "take", times)
    _fail_at_first(LeaseKeeper, "renew", times)
    _fail_at_first(CurrentBusiness, "watch", times)


def _fail_at_first(owner: type, name: str, times: int) -> None:
    method, left = getattr(owner, name), [None] * times

    async def failing(*arguments: Any, **more: Any) -> Any:
        if left:
            left.pop()
            raise RuntimeError("injected into a part")
        return await method(*arguments, **more)

    _put(owner, name, failing)


WIRINGS: dict[str, Callable[[Any], None]] = {
    wiring.__name__: wiring
    for wiring in (
        kill_before_commit,
        kill_after_commit,
        lose_commits,
        full_while,
        kill_in_backup,
        warn_of_log_above,
        short_leases,
        short_polls,
        slow_reads,
        handler_raises,
        decision_raises,
        parts_fail,
    )
}
