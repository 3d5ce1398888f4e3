"""One daemon a home, and one home a database."""

from __future__ import annotations

import fcntl
import os
import threading
import time
import zlib
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from delegated.edges.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# How long a server may take to notice that a process is dead, whose home starts again at once.
PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.2
_LOOK_UP_SECONDS = 0.5
# Any number would do, as long as nobody else takes the same one in this database.
_OURS: Final = 0x64656C66


class Lock:
    """Held as long as this process lives and does not let go; the kernel releases it even after kill -9."""

    def __init__(self, path: Path) -> None:
        """Take it. StoreError, naming the process that has it, where it is taken."""
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"cannot open {path}: {error.strerror}", temporary=True) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            message = f"delegated is running on this home already, as process {holder or 'unknown'}; stop it first"
            raise StoreError(message, temporary=True) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it could take the lock from under somebody else."""
        os.close(self._file)


def keys_of(schema: str | None) -> tuple[int, int]:
    """The two keys of the advisory lock: schemas of one database are in nobody's way."""
    return _OURS, zlib.crc32((schema or "").encode()) & 0x7FFFFFFF


class DatabaseLock:
    """Held by a connection of its own to PostgreSQL: the server releases it when this process dies.

    Where the server goes away, the lock goes too. It is taken again as soon as the server is back; should another
    home have been quicker, it is taken as soon as that one lets go.
    """

    def __init__(self, engine: Engine) -> None:
        """Take it. StoreError where another has it and keeps it; DBAPIError where the server cannot be asked."""
        self._engine = engine
        self._closing = threading.Event()
        connection = self._taken(until=time.monotonic() + PATIENCE_SECONDS)
        self._thread = threading.Thread(target=self._keep, args=(connection,), name="store-lock", daemon=True)
        self._thread.start()

    def release(self) -> None:
        """Let go, within half a second."""
        self._closing.set()
        self._thread.join()

    def _taken(self, *, until: float) -> Connection:
        """A new connection that has the lock."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # never back to the pool: the lock is the connection's
        with ExitStack() as undone:
            undone.callback(connection.close)
            self._take(connection, until)
            undone.pop_all()
        return connection

    def _take(self, connection: Connection, until: float) -> None:
        keys = dict(zip(("one", "two"), keys_of(connection.scalar(text("SELECT current_schema()"))), strict=True))
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:one, :two)"), keys):
            if time.monotonic() >= until:
                message = "another delegated works on this database; give each home a database of its own"
                raise StoreError(message, temporary=True)
            self._closing.wait(_PAUSE_SECONDS)

    def _keep(self, connection: Connection | None) -> None:
        """Until it is let go of."""
        while True:
            # Whatever it is, from the server or from its driver: the lock is lost with the connection.
            with suppress(Exception):
                connection = connection or self._taken(until=0)
                self._watch(connection)
            with suppress(Exception):
                if connection:
                    connection.close()
            connection = None
            if self._closing.wait(_PAUSE_SECONDS):
                return

    def _watch(self, connection: Connection) -> None:
        """Returns when it is to be let go of; raises when the server has ended it."""
        driver: Any = connection.connection.dbapi_connection
        while not self._closing.is_set():
            for _ in driver.notifies(timeout=_LOOK_UP_SECONDS):
                pass
