"""The only hands that write: commands come in one by one and are committed together.

A commit waits for the disk, so one commit for whatever has gathered meanwhile costs hardly more than one alone.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from delegated.edges.store.commands import ERRANDS_WERE_SET
from delegated.edges.store.engine import A_STATEMENT_FAILED
from delegated.edges.store.errors import StoreError, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, RootTransaction

# How long a command waits for a database that went away, and the pauses between the tries.
_PATIENCE = 10.0
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0
# Another transaction in the way is soon gone; three in a row are something else.
_CONFLICTS = 3

WAKE_CHANNEL = "delegated"


@dataclass(slots=True, eq=False)
class Command:
    """One change that somebody in an event loop waits for."""

    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    since: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command."""

    command: Command
    result: Any = None
    error: BaseException | None = None


class Writer:
    """One or more threads, each with a connection of its own, that take commands from one queue.

    `woken` is called from such a thread after a commit that set errands. `fault` is what went wrong with the
    database itself, until something could be written again.
    """

    def __init__(self, engine: Engine, *, threads: int, batch: int, woken: Callable[[], None]) -> None:
        self.engine = engine
        self.batch = batch
        self.woken = woken
        self.fault: StoreError | None = None
        self._queue: SimpleQueue[Command | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=_Hand(self).work, name=f"store-writer-{n}", daemon=True) for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, command: Command) -> None:
        """Queue a command; from any thread."""
        with self._gate:
            if self._closing.is_set():
                message = "the store is closed"
                raise StoreError(message)
            self._queue.put(command)

    def close(self) -> None:
        """Do what is queued, then stop; waits for that. A database that is away is waited for no longer."""
        with self._gate:
            if not self._closing.is_set():
                self._closing.set()
                self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def next_batch(self) -> list[Command]:
        """What has gathered; waits for the first one. Empty: it is closing time."""
        batch: list[Command] = []
        with suppress(Empty):
            while len(batch) < self.batch:
                command = self._queue.get_nowait() if batch else self._queue.get()
                if command is None:
                    self._queue.put(None)  # the other threads have to see it too
                    break
                batch.append(command)
        return batch

    def pause(self, seconds: float) -> bool:
        """Wait; False at once when the store is being closed."""
        return not self._closing.wait(seconds)


class _Hand:
    """One writing thread."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection: Connection | None = None
        self._errands_were_set = False

    def work(self) -> None:
        while batch := self._writer.next_batch():
            self._settle(batch)
        self._drop()

    def _settle(self, batch: list[Command]) -> None:
        """All together; if that fails, one by one, so that each command answers for itself."""
        try:
            results = self._commit(batch)
        except BaseException:  # noqa: BLE001 - it comes up again when its command is tried alone
            for answer in self._one_by_one(batch):
                _deliver([answer])
        else:
            _deliver([Answer(command, result) for command, result in zip(batch, results, strict=True)])
        self._wake()

    def _wake(self) -> None:
        """After the answers: whoever has set an errand for himself goes on before others look for what is due."""
        if self._errands_were_set:
            self._errands_were_set = False
            self._writer.woken()

    def _one_by_one(self, batch: list[Command]) -> Iterator[Answer]:
        gone: StoreError | None = None
        for command in batch:
            answer = Answer(command, error=gone) if gone else self._alone(command)
            if isinstance(answer.error, StoreError) and answer.error.lost:
                gone = answer.error  # that took all patience: the rest need not wait as long again
            yield answer

    def _alone(self, command: Command) -> Answer:
        tries = 0
        while True:
            try:
                return Answer(command, self._commit([command])[0])
            except StoreError as fault:
                if not self._worth_another_try(fault, command, tries):
                    return Answer(command, error=fault)
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits, and must not end this thread
                return Answer(command, error=error)
            tries += 1

    def _worth_another_try(self, fault: StoreError, command: Command, tries: int) -> bool:
        if fault.conflict:
            return tries < _CONFLICTS
        if not (fault.lost and fault.temporary) or time.monotonic() - command.since > _PATIENCE:
            return False
        return self._writer.pause(min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE))

    def _commit(self, batch: list[Command]) -> list[Any]:
        """The results, once they are on the disk. Raises StoreError or what a command raised; then nothing was kept."""
        try:
            connection = self._connected()
            before = _changes(connection)
            results = self._transact(connection, batch)
        except DBAPIError as error:
            raise self._noted(told(error)) from error
        except StatementError as error:
            # A value that cannot be kept, such as a time without its zone: the fault of the command.
            raise error.orig or error from error
        if self._writer.fault and _changes(connection) != before:
            self._writer.fault = None
        return results

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._writer.engine.connect()
        return self._connection

    def _transact(self, connection: Connection, batch: list[Command]) -> list[Any]:
        transaction = connection.begin()
        try:
            connection.info.pop(A_STATEMENT_FAILED, None)
            connection.info.pop(ERRANDS_WERE_SET, None)
            results = [command.work(connection) for command in batch]
            _refuse_what_failed(connection)
            woke = _notify(connection)
        except BaseException:
            self._roll_back(transaction)
            raise
        try:
            transaction.commit()
        except BaseException:
            self._drop()  # nobody knows what became of it; the connection may still hold the lock
            raise
        self._errands_were_set |= woke
        return results

    def _roll_back(self, transaction: RootTransaction) -> None:
        try:
            transaction.rollback()
        except SQLAlchemyError:
            self._drop()

    def _noted(self, fault: StoreError) -> StoreError:
        if fault.lost:
            self._drop()
        if fault.lost or (fault.temporary and not fault.conflict):
            self._writer.fault = fault
        return fault

    def _drop(self) -> None:
        """Close the connection for good; the next transaction gets a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
            with suppress(SQLAlchemyError):
                connection.close()


def _changes(connection: Connection) -> int:
    """A figure that moves when something is written. An empty transaction succeeds on a full disk too."""
    changes = getattr(connection.connection.driver_connection, "total_changes", None)
    return time.monotonic_ns() if changes is None else changes


def _refuse_what_failed(connection: Connection) -> None:
    """A command that swallowed a database error would go on in a transaction that is gone.

    SQLite rolls back by itself when the disk is full, PostgreSQL answers COMMIT with ROLLBACK and no error.
    """
    if connection.info.get(A_STATEMENT_FAILED):
        message = "a statement failed and its command went on regardless; nothing was kept"
        raise StoreError(message)


def _notify(connection: Connection) -> bool:
    """One NOTIFY a transaction at most: it takes a lock on the whole of PostgreSQL until the commit."""
    woke = bool(connection.info.get(ERRANDS_WERE_SET))
    if woke and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {WAKE_CHANNEL}")
    return woke


def _deliver(answers: list[Answer]) -> None:
    """One call into each loop for all of its answers."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_loop[answer.command.loop].append(answer)
    for loop, theirs in by_loop.items():
        with suppress(RuntimeError):  # that loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_resolve, theirs)


def _resolve(answers: list[Answer]) -> None:
    for answer in answers:
        future = answer.command.future
        if future.done():
            continue  # the caller was cancelled; what it asked for was done all the same
        if answer.error is None:
            future.set_result(answer.result)
        elif isinstance(answer.error, StopIteration):
            future.set_exception(RuntimeError("a command raised StopIteration"))
        else:
            future.set_exception(answer.error)
