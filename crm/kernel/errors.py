"""What can go wrong in a way that the caller must tell apart."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

RETRIED_SQLSTATES = frozenset({"40001", "40P01", "55P03"})
"""serialization_failure, deadlock_detected, lock_not_available: the same job, run again, may well succeed."""


DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
"""A file that SQLite cannot read any more: nothing can be committed there, not even that something failed."""


class DatabaseUnavailableError(Exception):
    """The database cannot commit now: gone, locked, full or read-only. Nothing was decided about the job; try later."""


class ChangedMeanwhileError(Exception):
    """What a job looked up was changed by another before it was locked: the same job, run again, will find it."""


class DatabaseTooNewError(Exception):
    """The database was written by a newer Ingat than this one."""


def is_worth_another_run(error: BaseException) -> bool:
    """Tell whether another job was in the way (a deadlock, a lock, a serialization failure, a change meanwhile)."""
    if isinstance(error, ChangedMeanwhileError):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in RETRIED_SQLSTATES


def is_unavailable(error: BaseException) -> bool:
    """Tell whether the database itself is in trouble, rather than the job wrong."""
    if isinstance(error, DatabaseUnavailableError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:  # PostgreSQL: connection, resources, operator intervention, system; read-only
        return sqlstate[:2] in {"08", "53", "57", "58"} or sqlstate == "25006"
    if getattr(error.orig, "sqlite_errorcode", None) in DAMAGED:
        return True
    return isinstance(error, OperationalError) and not _says_the_job_is_wrong(error)


def _says_the_job_is_wrong(error: OperationalError) -> bool:
    """SQLite reports a missing table or column as an operational error too: a fault of ours, not of the disk."""
    return any(words in str(error.orig) for words in ("no such", "syntax error", "has no column"))
