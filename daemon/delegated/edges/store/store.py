"""The store as the service holds it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from delegated.edges.store.engine import address, make_file, reading, writing
from delegated.edges.store.errors import StoreError, told
from delegated.edges.store.listener import Listener
from delegated.edges.store.lock import DatabaseLock, Lock
from delegated.edges.store.queries import last_number
from delegated.edges.store.schema import bring_up_to_date
from delegated.edges.store.writer import Command, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from sqlalchemy import Connection, Engine

    T = TypeVar("T")

# A batch that fails is replayed with a commit for each command: that must not take too long.
_SQLITE_BATCH = 200
_POSTGRES_BATCH = 16
_POSTGRES_WRITERS = 4
_READERS = 4


class Store:
    """Everything that delegated knows, in one SQLite file or one PostgreSQL database."""

    def __init__(self, url: URL, writers: Engine, readers: Engine, held: ExitStack) -> None:
        """Of what `open` made; call that. `held` is let go of at the end."""
        self._url = url
        self._engines = (writers, readers)
        self._readers = readers
        self._held = held
        self._numbers = threading.Lock()
        self._last_number: int | None = None
        self._callbacks: list[Callable[[], None]] = []
        self._listener: Listener | None = None
        self._pool = ThreadPoolExecutor(_READERS, thread_name_prefix="store-reader")
        sqlite = url.get_backend_name() == "sqlite"
        self._is_sqlite = sqlite
        self._writer = Writer(
            writers,
            threads=1 if sqlite else _POSTGRES_WRITERS,
            batch=_SQLITE_BATCH if sqlite else _POSTGRES_BATCH,
            woken=self._wake,
        )

    @classmethod
    def open(cls, url: str, *, base: str, exclusive: bool = False) -> Self:
        """Open the database at `url` (a relative SQLite path counts from `base`), and bring its schema up to date.

        `exclusive` is for the daemon: nobody else may run on the same home meanwhile, nor another home on the same
        PostgreSQL database. Raises StoreError where the url, the file, the server, a lock or the schema is not as it
        should be.
        """
        where = address(url, base)
        lock = _made_ready(where, Path(base), exclusive=exclusive)
        with ExitStack() as undone:
            if lock:
                undone.callback(lock.release)
            writers = writing(where, connections=_POSTGRES_WRITERS + 2)
            undone.callback(writers.dispose)
            readers = reading(where, connections=_READERS + 1)
            undone.callback(readers.dispose)
            with _told_of(where):
                if exclusive and where.get_backend_name() != "sqlite":
                    undone.callback(DatabaseLock(writers).release)
                bring_up_to_date(readers=readers, writers=writers)
            held = undone.pop_all()
        return cls(where, writers, readers, held)

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Run a command in a transaction and return its result after the COMMIT; from any event loop.

        `work` may run more than once and must do nothing but speak to its connection. What it raises is raised here,
        and nothing of it is kept; StoreError tells of the database. A caller that is cancelled meanwhile leaves the
        command to be finished.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._writer.take(Command(work, loop, future))
        return await future

    def read(self, question: Callable[[Connection], T]) -> T:
        """Ask something, at once, in this thread. One question sees one moment, and cannot change anything."""
        return _answered(self._readers, question)

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """The same in a thread, for what may take longer than the event loop should wait."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.read, question)

    def next_numbers(self, count: int) -> list[int]:
        """The next task numbers. Each is given once; one whose task was never written is a gap."""
        if not self._is_sqlite:
            return self._from_sequence(count)
        with self._numbers:
            if self._last_number is None:
                self._last_number = self.read(last_number)
            first = self._last_number + 1
            self._last_number += count
        return list(range(first, first + count))

    def on_wake(self, callback: Callable[[], None]) -> None:
        """Have this called, from some thread, soon after anybody committed errands that were not leased at once.

        On PostgreSQL also for what other programs set. It may be called without cause, and seldom not at all.
        """
        self._callbacks.append(callback)
        if not self._is_sqlite and self._listener is None:
            self._listener = Listener(self._engines[0], self._wake)

    @property
    def healthy(self) -> bool:
        """False from a failure of the database itself until something could be written again."""
        return self._writer.fault is None

    @property
    def last_error(self) -> str | None:
        """What makes it unhealthy, in words."""
        return None if self._writer.fault is None else str(self._writer.fault)

    @property
    def wal_bytes(self) -> int:
        """The size of SQLite's write-ahead log: a reader that never ends lets it grow. 0 on PostgreSQL."""
        if not self._is_sqlite:
            return 0
        wal = Path(f"{self._url.database}-wal")
        return wal.stat().st_size if wal.exists() else 0

    async def close(self) -> None:
        """Finish what is queued, and let go of everything. A second time does nothing."""
        await asyncio.get_running_loop().run_in_executor(None, self.close_now)

    def close_now(self) -> None:
        """The same, waiting in this thread."""
        if self._listener:
            self._listener.close()
        self._writer.close()
        self._pool.shutdown()
        self._held.close()
        for engine in self._engines:  # Whoever asked something after the first closing has opened a connection again.
            engine.dispose()

    def _wake(self) -> None:
        for callback in self._callbacks:
            # The commit is done: somebody who no longer listens must not make it look as if it had failed.
            with suppress(Exception):
                callback()

    def _from_sequence(self, count: int) -> list[int]:
        wanted = text("SELECT nextval('task_numbers') FROM generate_series(1, :count)")
        return _answered(self._engines[0], lambda connection: sorted(connection.scalars(wanted, {"count": count})))


def _answered(engine: Engine, question: Callable[[Connection], T], *, again: bool = True) -> T:
    """A connection that the server had closed while it lay idle is no reason to fail: the next one is new."""
    try:
        with engine.connect() as connection:
            return question(connection)
    except DBAPIError as error:
        if not (again and error.connection_invalidated):
            raise told(error) from error
    except PoolTimeout as error:
        raise told(error) from error
    return _answered(engine, question, again=False)


def _made_ready(where: URL, base: Path, *, exclusive: bool) -> Lock | None:
    """The file of SQLite made; one daemon at a time on a home, wherever its database is."""
    lock = base / "state" / "delegated.lock"
    if where.get_backend_name() == "sqlite" and where.database:
        path = Path(where.database)
        make_file(path)
        lock = path.with_name("delegated.lock")
    elif exclusive:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Lock(lock) if exclusive else None


@contextmanager
def _told_of(where: URL) -> Iterator[None]:
    """What the database refuses, with the address, as a StoreError."""
    try:
        yield
    except DBAPIError as error:
        fault = told(error)
        message = f"cannot open the database {where.render_as_string(hide_password=True)}: {fault}"
        raise StoreError(message, temporary=fault.temporary) from error
