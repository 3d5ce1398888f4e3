"""What the store says when it cannot do what it was asked."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Primary result codes of SQLite (https://sqlite.org/rescode.html) that may be gone at the next try:
# busy, locked, out of memory, read-only, I/O error, full, cannot open, locking protocol.
_SQLITE_TEMPORARY = frozenset({5, 6, 7, 8, 10, 13, 14, 15})
_SQLITE_FULL = 13
# Classes and codes of PostgreSQL: connection lost, out of resources, operator at work, system error; a conflict
# with another transaction; a lock not available; a server that only reads (a standby).
_POSTGRES_TEMPORARY = ("08", "53", "57", "58", "40", "55P03", "25006")
_POSTGRES_CONFLICT = ("40",)


class StoreError(Exception):
    """The store could not do it. Nothing of the command was kept.

    `temporary` tells whether the same command may succeed later (disk full, locked, server away).
    `lost` tells that the connection is no longer to be trusted, `conflict` that only another transaction was
    in the way and the command may be run again at once.
    """

    def __init__(self, message: str, *, temporary: bool = False, lost: bool = False, conflict: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary
        self.lost = lost
        self.conflict = conflict


class DuplicateTask(Exception):  # noqa: N818 - an answer in the office's words, not a fault of the program
    """The same content is a task already: number `number`. Nothing of the new one was written."""

    def __init__(self, digest: str, number: int) -> None:
        super().__init__(f"the same content is already T-{number}")
        self.digest = digest
        self.number = number


def told(error: DBAPIError | PoolTimeout) -> StoreError:
    """What a database error means for the caller. Never holds the statement or its values: they may be private."""
    if isinstance(error, PoolTimeout):
        return StoreError("all connections to the database are in use", temporary=True)
    cause = error.orig
    message = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    sqlite_code = getattr(cause, "sqlite_errorcode", None)
    if sqlite_code is not None:
        return _told_by_sqlite(message, sqlite_code & 0xFF)
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate is not None:
        return _told_by_postgres(message, sqlstate, lost=error.connection_invalidated)
    # Neither code: the driver itself failed, which on PostgreSQL is a server that cannot be reached.
    away = isinstance(error, OperationalError) or error.connection_invalidated
    return StoreError(message, temporary=away, lost=away)


def _told_by_sqlite(message: str, code: int) -> StoreError:
    temporary = code in _SQLITE_TEMPORARY
    return StoreError(message, temporary=temporary, lost=temporary and code != _SQLITE_FULL)


def _told_by_postgres(message: str, sqlstate: str, *, lost: bool) -> StoreError:
    return StoreError(
        message,
        temporary=lost or sqlstate.startswith(_POSTGRES_TEMPORARY),
        lost=lost or sqlstate.startswith(("08", "57P")),
        conflict=sqlstate.startswith(_POSTGRES_CONFLICT),
    )
